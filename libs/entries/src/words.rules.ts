const segmenters = new Map<string, Intl.Segmenter>();

/** How many words the text has in its language (BCP 47), by Unicode's word boundaries: also for Chinese or Thai. */
export function countWords(text: string, language = 'en'): number {
  let segmenter = segmenters.get(language);
  if (!segmenter) segmenters.set(language, (segmenter = new Intl.Segmenter(language, { granularity: 'word' })));
  let words = 0;
  for (const segment of segmenter.segment(text)) if (segment.isWordLike) words += 1;
  return words;
}
