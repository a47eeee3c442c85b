import { parseDocument } from 'yaml';
import { unstorable } from '#libs/platform';
import { readInstant } from './calendar.js';
import {
  type CycleDefinition,
  type StageDefinition,
  type StageDocument,
  cycleDocumentSchema,
  defaultSignature,
  stageDocumentSchema,
} from './definition.js';
import { type ExplainedProblem, didYouMean, explained, problemsOf, unkeptProblem } from './definition-problems.js';
import { type PlacedStage, ruleProblems } from './definition.rules.js';
import type { DefinitionProblem, StageType } from './stage-type.js';

/** What the check needs of the registry of stage types. */
export interface KnownStageTypes {
  find(key: string): StageType | undefined;
  keys(): string[];
}

export type CheckedDefinition = { definition: CycleDefinition } | { problems: ExplainedProblem[] };

/**
 * Checks a cycle definition (a document, or its YAML or JSON text) and completes it: defaults
 * filled in, settings by their type's schema, instants in UTC. All problems are reported together;
 * the rules that look at several stages leave out those that are broken in themselves.
 */
export function checkDefinition(given: string | object, stageTypes: KnownStageTypes): CheckedDefinition {
  const checked = checkWhole(given, stageTypes);
  return 'problems' in checked ? { problems: checked.problems.map(explained) } : checked;
}

function checkWhole(
  given: string | object,
  stageTypes: KnownStageTypes,
): { definition: CycleDefinition } | { problems: DefinitionProblem[] } {
  const { document, problems: unreadable } =
    typeof given === 'string' ? readText(given) : { document: given, problems: [] };
  if (unreadable.length > 0) return { problems: unreadable };
  const unkept = unstorable(document);
  if (unkept.length > 0) {
    return { problems: unkept.map(unkeptProblem) };
  }

  const parsed = cycleDocumentSchema.safeParse(document);
  const problems = parsed.success ? [] : problemsOf(parsed.error, cycleDocumentSchema, document);
  const draft = parsed.success ? parsed.data : partsOf(document);
  const rawStages = Array.isArray(draft.stages) ? (draft.stages as unknown[]) : [];
  const keys = rawStages.map((stage, index) => String((stage as { key?: unknown } | null)?.key ?? `#${index}`));

  const placed = rawStages.flatMap((raw, index): PlacedStage[] => {
    const stage = stageDocumentSchema.safeParse(raw);
    if (!stage.success) {
      problems.push(...typeAndSettings(raw, index, stageTypes).problems);
      return [];
    }
    const done = completeStage(stage.data, index, keys, draft.zone, stageTypes);
    problems.push(...done.problems);
    return done.placed ? [done.placed] : [];
  });

  const { signature, form, ...rest } = draft;
  const begun: CycleDefinition = {
    ...rest,
    signature: signature ?? defaultSignature(draft),
    form: form ?? null,
    stages: placed.map(({ stage }) => stage),
  };
  const types = [...new Set(placed.flatMap(({ type }) => type ?? []))];
  const definition = types.reduce((sofar, type) => type.complete?.(sofar) ?? sofar, begun);

  problems.push(...ruleProblems({ definition, placed }, keys));
  // A type's check may look at the whole definition, which must be sound for that.
  if (parsed.success) problems.push(...placed.flatMap((here) => typeProblems(here, definition)));
  return problems.length > 0 ? { problems } : { definition };
}

/**
 * What the stage's type finds; its pointers are into the whole definition, or into the stage when
 * they do not begin with `/`.
 */
const typeProblems = ({ type, stage, index }: PlacedStage, definition: CycleDefinition): DefinitionProblem[] =>
  (type?.check?.(stage, definition) ?? []).map((problem) =>
    problem.pointer.startsWith('/') ? problem : { ...problem, pointer: `/stages/${index}/${problem.pointer}` },
  );

/** Reads a YAML or JSON text as what JSON can say. */
export function readText(text: string): { document: unknown; problems: DefinitionProblem[] } {
  const unreadable = (message: string) => ({
    pointer: '',
    value: null,
    message,
    allowed: 'YAML 1.2 or JSON',
    action: 'Mend the text at the place it names; the problems of the definition are looked for after that.',
  });
  const yaml = parseDocument(text, { prettyErrors: true, uniqueKeys: true });
  if (yaml.errors.length > 0)
    return { document: null, problems: yaml.errors.map(({ message }) => unreadable(message)) };
  try {
    // Aliases can make a document grow without bound, or hold itself; what JSON can't say is no definition.
    const document: unknown = JSON.parse(JSON.stringify(yaml.toJS({ maxAliasCount: 20 })));
    return { document, problems: [] };
  } catch (error) {
    return { document: null, problems: [unreadable((error as Error).message)] };
  }
}

type Draft = ReturnType<typeof cycleDocumentSchema.parse>;

