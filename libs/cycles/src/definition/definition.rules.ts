import type { Instant, WindowStepKey } from '#libs/contracts';
import { inWords } from '#libs/words';
import { bothZones, hardClose, ladderSteps, toInstant } from './calendar.js';
import type { CycleDefinition, StageDefinition } from './definition.js';
import { didYouMean } from './definition-problems.js';
import type { DefinitionProblem, StageType } from './stage-type.js';
import { stepFault, stepsOf } from './window-steps.js';

/** A stage of a definition with its place in the document and its type; null when the type is unknown. */
export interface PlacedStage {
  index: number;
  stage: StageDefinition;
  type: StageType | null;
}

/** A definition as far as it could be read: only stages whose own parts are right. */
export interface ReadableDefinition {
  definition: CycleDefinition;
  placed: PlacedStage[];
}

/** Every rule that looks at more than one value. Stages that are broken in themselves are left out. */
export function ruleProblems({ definition, placed }: ReadableDefinition, keys: string[]): DefinitionProblem[] {
  const { zone } = definition;
  return [
    ...duplicates(keys, (index) => `/stages/${index}/key`, 'stage keys must differ', ANOTHER_KEY),
    ...duplicates(
      definition.criteria.map(({ key }) => key),
      (index) => `/criteria/${index}/key`,
      'criterion keys must differ',
      ANOTHER_KEY,
    ),
    ...placed.flatMap(({ stage, index }) => afterProblems(stage, index, keys)),
    ...loopProblems(placed),
    ...placed.flatMap(({ stage, index }) => windowProblems(stage, index, zone)),
    ...placed.flatMap((here) => stepProblems(here, zone)),
    ...placed.flatMap((here) => overlapProblems(here, placed, zone)),
    ...placed.flatMap((here) => releaseProblems(here, zone)),
    ...placed.flatMap(certifierProblems),
    ...placed.flatMap(complaintProblems),
    ...placed.flatMap(earlyProblems),
    ...placed.flatMap((here) => quotaProblems(here, placed)),
  ];
}

const ANOTHER_KEY = 'Give one of the two another key.';
const ONE_OF_TWO = 'Remove one of the two.';

/** The instant a stage of a definition closes for good. */
export const hardCloseOf = (stage: StageDefinition, zone: string): Instant =>
  hardClose(stage.window.deadline, stage.window.grace, zone);

function duplicates(
  keys: string[],
  pointer: (index: number) => string,
  message: string,
  action: string,
): DefinitionProblem[] {
  return keys.flatMap((key, index) => {
    const first = keys.indexOf(key);
    const allowed = `another than that of ${pointer(first)}`;
    return first === index ? [] : [{ pointer: pointer(index), value: key, message, allowed, action }];
  });
}

function afterProblems(stage: StageDefinition, index: number, keys: string[]): DefinitionProblem[] {
  return stage.after.flatMap((key, position): DefinitionProblem[] => {
    if (keys.includes(key) && key !== stage.key) return [];
    const others = keys.filter((other) => other !== stage.key);
    const itself = key === stage.key;
    return [
      {
        pointer: `/stages/${index}/after/${position}`,
        value: key,
        message: itself ? 'a stage cannot come after itself' : `there is no stage "${key}"${didYouMean(key, others)}`,
        allowed: others.join(', ') || 'nothing',
        action: 'Name a stage of this definition; or leave "after" out, then it comes after the stage before it.',
      },
    ];
  });
}

function loopProblems(placed: PlacedStage[]): DefinitionProblem[] {
  return placed.flatMap(({ stage, index }): DefinitionProblem[] => {
    if (stage.after.includes(stage.key) || !stagesBefore(stage, placed).some(({ stage: { key } }) => key === stage.key))
      return [];
    return [
      {
        pointer: `/stages/${index}/after`,
        value: stage.after,
        message: `"${stage.key}" waits for itself`,
        allowed: 'stages that do not wait, directly or through others, for this one',
        action: 'Take the stage that waits for this one out of "after", here or there.',
      },
    ];
  });
}

