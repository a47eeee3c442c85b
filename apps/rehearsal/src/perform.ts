import { Duration } from 'luxon';
import type { CycleDefinition, StageTypes } from '#libs/cycles';
import { invent, shippedCities } from './cast.js';
import { Course } from './course.js';
import { findingsOf } from './findings.js';
import type { Options } from './options.js';
import { type RehearsalOptions, rehearse } from './rehearsal.js';
import { type Summary, summaryOf } from './summary.js';
import { type Scene, scenesOf } from './telling.js';
import { type Moment, timelineOf } from './timeline.js';

/** What a rehearsal needs besides its options. */
export interface Stagehands extends Omit<RehearsalOptions, 'paceMs'> {
  /** The folder of the checkout. */
  root: string;
  /** The types of stage there are; the shipped ones when left out. */
  types?: StageTypes;
}

export interface Performance {
  timeline: Moment[];
  scenes: Scene[];
  summary: Summary;
}

/** Rehearses a sound definition from its first opening to its end, writes every mail, and sums up. */
export async function perform(
  definition: CycleDefinition,
  options: Pick<Options, 'entries' | 'experts' | 'jurors' | 'seed' | 'pace' | 'language'>,
  { root, types, ...stage }: Stagehands,
): Promise<Performance> {
  const { seed, pace, language = definition.languages[0]! } = options;
  const staff = Math.max(2, ...definition.stages.map(({ certifiers }) => certifiers.count));
  const cast = invent({ ...options, staff, language }, await shippedCities(root));
  const course = new Course(definition, cast, seed, types);
  const { happenings, completed } = await rehearse(course, { ...stage, paceMs: Duration.fromISO(pace).toMillis() });
  const timeline = await timelineOf(course, happenings);
  const findings = findingsOf(definition, timeline, { completed, language, now: Date.now() });
  return { timeline, scenes: scenesOf(course, timeline), summary: summaryOf(course, timeline, findings) };
}
