import { type Say, topic } from '#libs/words';
import * as messages from '../words/index.js';

/** The words of explanation, calendar and picture; whole sentences where nothing else is said. */
export const planningWords = topic('cycles/planning', messages.planning);

/** The messages of the planning. */
export type PlanningKey = keyof typeof messages.planning.en;

/** Mails that belong to no type of stage; `mails.<kind>` says who gets them. */
export type GeneralMail = PlanningKey extends infer Key ? (Key extends `mails.${infer Kind}` ? Kind : never) : never;

/** The mails that belong to no type of stage, in the order they are told. */
export const GENERAL_MAILS = planningWords.keys
  .filter((key) => key.startsWith('mails.'))
  .map((key) => key.slice('mails.'.length) as GeneralMail);

export type SayPlanning = Say<PlanningKey>;
