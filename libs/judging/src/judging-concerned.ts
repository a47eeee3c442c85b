import type { ConcernedSource } from '#libs/cycles';
import { jury } from './jury/jury.type.js';
import { judgingMembers } from './panel/panel.queries.js';
import { technicalScreening } from './screening/technical-screening.type.js';

/** The members of the panel who judge. */
export const panelConcerned: ConcernedSource = {
  stageTypes: [technicalScreening.key, jury.key],
  concerned: judgingMembers,
};
