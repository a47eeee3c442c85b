import type { StageType } from '#libs/cycles';
import { jury } from './jury/jury.type.js';
import { technicalScreening } from './screening/technical-screening.type.js';

/** The types of stage that this lib brings; its module has a handler for each. */
export const judgingStageTypes = [technicalScreening, jury] as unknown as StageType[];
