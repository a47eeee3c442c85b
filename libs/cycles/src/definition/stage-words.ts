import { type Topic, type WordArguments, type WordLanguage, entrantWords } from '#libs/words';
import type { CycleDefinition } from './definition.js';

/**
 * The words of a type of stage: messages of one topic, whole sentences. `does` says what people do in such a
 * stage and what comes of it; `mails.<kind>` who gets which mail. Where they are there, `lasts` says when it is
 * (with `opens` and `ends`, for a stage in which "opens" and "deadline" are the wrong words), `signs` who signs
 * before it is certified, and `undecided.<what>` what its settings leave open.
 */
export interface StageTypeWords<Settings = unknown> {
  topic: Pick<Topic<string>, 'keys' | 'has' | 'say'>;
  /** What `does` is filled in with; nothing when left out. */
  given?(settings: Settings, definition: CycleDefinition, language: WordLanguage): WordArguments;
  /** What the settings leave open: each `<what>` of its messages; nothing when left out. */
  undecided?(settings: Settings, definition: CycleDefinition): string[];
}

/** What people are told of one stage, in one language. */
export interface StageWords {
  /** Says when it is, where "opens" and "deadline" are the wrong words. */
  lasts?(opens: string, ends: string): string;
  does: string;
  /** Who signs before it is certified; none where nobody does. */
  signs?: string;
  /** Who gets which mail, by kind of notification. */
  mails: Readonly<Record<string, string>>;
  undecided: string[];
}

const MAILS = 'mails.';

/** The kinds of mails that the words of a type explain. */
export const mailKinds = ({ topic }: StageTypeWords): string[] =>
  topic.keys.filter((key) => key.startsWith(MAILS)).map((key) => key.slice(MAILS.length));

/** Do the words say of such a stage how long it lasts, in place of when it opens and closes? */
export const saysHowLong = (words: StageTypeWords | undefined): boolean => words?.topic.has('lasts') ?? false;

/** Says what people are told of a stage with these settings, in a language. */
export function stageWords<Settings>(
  words: StageTypeWords<Settings>,
  settings: Settings,
  definition: CycleDefinition,
  language: WordLanguage,
): StageWords {
  const { topic } = words;
  const entrant = entrantWords(definition.entrant, language);
  const say = (key: string, given?: WordArguments) => topic.say(language, key, { ...entrant, ...given });
  return {
    ...(topic.has('lasts') ? { lasts: (opens: string, ends: string) => say('lasts', { opens, ends }) } : {}),
    does: say('does', words.given?.(settings, definition, language)),
    ...(topic.has('signs') ? { signs: say('signs') } : {}),
    mails: Object.fromEntries(mailKinds(words as StageTypeWords).map((kind) => [kind, say(MAILS + kind)])),
    undecided: (words.undecided?.(settings, definition) ?? []).map((what) => say(`undecided.${what}`)),
  };
}
