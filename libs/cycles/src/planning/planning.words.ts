import { type Say, topic } from '#libs/words';
import en from '../words/en/planning.json' with { type: 'json' };
import es from '../words/es/planning.json' with { type: 'json' };
import fr from '../words/fr/planning.json' with { type: 'json' };
import zh from '../words/zh/planning.json' with { type: 'json' };

/** The words of explanation, calendar and picture; whole sentences where nothing else is said. */
export const planningWords = topic('cycles/planning', { en, zh, fr, es });

/** The messages of the planning. */
export type PlanningKey = keyof typeof en;

/** Mails that belong to no type of stage; `mails.<kind>` says who gets them. */
export type GeneralMail = PlanningKey extends infer Key ? (Key extends `mails.${infer Kind}` ? Kind : never) : never;

/** The mails that belong to no type of stage, in the order they are told. */
export const GENERAL_MAILS = planningWords.keys
  .filter((key) => key.startsWith('mails.'))
  .map((key) => key.slice('mails.'.length) as GeneralMail);

export type SayPlanning = Say<PlanningKey>;