function windowProblems({ window, ladder }: StageDefinition, index: number, zone: string): DefinitionProblem[] {
  const problems: DefinitionProblem[] = [];
  if (window.deadline <= window.opens) {
    problems.push({
      pointer: `/stages/${index}/window/deadline`,
      value: window.deadline,
      message: 'the deadline is not after the opening',
      allowed: `after ${bothZones(window.opens, zone)}`,
      action: 'Move the deadline to a later time, or the opening to an earlier one.',
    });
    return problems;
  }
  for (const { step, at } of ladderSteps(ladder, window.deadline, zone)) {
    if (at >= window.opens) continue;
    problems.push({
      pointer: `/stages/${index}/ladder/${ladder.indexOf(step)}`,
      value: step,
      message: `this step falls on ${bothZones(at, zone)}, before the opening`,
      allowed: `a duration that leads to ${bothZones(window.opens, zone)} or later`,
      action: 'Shorten the duration or remove the step; or open the stage earlier.',
    });
  }
  const twice = duplicates(ladder, (step) => `/stages/${index}/ladder/${step}`, 'a step stands twice', ONE_OF_TWO);
  return [...problems, ...twice];
}

const STEP_ACTIONS: Record<WindowStepKey, string> = {
  registration: 'End registration earlier, or give the stage a later deadline.',
  earlyBird: 'Give early entries an earlier deadline; or remove "earlyBird", then no entry is marked as early.',
  supportingMaterial:
    'Give supporting material a later deadline; or remove "supportingMaterial", then nothing is taken beside what was submitted.',
};

/** Further deadlines: of a type of stage that has such, and each where it belongs. */
function stepProblems({ stage, index, type }: PlacedStage, zone: string): DefinitionProblem[] {
  const { opens, deadline, steps } = stage.window;
  return stepsOf(steps, zone).flatMap(({ step, deadlineAt }): DefinitionProblem[] => {
    const pointer = `/stages/${index}/window/steps/${step}`;
    if (type && !type.steps?.includes(step)) {
      const message = `a stage of type "${type.key}" has no such deadline`;
      return [
        {
          pointer,
          value: deadlineAt,
          message,
          allowed: (type.steps ?? []).join(', ') || 'nothing',
          action: 'Remove it.',
        },
      ];
    }
    const fault = opens < deadline ? stepFault({ step, deadlineAt }, { opens, deadline }, zone) : null;
    if (!fault) return [];
    const [message, allowed] = [inWords(fault.why, 'en'), inWords(fault.allowed, 'en')];
    return [{ pointer: `${pointer}/deadline`, value: deadlineAt, message, allowed, action: STEP_ACTIONS[step] }];
  });
}

function overlapProblems({ stage, index }: PlacedStage, placed: PlacedStage[], zone: string): DefinitionProblem[] {
  return placed.flatMap(({ stage: before }): DefinitionProblem[] => {
    const closes = hardCloseOf(before, zone);
    if (before.key === stage.key || !stage.after.includes(before.key) || stage.window.opens >= closes) return [];
    return [
      {
        pointer: `/stages/${index}/window/opens`,
        value: stage.window.opens,
        message: `opens before "${before.key}", which it comes after, has closed`,
        allowed: `${bothZones(closes, zone)} or later`,
        action: `Open it later, give "${before.key}" an earlier deadline or less grace, or take "${before.key}" out of "after" if this stage need not wait for it.`,
      },
    ];
  });
}

function releaseProblems({ stage, index, type }: PlacedStage, zone: string): DefinitionProblem[] {
  const pointer = `/stages/${index}/release`;
  if (type && !type.decides && stage.release.length > 0) {
    return [
      {
        pointer,
        value: stage.release,
        message: `a stage of type "${type.key}" decides nothing to release`,
        allowed: '[]',
        action: 'Remove the release.',
      },
    ];
  }
  const closes = hardCloseOf(stage, zone);
  const early = stage.release.flatMap(({ when }, position): DefinitionProblem[] =>
    when === 'decided' || when === 'command' || when >= closes
      ? []
      : [
          {
            pointer: `${pointer}/${position}/when`,
            value: when,
            message: 'the release comes before the stage has closed',
            allowed: `${bothZones(closes, zone)} or later, decided, or command`,
            action: 'Give it a later time; or "decided" (at once) or "command" (when somebody says so).',
          },
        ],
  );
  const audiences = stage.release.map(({ audience }) => audience);
  const order =
    audiences[0] === 'public' && audiences[1] === 'concerned'
      ? [
          {
            pointer: `${pointer}/1`,
            value: 'concerned',
            message: 'those concerned are told before the public',
            allowed: 'concerned first, then public',
            action: 'Swap the two.',
          },
        ]
      : [];
  return [
    ...early,
    ...order,
    ...duplicates(audiences, (position) => `${pointer}/${position}/audience`, 'an audience stands twice', ONE_OF_TWO),
  ];
}

