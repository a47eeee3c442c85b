import { isDeepStrictEqual } from 'node:util';
import { type AmendmentKind, type Instant, type StageState, WINDOW_STEPS, type WindowStepKey } from '#libs/contracts';
import { inWords } from '#libs/words';
import { toInstant } from '../definition/calendar.js';
import { type DefinitionChange, changesBetween } from '../definition/definition-changes.js';
import type { CycleDefinition, StageDefinition } from '../definition/definition.js';
import type { DefinitionProblem } from '../definition/stage-type.js';
import { type StepWindows, stepMoveFault } from '../definition/window-steps.js';

/** The `method` in the settings of a stage whose panel has not adopted one yet. */
export const ADOPTED_BY_PANEL = 'adopted-by-panel';

/** Is the stage's method left to its panel, and not adopted yet? */
export const awaitsMethod = ({ settings }: Pick<StageDefinition, 'settings'>): boolean =>
  settings['method'] === ADOPTED_BY_PANEL;

/** A stage as far as amendments are judged by it. */
export interface AmendableStage {
  key: string;
  state: StageState;
  releasedTo: string[];
  /** Does it take its entries by the cycle's form, or score by the cycle's criteria? */
  usesForm: boolean;
  usesCriteria: boolean;
}

export interface AmendmentQuestion {
  kind: AmendmentKind;
  /** The stage whose method is adopted, for that kind. */
  stageKey?: string | null;
  before: CycleDefinition;
  after: CycleDefinition;
  stages: AmendableStage[];
  now: Date;
}

type Judge = (change: DefinitionChange, question: AmendmentQuestion, key: string) => string | null;

const anyTime: Judge = () => null;

/** Allowed while the stage is in one of these states; a stage that is added with the amendment has no state yet. */
const whileIn =
  (what: string, ...states: StageState[]): Judge =>
  (_change, { stages }, key) => {
    const state = stages.find((stage) => stage.key === key)?.state;
    if (!state || states.includes(state)) return null;
    return `${what} can be changed while the stage is ${states.join(' or ')}; it is ${state}`;
  };

const toCome: Judge = ({ to }, { now }) =>
  typeof to === 'string' && Date.parse(to) <= now.getTime() ? `is past: it is now ${toInstant(now)}` : null;

const both =
  (...judges: Judge[]): Judge =>
  (change, question, key) =>
    judges.map((judge) => judge(change, question, key)).find((why) => why !== null) ?? null;

/** What the form or the criteria are used by must not have gone on to where they count. */
const whileUsersAre =
  (what: string, uses: 'usesForm' | 'usesCriteria', ...states: StageState[]): Judge =>
  (_change, { stages }) => {
    const late = stages.find((stage) => stage[uses] && !states.includes(stage.state));
    return late
      ? `${what} can be changed while stage "${late.key}" is ${states.join(' or ')}; it is ${late.state}`
      : null;
  };

/**
 * Method, quotas and rules: until the stage opens for decisions; a method left to the panel until
 * the panel has adopted one.
 */
const settings: Judge = (change, question, key) => {
  const stage = question.before.stages.find((each) => each.key === key);
  if (question.kind === 'method' && question.stageKey === key && stage && awaitsMethod(stage)) {
    return whileIn('the method', 'scheduled', 'open')(change, question, key);
  }
  return whileIn('method, quotas and rules', 'scheduled')(change, question, key);
};

/** Releases that were made stay; others may be planned anew, for an instant to come. */
const release: Judge = ({ from, to }, { stages, now }, key) => {
  const steps = (value: unknown) => (value ?? []) as { audience: string; when: string }[];
  const done = stages.find((stage) => stage.key === key)?.releasedTo ?? [];
  const sameStep = (audience: string) => {
    const [before, after] = [from, to].map((value) => steps(value).find((step) => step.audience === audience)?.when);
    return before === after;
  };
  const changed = done.find((audience) => !sameStep(audience));
  if (changed) return `the release to "${changed}" was made already`;
  const past = steps(to).find(
    ({ audience, when }) => !sameStep(audience) && isInstant(when) && Date.parse(when) <= now.getTime(),
  );
  return past ? `the release to "${past.audience}" is past: it is now ${toInstant(now)}` : null;
};

/** Further deadlines: each as long as it can be moved; taken away as long as it is to come. */
const furtherDeadlines: Judge = (change, { stages, after, now }, key) => {
  const state = stages.find((stage) => stage.key === key)?.state;
  if (!state) return null;
  const faults = stepChangesOf(change).map(({ step, from, to }) =>
    stepMoveFault({ step, from, to: (to ?? from)! }, state, now, after.zone),
  );
  const found = faults.find((fault) => fault !== null);
  return found ? inWords(found.why, 'en') : null;
};

const isInstant = (when: string): boolean => when !== 'decided' && when !== 'command';

/** A further deadline that changes; null where there was none, or is none any more. */
export interface StepChange {
  step: WindowStepKey;
  from: Instant | null;
  to: Instant | null;
}

