import type { ConcernedSource } from '#libs/cycles';
import { callForEntries } from './stage-types/call-for-entries.type.js';
import { peopleOfEntries } from './entry/entry-people.queries.js';

/** The people of the cities that have an entry in a call, drafted or submitted. */
export const callConcerned: ConcernedSource = {
  stageTypes: [callForEntries.key],
  concerned: async (em, ref) => {
    const entries = await peopleOfEntries(em, { ...ref, which: 'all' });
    return [...new Set(entries.map(({ personId }) => personId))];
  },
};