function earlyProblems({ stage: { closesEarly, type: key }, index, type }: PlacedStage): DefinitionProblem[] {
  if (!closesEarly || !type || type.mayCloseEarly) return [];
  return [
    {
      pointer: `/stages/${index}/closesEarly`,
      value: true,
      message: `nobody can tell when nothing is owed any more in a stage of type "${key}"`,
      allowed: 'false',
      action: 'Leave it out; close the stage by hand when all is in.',
    },
  ];
}

function certifierProblems({ stage: { certifiers }, index, type }: PlacedStage): DefinitionProblem[] {
  if (!type?.decides || (certifiers.count > 0 && certifiers.roles.length > 0)) return [];
  const message = 'nobody would certify the decision';
  return [
    {
      pointer: `/stages/${index}/certifiers`,
      value: certifiers,
      message,
      allowed: 'a count of at least 1, and a role',
      action: 'Say how many certify and of which roles; or leave "certifiers" out, then one of the secretariat does.',
    },
  ];
}

/** Cities complain about what was decided and told to them, within some time, to somebody. */
function complaintProblems({ stage: { complaints, release }, index, type }: PlacedStage): DefinitionProblem[] {
  if (!complaints || !type) return [];
  const pointer = `/stages/${index}/complaints`;
  const isReleased = release.some(({ audience }) => audience === 'concerned');
  if (!type.decides || !isReleased)
    return [
      {
        pointer,
        value: complaints,
        message: type.decides
          ? 'the decision is never released to those concerned, so nobody could complain about it'
          : `a stage of type "${type.key}" decides nothing to complain about`,
        allowed: 'a stage that decides, with a release to "concerned"',
        action: type.decides ? 'Add a release to "concerned", or remove "complaints".' : 'Remove "complaints".',
      },
    ];
  const at = toInstant(new Date(0));
  const empty = (['window', 'answer'] as const).flatMap((key) =>
    hardClose(at, complaints[key], 'UTC') > at
      ? []
      : [
          {
            pointer: `${pointer}/${key}`,
            value: complaints[key],
            message: 'leaves no time',
            allowed: 'a duration such as P14D',
            action: 'Give it a duration longer than nothing.',
          },
        ],
  );
  if (complaints.handledBy.length > 0) return empty;
  const nobody = {
    pointer: `${pointer}/handledBy`,
    value: complaints.handledBy,
    message: 'nobody would handle a complaint',
    allowed: 'a role',
    action: 'Name a role; or leave "handledBy" out, then the secretariat handles them.',
  };
  return [...empty, nobody];
}

function quotaProblems({ stage, index, type }: PlacedStage, placed: PlacedStage[]): DefinitionProblem[] {
  const wanted = type?.gives?.(stage.settings) ?? null;
  if (!type || wanted === null || type.takes.length === 0) return [];
  const pointer = type.quotaPointer ?? '';
  return stagesBefore(stage, placed).flatMap((before): DefinitionProblem[] => {
    const given = before.type?.gives?.(before.stage.settings) ?? null;
    if (given === null || wanted <= given || before.stage.key === stage.key) return [];
    return [
      {
        pointer: `/stages/${index}/settings${pointer}`,
        value: wanted,
        message: `"${before.stage.key}" gives ${given} entries at most`,
        allowed: `0 to ${given}`,
        action: `Lower it, or let "${before.stage.key}" give more.`,
      },
    ];
  });
}

/** All stages that a stage waits for, directly or through others; itself too when it is part of a loop. */
function stagesBefore(stage: StageDefinition, placed: PlacedStage[]): PlacedStage[] {
  const found = new Map<string, PlacedStage>();
  const visit = ({ after }: StageDefinition): void => {
    for (const before of placed) {
      if (!after.includes(before.stage.key) || found.has(before.stage.key)) continue;
      found.set(before.stage.key, before);
      visit(before.stage);
    }
  };
  visit(stage);
  return [...found.values()];
}