/** The parts of a broken document that are right in themselves, so that the rules can still be checked on them. */
function partsOf(document: unknown): Draft {
  const given = (typeof document === 'object' && document !== null ? document : {}) as Record<string, unknown>;
  const { shape } = cycleDocumentSchema;
  const criteria = shape.criteria.safeParse(given['criteria']);
  const zone = shape.zone.safeParse(given['zone']);
  const form = shape.form.safeParse(given['form']);
  return {
    programme: { key: 'unknown', name: 'unknown' },
    edition: '',
    title: '',
    zone: zone.success ? zone.data : 'UTC',
    languages: ['en'],
    demonstration: false,
    expertsMayJudge: false,
    criteria: criteria.success ? criteria.data : [],
    form: form.success ? form.data : undefined,
    stages: (Array.isArray(given['stages']) ? given['stages'] : []) as Draft['stages'],
  };
}

/**
 * A stage with its defaults: after the one before, the type's settings, instants in UTC; null when
 * one of these is wrong.
 */
function completeStage(
  document: StageDocument,
  index: number,
  keys: string[],
  zone: string,
  stageTypes: KnownStageTypes,
): { placed: PlacedStage | null; problems: DefinitionProblem[] } {
  const at = `/stages/${index}`;
  const problems: DefinitionProblem[] = [];
  const instant = (text: string, pointer: string): string => {
    const read = readInstant(text, zone);
    if (!read)
      problems.push({
        pointer,
        value: text,
        message: `is no date and time that exists in ${zone}`,
        allowed: 'a local date and time such as 2027-08-31T23:59, or one with an offset',
        action: 'Look at the day and the hour: when clocks are put forward, an hour is left out.',
      });
    return read ?? '';
  };
  const { type, settings, ...found } = typeAndSettings(document, index, stageTypes);
  problems.push(...found.problems);

  const window = {
    opens: instant(document.window.opens, `${at}/window/opens`),
    deadline: instant(document.window.deadline, `${at}/window/deadline`),
    grace: document.window.grace,
  };
  const steps = Object.entries(document.window.steps ?? {}).flatMap(([step, given]) =>
    given
      ? [[step, { ...given, deadline: instant(given.deadline, `${at}/window/steps/${step}/deadline`) }] as const]
      : [],
  );
  const release = document.release.map(({ audience, when }, position) => ({
    audience,
    when: when === 'decided' || when === 'command' ? when : instant(when, `${at}/release/${position}/when`),
  }));
  const deadlines = [...Object.values(window), ...steps.map(([, { deadline }]) => deadline)];
  if (deadlines.includes('') || release.some(({ when }) => when === '')) return { placed: null, problems };

  const stage: StageDefinition = {
    key: document.key,
    type: document.type,
    title: document.title ?? titleOf(document.key),
    after: document.after ?? keys.slice(Math.max(0, index - 1), index),
    window: { ...window, ...(steps.length > 0 ? { steps: Object.fromEntries(steps) } : {}) },
    ladder: document.ladder,
    settings: settings ?? {},
    release,
    ...(document.closesEarly ? { closesEarly: true as const } : {}),
    certifiers: type?.decides ? (document.certifiers ?? { count: 1, roles: ['secretariat'] }) : { count: 0, roles: [] },
    ...(document.complaints ? { complaints: document.complaints } : {}),
  };
  // Without settings that are right, nothing can be asked of the type.
  return { placed: { index, stage, type: settings ? type : null }, problems };
}

interface TypeAndSettings {
  type: StageType | null;
  /** Complete; null when they are not right, or the type is unknown. */
  settings: Record<string, unknown> | null;
  problems: DefinitionProblem[];
}

/** The type of a stage and its settings by that type's schema; looked at even where the rest of the stage is wrong. */
function typeAndSettings(document: unknown, index: number, stageTypes: KnownStageTypes): TypeAndSettings {
  const { type: key, settings: given = {} } = (document ?? {}) as { type?: unknown; settings?: unknown };
  if (typeof key !== 'string' || key === '') return { type: null, settings: null, problems: [] };
  const type = stageTypes.find(key);
  if (!type) {
    const known = stageTypes.keys();
    const message = `unknown stage type${didYouMean(key, known)}`;
    const problem = { pointer: `/stages/${index}/type`, value: key, message, allowed: known.join(', ') };
    return { type: null, settings: null, problems: [problem] };
  }
  const settings = type.settings.safeParse(given);
  if (settings.success) return { type, settings: settings.data as Record<string, unknown>, problems: [] };
  const problems = problemsOf(settings.error, type.settings, given, ['stages', index, 'settings']);
  return { type, settings: null, problems };
}

/** `call-for-entries` → `Call for entries`. */
const titleOf = (key: string): string => key.charAt(0).toUpperCase() + key.slice(1).replaceAll('-', ' ');
