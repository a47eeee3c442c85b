import type { ConcernedSource } from '#libs/cycles';
import { jury } from './jury.type.js';
import { judgingMembers } from './panel.people.js';
import { technicalScreening } from './technical-screening.type.js';

/** The members of the panel who judge. */
export const panelConcerned: ConcernedSource = {
  stageTypes: [technicalScreening.key, jury.key],
  concerned: judgingMembers,
};
