import type { StageType } from '#libs/cycles';
import { callForEntries } from './call-for-entries.type.js';
import { eligibility } from './eligibility.type.js';

/** The types of stage that this lib brings; its module has a handler for each. */
export const entriesStageTypes = [callForEntries, eligibility] as unknown as StageType[];