/** What changes between two sets of further deadlines, their graces too. */
const stepChangesOf = ({ from, to }: DefinitionChange): StepChange[] => {
  const [before, after] = [from, to].map((value) => (value ?? {}) as StepWindows);
  return WINDOW_STEPS.filter((step) => !isDeepStrictEqual(before![step], after![step])).map((step) => ({
    step,
    from: before![step]?.deadline ?? null,
    to: after![step]?.deadline ?? null,
  }));
};

const added: Judge = ({ from, to }, { now }) => {
  if (from !== undefined) return 'a stage cannot be taken out of a published cycle';
  const { opens } = (to as StageDefinition).window;
  return Date.parse(opens) > now.getTime() ? null : `a stage that is added must open later than ${toInstant(now)}`;
};

/** What may be changed after publication, and until when; what no line names may never be changed. */
const RULES: [pointer: RegExp, judge: Judge][] = [
  [/^\/(title|signature|programme\/name)$/, anyTime],
  [/^\/criteria\/[^/]+\/title$/, anyTime],
  [/^\/stages\/[^/]+\/title$/, anyTime],
  [/^\/stages\/([^/]+)$/, added],
  [/^\/stages\/([^/]+)\/window\/opens$/, both(whileIn('the opening', 'scheduled'), toCome)],
  [/^\/stages\/([^/]+)\/window\/deadline$/, both(whileIn('the deadline', 'scheduled', 'open'), toCome)],
  [/^\/stages\/([^/]+)\/window\/steps$/, furtherDeadlines],
  [/^\/stages\/([^/]+)\/(window\/grace|ladder)$/, whileIn('grace and reminders', 'scheduled', 'open')],
  [/^\/stages\/([^/]+)\/release$/, release],
  [/^\/stages\/([^/]+)\/after$/, whileIn('what a stage comes after', 'scheduled')],
  [/^\/stages\/([^/]+)\/settings$/, settings],
  [/^\/stages\/([^/]+)\/(closesEarly|complaints(\/.*)?)$/, whileIn('such a rule', 'scheduled')],
  [/^\/form$/, whileUsersAre('the form', 'usesForm', 'scheduled', 'open')],
  [/^\/criteria(\/.*)?$/, whileUsersAre('criteria', 'usesCriteria', 'scheduled')],
];

/**
 * Judges an amendment: what it changes, and which of that is not possible any more, or never.
 * Deadlines and texts may change at any time; a later stage be added or its place changed while it
 * is scheduled; the form while its stage is open; method, quotas and rules until their stage opens
 * for decisions; all else never.
 */
export function judgeAmendment(question: AmendmentQuestion): {
  changes: DefinitionChange[];
  problems: DefinitionProblem[];
} {
  const changes = changesBetween(question.before, question.after);
  return { changes, problems: changes.flatMap((change) => problemOf(change, question) ?? []) };
}

function problemOf(change: DefinitionChange, question: AmendmentQuestion): DefinitionProblem | null {
  const { pointer, to = null } = change;
  const problem = (message: string, allowed: string) => ({ pointer, value: to, message, allowed });
  if (question.kind === 'method' && pointer !== `/stages/${question.stageKey}/settings`) {
    return problem('adopting a method changes nothing else', `only /stages/${question.stageKey}/settings`);
  }
  for (const [matches, judge] of RULES) {
    const found = matches.exec(pointer);
    if (!found) continue;
    const why = judge(change, question, found[1] ?? '');
    return why === null ? null : problem(why, 'what stands there now, or another time');
  }
  return problem('is fixed by the publication of the cycle', 'what stands there now');
}

/** Keys of the stages an amendment touches: their own part changed, or something that all share. */
export function touchedStages(changes: DefinitionChange[], keys: string[]): string[] {
  const isShared = changes.some(({ pointer }) => !pointer.startsWith('/stages/'));
  return keys.filter((key) => isShared || changes.some(({ pointer }) => stageOf(pointer) === key));
}

const stageOf = (pointer: string): string | undefined => /^\/stages\/([^/]+)/.exec(pointer)?.[1];

/** The windows an amendment moves, for its preview. */
export interface WindowChange {
  stageKey: string;
  opens: { from: Instant; to: Instant } | null;
  deadline: { from: Instant; to: Instant } | null;
  /** Further deadlines. */
  steps: StepChange[];
}

/** The windows among the changes, by stage. */
export function windowChangesOf(changes: DefinitionChange[]): WindowChange[] {
  const moved = new Map<string, WindowChange>();
  for (const change of changes) {
    const { pointer, from, to } = change;
    const found = /^\/stages\/([^/]+)\/window\/(opens|deadline|steps)$/.exec(pointer);
    if (!found) continue;
    const [, stageKey, part] = found as unknown as [string, string, 'opens' | 'deadline' | 'steps'];
    const move = moved.get(stageKey) ?? { stageKey, opens: null, deadline: null, steps: [] };
    moved.set(stageKey, { ...move, [part]: part === 'steps' ? stepChangesOf(change) : { from, to } });
  }
  return [...moved.values()];
}
