import type { Language } from '#libs/identity';
import type { CycleDefinition } from './definition.js';

/**
 * What people are told of stages of one type, in one language; whole sentences. `Mail` are the
 * kinds of its notifications.
 */
export interface StageWords<Settings = unknown, Mail extends string = string> {
  /** Says when it is, where "opens" and "deadline" are the wrong words. */
  lasts?(opens: string, ends: string): string;
  /** What people do in it, and what comes of it. */
  does(settings: Settings, definition: CycleDefinition): string;
  /** Who signs before it is certified; none where nobody does. */
  signs?: string;
  /** Who gets which mail, by kind of notification. */
  mails: Record<Mail, string>;
  /** What its settings leave open. */
  undecided?(settings: Settings, definition: CycleDefinition): string[];
}

/** The words of a stage type in every language people are written to; all have the same mails. */
export type StageWordsByLanguage<Settings = unknown, Mail extends string = string> = Record<
  Language,
  StageWords<Settings, Mail>
>;
