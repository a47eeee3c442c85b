import type { CycleDefinition, StageDefinition } from '#libs/cycles';
import type { Course } from './course.js';
import type { Findings } from './findings.js';
import type { Moment } from './timeline.js';
import { MINUTE, audienceInWords, instantInWords, lengthInWords } from './words.js';

/** What is left to know at the end of a rehearsal. */
export interface Summary extends Findings {
  firstAt: number;
  lastAt: number;
  /** Mails by kind. */
  mails: Record<string, number>;
  /** What waited for people, and how much time there is for it; a sentence a stage. */
  people: string[];
}

/** Sums up a rehearsed cycle. */
export function summaryOf(course: Course, timeline: Moment[], findings: Findings): Summary {
  const mails = timeline.flatMap((moment) => moment.mails);
  const byKind = Object.entries(Object.groupBy(mails, ({ kind }) => kind)).map(([kind, all]) => [kind, all!.length]);
  return {
    ...findings,
    firstAt: timeline[0]?.at ?? 0,
    lastAt: timeline.at(-1)?.at ?? 0,
    mails: Object.fromEntries(byKind) as Record<string, number>,
    people: course.definition.stages.flatMap((stage) => waiting(course, stage, timeline)),
  };
}

function waiting(course: Course, stage: StageDefinition, timeline: Moment[]): string[] {
  const { definition } = course;
  const { count, roles } = stage.certifiers;
  if (count === 0) return [];
  const panel = course.panelRole(stage);
  const opens = instantInWords(Date.parse(stage.window.opens), definition.zone);
  const seated = panel ? `its panel (${panel}s, one of them the chair) is appointed before it opens, ${opens}; ` : '';
  const signs = panel ? 'signed by the chair, ' : '';
  const releases = stage.release.filter(({ when }) => when === 'command').map(({ audience }) => audience);
  const released =
    releases.length > 0 ? `; released to ${releases.map(audienceInWords).join(', then ')} by command` : '';
  return [
    `“${stage.title}”: ${seated}${signs}certified by ${count} of ${roles.join(' or ')}${released}. ${timeFor(definition, stage, timeline)}`,
  ];
}

function timeFor(definition: CycleDefinition, stage: StageDefinition, timeline: Moment[]): string {
  const closed = timeline.find(({ what, stageKey }) => what === 'closed' && stageKey === stage.key);
  const [next] = [
    ...definition.stages
      .filter(({ after }) => after.includes(stage.key))
      .map(({ title, window }) => ({ at: window.opens, what: `“${title}” opens` })),
    ...stage.release
      .filter(({ when }) => when !== 'command' && when !== 'decided')
      .map(({ audience, when }) => ({ at: when, what: `it is released to ${audienceInWords(audience)}` })),
  ].toSorted((a, b) => a.at.localeCompare(b.at));
  if (!closed) return 'It never closed.';
  if (!next) return 'Nothing waits for its decision but people.';
  const due = Date.parse(next.at);
  return `Time for its decision: ${lengthInWords(due - Math.floor(closed.at / MINUTE) * MINUTE)}, until ${instantInWords(due, definition.zone)}, when ${next.what}.`;
}
