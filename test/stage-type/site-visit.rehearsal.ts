import { languageOf } from '#libs/contracts/pure';
import type { StageRehearsal } from '#libs/cycles';
import type { SiteVisitSettings } from './site-visit.type.js';
import { citiesToVisit } from './site-visit.words.js';

/** Rehearsed visits: the experts go from city to city together, and find all but the last one valid. */
export const siteVisitRehearsal: StageRehearsal<SiteVisitSettings> = {
  owing({ stage, entries, finishes, people }, at) {
    const open = finishes(entries().length).filter((done) => done > at).length;
    return (open === 0 ? [] : people('expert')).map((person) => ({
      person,
      owed: [citiesToVisit(open, languageOf(person.language))],
      path: `stages/${stage.key}/visits`,
    }));
  },
  outcome: (_, { index, of }) => ({ outcome: index < of - 1 ? 'valid' : 'invalid', reasons: [] }),
};
