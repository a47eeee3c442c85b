import type { Language } from '#libs/identity';
import type { StageType } from '../definition/stage-type.js';
import { eitherOf } from './dates.js';
import type { Messages } from './messages/messages.js';
import type { StageWords } from '../definition/stage-words.js';
import type { PlannedStage, Timeline } from './timeline.js';

/** All that the parts of an explanation are made of. */
export interface Explained {
  timeline: Timeline;
  messages: Messages;
  language: Language;
  mailLanguages: string[];
  /** An instant in words. */
  when(instant: string): string;
  typeOf(stage: PlannedStage): StageType | undefined;
  wordsOf(stage: PlannedStage): StageWords | undefined;
}

/** Roles, joined by "or". */
export const rolesIn = ({ messages, language }: Explained, roles: PlannedStage['certifiers']['roles']): string =>
  eitherOf(
    roles.map((role) => messages.roles[role]),
    language,
  );
