/** A language tag (BCP 47), such as `en` or `zh-Hans`. */
export const LANGUAGE_TAG = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/;

/**
 * The languages of a call: what an entry may be written in, and whose text counts. Tags of BCP 47;
 * `zh` takes in `zh-Hans`.
 */
export interface CallLanguages {
  /** In this language every entry is judged. */
  authoritative: string;
  accepted: 'any' | string[];
}

/** A tag as it is kept: `ZH-hans` is `zh-Hans`. Null when it is none. */
export function languageTag(given: string): string | null {
  try {
    return Intl.getCanonicalLocales(given)[0] ?? null;
  } catch {
    return null;
  }
}

/**
 * Is a text of that language in the wanted one: itself, or its form for a place or script (RFC 4647, basic filtering)?
 */
export function isIn(language: string, wanted: string): boolean {
  const [tag, range] = [language.toLowerCase(), wanted.toLowerCase()];
  return tag === range || tag.startsWith(`${range}-`);
}

/** May an entry to the call be written in this language? A call that names no languages takes every one. */
export function isAccepted(language: string, languages: CallLanguages | undefined): boolean {
  if (!languages || languages.accepted === 'any') return true;
  return languages.accepted.some((wanted) => isIn(language, wanted));
}

/**
 * The language of what is submitted: as its city says; else that of the version before; else the
 * only one that there can be. Null where nobody has said, and several are possible.
 */
export function languageOf(
  said: string | undefined,
  before: string | null,
  languages: CallLanguages | undefined,
): string | null {
  if (said !== undefined) return languageTag(said);
  if (before !== null || !languages || languages.accepted === 'any') return before;
  return languages.accepted.length === 1 ? languages.accepted[0]! : null;
}

/** Whose translation it is. */
export const TRANSLATION_SOURCES = ['city', 'human', 'machine'] as const;
export type TranslationSource = (typeof TRANSLATION_SOURCES)[number];

/** What of a translation of a submitted version the rules know. */
export interface StandingTranslation {
  language: string;
  source: TranslationSource;
}

/** How a submitted version stands to the languages of its call. */
export interface LanguageFacts {
  /** What it is written in; null where nobody has said. */
  language: string | null;
  /** Is it, or a translation of this very version, in the authoritative language? Yes where the call names none. */
  inLanguage: boolean;
  /** Whose translation into the authoritative language counts: the city's before a human's, that before a machine's. */
  translatedBy: TranslationSource | null;
}

/** What is known of a version written in a language, with the translations of it that stand. */
export function languageFacts(
  language: string | null,
  translations: readonly StandingTranslation[],
  languages: CallLanguages | undefined,
): LanguageFacts {
  if (!languages) return { language, inLanguage: true, translatedBy: null };
  const { authoritative } = languages;
  if (language !== null && isIn(language, authoritative)) return { language, inLanguage: true, translatedBy: null };
  const into = translations.filter((translation) => isIn(translation.language, authoritative));
  const translatedBy = TRANSLATION_SOURCES.find((wanted) => into.some(({ source }) => source === wanted)) ?? null;
  return { language, inLanguage: translatedBy !== null, translatedBy };
}
