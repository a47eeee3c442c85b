import type { Instant } from '#libs/contracts';
import { bothZones, hardClose, ladderSteps } from './calendar.js';
import type { CycleDefinition, StageDefinition } from './definition.js';
import type { DefinitionProblem, StageType } from './stage-type.js';

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
    ...duplicates(keys, (index) => `/stages/${index}/key`, 'stage keys must differ'),
    ...duplicates(
      definition.criteria.map(({ key }) => key),
      (index) => `/criteria/${index}/key`,
      'criterion keys must differ',
    ),
    ...placed.flatMap(({ stage, index }) => afterProblems(stage, index, keys)),
    ...loopProblems(placed),
    ...placed.flatMap(({ stage, index }) => windowProblems(stage, index, zone)),
    ...placed.flatMap((here) => overlapProblems(here, placed, zone)),
    ...placed.flatMap((here) => releaseProblems(here, zone)),
    ...placed.flatMap(certifierProblems),
    ...placed.flatMap((here) => quotaProblems(here, placed)),
  ];
}

/** The instant a stage of a definition closes for good. */
export const hardCloseOf = (stage: StageDefinition, zone: string): Instant =>
  hardClose(stage.window.deadline, stage.window.grace, zone);

function duplicates(keys: string[], pointer: (index: number) => string, message: string): DefinitionProblem[] {
  return keys.flatMap((key, index) => {
    const first = keys.indexOf(key);
    return first === index
      ? []
      : [{ pointer: pointer(index), value: key, message, allowed: `a key other than that of ${pointer(first)}` }];
  });
}

function afterProblems(stage: StageDefinition, index: number, keys: string[]): DefinitionProblem[] {
  return stage.after.flatMap((key, position): DefinitionProblem[] => {
    if (keys.includes(key) && key !== stage.key) return [];
    const others = keys.filter((other) => other !== stage.key);
    const message = key === stage.key ? 'a stage cannot come after itself' : `there is no stage "${key}"`;
    return [
      { pointer: `/stages/${index}/after/${position}`, value: key, message, allowed: others.join(', ') || 'nothing' },
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
    });
  }
  return [...problems, ...duplicates(ladder, (step) => `/stages/${index}/ladder/${step}`, 'a step stands twice')];
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
          },
        ]
      : [];
  return [
    ...early,
    ...order,
    ...duplicates(audiences, (position) => `${pointer}/${position}/audience`, 'an audience stands twice'),
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
    },
  ];
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
