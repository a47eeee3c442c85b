import { languageOf } from '#libs/contracts/pure';
import type { RehearsedPerson, RehearsedStage, StageRehearsal } from '#libs/cycles';
import { inWords } from '#libs/words/pure';
import { reviewsToWrite } from '../panel/owed.words.js';
import { refusal } from '../refusals.words.js';
import { resultsReleased } from '../panel/results.rehearsal.js';
import { assign } from './assignment-solver.js';
import type { ScreeningSettings } from './technical-screening.type.js';

/**
 * Rehearsed screening: the entries are assigned as in a real one, experts review at an even pace and are ready
 * one after the other. A third of the entries are shortlisted and a third deserving, if the quotas allow.
 */
export const screeningRehearsal: StageRehearsal<ScreeningSettings> = {
  async prepare({ settings: { reviewsPerEntry }, seed, entries, people }) {
    const expertIds = people('expert').map(({ id }) => id);
    const entryIds = entries().map(({ id }) => id);
    const result = await assign({ expertIds, entryIds, reviewsPerEntry, conflicts: [], seed });
    if (result.feasible) return { assigned: result.loads };
    return { refused: inWords(refusal('assignment.none', { reasons: result.reasons }), 'en') };
  },
  owing(rehearsed, at) {
    const experts = withReviews(rehearsed);
    const ready = rehearsed.finishes(experts.length);
    return experts
      .map(({ person, count }, index) => ({
        person,
        count,
        open: openReviews(count, at, { opens: rehearsed.opens, ready: ready[index]! }),
      }))
      .filter(({ open }) => open > 0)
      .map(({ person, count, open }) => ({
        person,
        owed: [reviewsToWrite({ assigned: count, open }, languageOf(person.language))],
        path: `stages/${rehearsed.stage.key}/assignments`,
      }));
  },
  outcome({ settings: { quotas } }, { index, of }) {
    const first = Math.min(quotas.shortlisted, Math.ceil(of / 3));
    const second = first + Math.min(quotas.deserving, Math.ceil(of / 3));
    return { outcome: index < first ? 'shortlisted' : index < second ? 'deserving' : 'eligible', reasons: [] };
  },
  mails: [
    {
      kind: 'assignment',
      on: 'laureate.assignments.made.v1',
      what: 'prepared',
      letters: (rehearsed) =>
        withReviews(rehearsed).map(({ person, count }) => ({
          person,
          facts: { count },
          path: `stages/${rehearsed.stage.key}/assignments`,
        })),
    },
    resultsReleased('shortlist'),
  ],
  leftOut: [
    {
      kind: 'assignment',
      on: 'laureate.assignment.taken-over.v1',
      why: 'goes when an expert steps back; nobody does in a rehearsal',
    },
  ],
  says: { prepared: (people) => `the entries are assigned to ${people === 1 ? 'one expert' : `${people} experts`}` },
};

/** The experts who were given reviews, with how many. */
const withReviews = ({ people, assigned }: RehearsedStage): { person: RehearsedPerson; count: number }[] =>
  people('expert')
    .map((person) => ({ person, count: assigned().get(person.id) ?? 0 }))
    .filter(({ count }) => count > 0);

const openReviews = (count: number, at: number, { opens, ready }: { opens: number; ready: number }): number =>
  count - Math.min(count, Math.max(0, Math.floor((count * (at - opens)) / (ready - opens))));
