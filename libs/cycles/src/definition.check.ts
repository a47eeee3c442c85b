import { parseDocument } from 'yaml';
import { unstorable } from '#libs/platform';
import { readInstant } from './calendar.js';
import {
  type CycleDefinition,
  type StageDefinition,
  type StageDocument,
  cycleDocumentSchema,
  stageDocumentSchema,
} from './definition.js';
import { didYouMean, problemsOf } from './definition.problems.js';
import { type PlacedStage, ruleProblems } from './definition.rules.js';
import type { DefinitionProblem, StageType } from './stage-type.js';

/** What the check needs of the registry of stage types. */
export interface KnownStageTypes {
  find(key: string): StageType | undefined;
  keys(): string[];
}

export type CheckedDefinition = { definition: CycleDefinition } | { problems: DefinitionProblem[] };

/**
 * Checks a cycle definition (a document, or its YAML or JSON text) and completes it: defaults filled in, settings by their
 * type's schema, instants in UTC. All problems are reported together; the rules that look at several stages leave out those
 * that are broken in themselves.
 */
export function checkDefinition(given: string | object, stageTypes: KnownStageTypes): CheckedDefinition {
  const { document, problems: unreadable } =
    typeof given === 'string' ? readText(given) : { document: given, problems: [] };
  if (unreadable.length > 0) return { problems: unreadable };
  const unkept = unstorable(document);
  if (unkept.length > 0) {
    return { problems: unkept.map((error) => ({ value: null, allowed: '', ...error })) };
  }

  const parsed = cycleDocumentSchema.safeParse(document);
  const problems = parsed.success ? [] : problemsOf(parsed.error, cycleDocumentSchema, document);
  const draft = parsed.success ? parsed.data : partsOf(document);
  const rawStages = Array.isArray(draft.stages) ? (draft.stages as unknown[]) : [];
  const keys = rawStages.map((stage, index) => String((stage as { key?: unknown } | null)?.key ?? `#${index}`));

  const placed = rawStages.flatMap((raw, index): PlacedStage[] => {
    const stage = stageDocumentSchema.safeParse(raw);
    if (!stage.success) return [];
    const done = completeStage(stage.data, index, keys, draft.zone, stageTypes);
    problems.push(...done.problems);
    return done.placed ? [done.placed] : [];
  });

  const { signature, form, ...rest } = draft;
  const begun: CycleDefinition = {
    ...rest,
    signature: signature ?? `The secretariat of the ${draft.programme.name}`,
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

/** What the stage's type finds; its pointers are into the whole definition, or into the stage when they do not begin with `/`. */
const typeProblems = ({ type, stage, index }: PlacedStage, definition: CycleDefinition): DefinitionProblem[] =>
  (type?.check?.(stage, definition) ?? []).map((problem) =>
    problem.pointer.startsWith('/') ? problem : { ...problem, pointer: `/stages/${index}/${problem.pointer}` },
  );

function readText(text: string): { document: unknown; problems: DefinitionProblem[] } {
  const unreadable = (message: string) => ({ pointer: '', value: null, message, allowed: 'YAML 1.2 or JSON' });
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

/** A stage with its defaults: after the one before, the type's settings, instants in UTC; null when one of these is wrong. */
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
      });
    return read ?? '';
  };
  const type = stageTypes.find(document.type) ?? null;
  if (!type) {
    const known = stageTypes.keys();
    problems.push({
      pointer: `${at}/type`,
      value: document.type,
      message: `unknown stage type${didYouMean(document.type, known)}`,
      allowed: known.join(', '),
    });
  }
  const settings = type?.settings.safeParse(document.settings);
  if (settings && !settings.success)
    problems.push(...problemsOf(settings.error, type!.settings, document.settings, ['stages', index, 'settings']));

  const window = {
    opens: instant(document.window.opens, `${at}/window/opens`),
    deadline: instant(document.window.deadline, `${at}/window/deadline`),
    grace: document.window.grace,
  };
  const release = document.release.map(({ audience, when }, position) => ({
    audience,
    when: when === 'decided' || when === 'command' ? when : instant(when, `${at}/release/${position}/when`),
  }));
  if (Object.values(window).includes('') || release.some(({ when }) => when === '')) return { placed: null, problems };

  const stage: StageDefinition = {
    key: document.key,
    type: document.type,
    title: document.title ?? titleOf(document.key),
    after: document.after ?? keys.slice(Math.max(0, index - 1), index),
    window,
    ladder: document.ladder,
    settings: (settings?.data ?? {}) as Record<string, unknown>,
    release,
    certifiers: type?.decides ? (document.certifiers ?? { count: 1, roles: ['secretariat'] }) : { count: 0, roles: [] },
  };
  // Without settings that are right, nothing can be asked of the type.
  return { placed: { index, stage, type: settings?.success ? type : null }, problems };
}

/** `call-for-entries` → `Call for entries`. */
const titleOf = (key: string): string => key.charAt(0).toUpperCase() + key.slice(1).replaceAll('-', ' ');
