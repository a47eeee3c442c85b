/**
 * Two or more plain words in a row: words of ours have an accent in the pseudo-language, names that are given here
 * are not Latin.
 */
const PLAIN = /(?<![\p{L}\p{N}\p{M}])[A-Za-z]{2,}(?:[ ,;:]+[A-Za-z]{2,})+(?![\p{L}\p{M}])/gu;

/** How the platform says a length of time, in English for the pseudo-language. */
const LENGTH_OF_TIME = /\b\d+ (?:minute|hour|day|week)s?\b/g;

/** What a text in the pseudo-language says that does not come from the words. */
export const plainIn = (text: string): string[] => text.replaceAll(LENGTH_OF_TIME, '1').match(PLAIN) ?? [];
