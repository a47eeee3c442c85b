import { renderMail } from '#libs/notifications/pure';
import { rehearsedAudiences } from './audiences.js';
import type { Person } from './cast.js';
import type { Course } from './course.js';
import type { Happening } from './happenings.js';

/** One mail that would go. */
export interface Mail {
  /** Counts from 1, in the order in which they would go. */
  number: number;
  kind: string;
  to: Person;
  subject: string;
  text: string;
  html: string;
}

/** Something that happened, with the mails that it would send. */
export interface Moment extends Happening {
  mails: Mail[];
}

/** Everything that happened, in order: what the workflows did, what came in, the deadlines; and each mail, rendered. */
export async function timelineOf(course: Course, happenings: Happening[]): Promise<Moment[]> {
  const all = [...happenings, ...besides(course, happenings)].toSorted((a, b) => a.at - b.at);
  const audiences = rehearsedAudiences(course.types);
  const moments: Moment[] = [];
  let number = 0;
  for (const [index, happening] of all.entries()) {
    const stage = course.definition.stages.find(({ key }) => key === happening.stageKey);
    const mails: Mail[] = [];
    for (const audience of stage ? audiences : []) {
      if (audience.what !== happening.what || (audience.stageType ?? stage!.type) !== stage!.type) continue;
      for (const { person, facts } of audience.letters({
        course,
        stage: stage!,
        happening,
        before: all.slice(0, index),
      })) {
        mails.push({
          number: ++number,
          kind: audience.kind,
          to: person,
          ...(await renderMail(audience.kind, facts, person)),
        });
      }
    }
    moments.push({ ...happening, mails });
  }
  return moments;
}

/** What happens without a workflow: entries come in, deadlines pass. */
function besides(course: Course, happenings: Happening[]): Happening[] {
  return course.definition.stages
    .filter(({ key }) => happenings.some(({ what, stageKey }) => what === 'opened' && stageKey === key))
    .flatMap((stage): Happening[] => {
      const { key: stageKey, window } = stage;
      const entries = course
        .submissions(stage)
        .flatMap(({ entry, submittedAt }): Happening[] =>
          submittedAt === null ? [] : [{ at: submittedAt, what: 'entry', stageKey, entryId: entry.id }],
        );
      return [...entries, { at: Date.parse(window.deadline), what: 'deadline', stageKey }];
    });
}
