import { unstorable } from '#libs/platform';
import { readText } from '../definition/definition-check.js';
import {
  type ExplainedProblem,
  didYouMean,
  explained,
  problemsOf,
  unkeptProblem,
} from '../definition/definition-problems.js';
import { type PastEdition, pastEditionSchema, latestDay } from './history.js';
import type { DefinitionProblem } from '../definition/stage-type.js';

export type CheckedPastEdition = { history: PastEdition } | { problems: ExplainedProblem[] };

/**
 * Checks a past edition (a document, or its YAML or JSON text) as a whole and completes it. All problems are reported
 * together; the rules that look at several parts are checked once each part is right in itself. Pure.
 */
export function checkPastEdition(given: string | object): CheckedPastEdition {
  const { document, problems: unreadable } =
    typeof given === 'string' ? readText(given) : { document: given, problems: [] };
  if (unreadable.length > 0) return { problems: unreadable.map(explained) };
  const unkept = unstorable(document);
  if (unkept.length > 0) return { problems: unkept.map(unkeptProblem).map(explained) };
  const parsed = pastEditionSchema.safeParse(document);
  const problems = parsed.success
    ? RULES.flatMap((rule) => rule(parsed.data))
    : problemsOf(parsed.error, pastEditionSchema, document);
  if (parsed.success && problems.length === 0) return { history: parsed.data };
  return { problems: problems.map(explained) };
}

type Rule = (history: PastEdition) => DefinitionProblem[];

/** Every second of what may be there once. */
function repeated<T>(items: T[], keyOf: (item: T) => string, found: (item: T, index: number) => DefinitionProblem) {
  const keys = items.map(keyOf);
  return items.flatMap((item, index) => (keys.indexOf(keys[index]!) < index ? [found(item, index)] : []));
}

const stagesOnce: Rule = ({ stages }) =>
  repeated(
    stages,
    ({ type }) => type,
    ({ type }, index) => ({
      pointer: `/stages/${index}/type`,
      value: type,
      message: 'is there twice',
      allowed: 'each type of stage once',
    }),
  );

const stagesForward: Rule = ({ stages }) =>
  stages.flatMap(({ from, to }, index) =>
    from !== undefined && to !== undefined && from > latestDay(to)
      ? [{ pointer: `/stages/${index}/to`, value: to, message: 'is before its beginning', allowed: `${from} or later` }]
      : [],
  );

const countsOnce: Rule = ({ counts }) =>
  repeated(
    counts,
    ({ what, kind }) => `${what} ${kind}`,
    ({ what, kind, count }, index) => ({
      pointer: `/counts/${index}`,
      value: count,
      message: `gives the ${kind} ${what} once more`,
      allowed: 'each count once; where sources disagree, the other one in a note',
    }),
  );

/** What is eligible was valid, what was valid was received. */
const countsShrink: Rule = ({ counts }) =>
  counts.flatMap(({ what, kind, count }, index) => {
    const before = ['received', 'valid', 'eligible'];
    const wider = counts.filter((other) => other.what === what && before.indexOf(other.kind) < before.indexOf(kind));
    const least = Math.min(...wider.filter((other) => other.kind !== 'unspecified').map((other) => other.count));
    return count > least
      ? [
          {
            pointer: `/counts/${index}/count`,
            value: count,
            message: `is more than were there before`,
            allowed: `at most ${least}`,
          },
        ]
      : [];
  });

const panelsOfStages: Rule = ({ stages, panels }) => {
  const types = stages.map(({ type }) => type);
  return panels.flatMap(({ stage }, index) =>
    types.includes(stage)
      ? []
      : [
          {
            pointer: `/panels/${index}/stage`,
            value: stage,
            message: `is none of the stages${didYouMean(stage, types)}`,
            allowed: types.join(', ') || 'a stage that happened',
          },
        ],
  );
};

const panelsOnce: Rule = ({ panels }) => [
  ...repeated(
    panels,
    ({ stage }) => stage,
    ({ stage }, index) => ({
      pointer: `/panels/${index}/stage`,
      value: stage,
      message: 'has a panel already',
      allowed: 'one panel a stage',
    }),
  ),
  ...panels.flatMap(({ members, size }, panel) => [
    ...repeated(
      members,
      ({ name }) => name,
      ({ name }, index) => ({
        pointer: `/panels/${panel}/members/${index}/name`,
        value: name,
        message: 'is there twice',
        allowed: 'each member once',
      }),
    ),
    ...(size !== undefined && members.length > size
      ? [
          {
            pointer: `/panels/${panel}/size`,
            value: size,
            message: `is less than the ${members.length} members named`,
            allowed: `${members.length} or more`,
          },
        ]
      : []),
  ]),
];

/** Nobody sits on two panels of a cycle, unless it is recorded that this cycle was an exception. */
const nobodyTwice: Rule = ({ panels, exceptions }) => {
  if (exceptions.some(({ rule }) => rule === 'expertsMayJudge')) return [];
  const seats = panels.flatMap(({ members }, panel) => members.map(({ name }, index) => ({ name, panel, index })));
  return repeated(
    // Twice on one panel is another problem.
    seats.filter(
      (seat) =>
        !seats.some((other) => other.panel === seat.panel && other.name === seat.name && other.index < seat.index),
    ),
    ({ name }) => name,
    ({ name, panel, index }) => ({
      pointer: `/panels/${panel}/members/${index}/name`,
      value: name,
      message: 'sits on two panels of this cycle',
      allowed: 'one panel, or an exception "expertsMayJudge" with a note and its source',
      action: 'Record the exception under "exceptions", or correct the name.',
    }),
  );
};

const resultsOnce: Rule = ({ results }) =>
  repeated(
    results,
    ({ city, country, title }) => JSON.stringify([city.toLowerCase(), country, title ?? null]),
    ({ city }, index) => ({
      pointer: `/results/${index}`,
      value: city,
      message: 'is there twice, with the same title',
      allowed: 'each entry once, in its highest tier',
    }),
  );

const RULES: Rule[] = [
  stagesOnce,
  stagesForward,
  countsOnce,
  countsShrink,
  panelsOfStages,
  panelsOnce,
  nobodyTwice,
  resultsOnce,
];
