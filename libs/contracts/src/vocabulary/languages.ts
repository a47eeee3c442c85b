/** Languages in which people are written to. */
export const LANGUAGES = ['en', 'zh', 'fr', 'es'] as const;
export type Language = (typeof LANGUAGES)[number];

/**
 * The language of ours that a language tag (BCP 47) means: `fr` of `fr-CA`, `zh` of `zh-Hans`;
 * undefined where it is none of them.
 */
export function knownLanguage(tag: string): Language | undefined {
  const [language] = tag.toLowerCase().split('-');
  return LANGUAGES.find((known) => known === language);
}

/** The language of a tag; English where it is none of them. */
export const languageOf = (tag: string): Language => knownLanguage(tag) ?? 'en';

/** The language of ours that an Accept-Language header (RFC 9110) prefers; English when it names none. */
export function preferredLanguage(header: string | undefined): Language {
  const wanted = (header ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const quality = parameters.map((parameter) => /^\s*q=([\d.]+)$/.exec(parameter)?.[1]).find(Boolean);
      return { language: knownLanguage(tag), quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality);
  return wanted.find(({ language }) => language)?.language ?? 'en';
}
