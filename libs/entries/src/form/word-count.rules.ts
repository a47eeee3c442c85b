const segmenters = new Map<string, Intl.Segmenter>();

function segmentsOf(text: string, language: string): Intl.Segments {
  let segmenter = segmenters.get(language);
  if (!segmenter) segmenters.set(language, (segmenter = new Intl.Segmenter(language, { granularity: 'word' })));
  return segmenter.segment(text);
}

/** How many words the text has in its language (BCP 47), by Unicode's word boundaries: also for Chinese or Thai. */
export function countWords(text: string, language = 'en'): number {
  let words = 0;
  for (const segment of segmentsOf(text, language)) if (segment.isWordLike) words += 1;
  return words;
}

const IN_A_WORD = /[A-Za-z0-9]/;

/** Has the text at least so many words? Reads no further than it must. */
export function hasWords(text: string, least: number): boolean {
  // Wherever one of these stands, it is a word or part of one.
  if (least <= 1 && IN_A_WORD.test(text)) return true;
  let words = 0;
  for (const segment of segmentsOf(text, 'en')) if (segment.isWordLike && ++words >= least) return true;
  return words >= least;
}

/** Anything but Latin letters with punctuation and signs; and the cedilla that stands alone, which is a word. */
const BEYOND_LATIN = /[\u00b8\u0250-\u1fff\u2070-\uffff]/;
const LETTERS_AND_DIGITS = /[\p{L}\p{Nd}\p{M}_]+/gu;

/**
 * Has the text no more than so many words? Cutting a text into words is slow, and most are far from
 * their limit: a word has a character, and in Latin script never ends between letters and digits
 * that follow each other.
 */
export function hasNoMoreWords(text: string, most: number): boolean {
  if (text.length <= most) return true;
  if (!BEYOND_LATIN.test(text) && (text.match(LETTERS_AND_DIGITS)?.length ?? 0) <= most) return true;
  return countWords(text) <= most;
}
