import type { WordLanguage } from '#libs/words';
import type { StageType } from '../definition/stage-type.js';
import { eitherOf } from './dates.js';
import type { StageWords } from '../definition/stage-words.js';
import type { SayPlanning } from './planning.words.js';
import type { PlannedStage, Timeline } from './timeline.js';

/** All that the parts of an explanation are made of. */
export interface Explained {
  timeline: Timeline;
  say: SayPlanning;
  language: WordLanguage;
  mailLanguages: string[];
  /** An instant in words. */
  when(instant: string): string;
  typeOf(stage: PlannedStage): StageType | undefined;
  wordsOf(stage: PlannedStage): StageWords | undefined;
}

/** Roles, joined by "or". */
export const rolesIn = ({ say, language }: Explained, roles: PlannedStage['certifiers']['roles']): string =>
  eitherOf(
    roles.map((role) => say(`roles.${role}`)),
    language,
  );
