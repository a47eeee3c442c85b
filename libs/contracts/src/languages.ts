/** Languages in which people are written to. */
export const LANGUAGES = ['en', 'zh', 'fr', 'es'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The language of ours that a language tag (BCP 47) means: `fr` of `fr-CA`, `zh` of `zh-Hans`; English where it is none of them. */
export function languageOf(tag: string): Language {
  const [language] = tag.toLowerCase().split('-');
  return LANGUAGES.find((known) => known === language) ?? 'en';
}

/** The language of ours that an Accept-Language header (RFC 9110) prefers; English when it names none. */
export function preferredLanguage(header: string | undefined): Language {
  const wanted = (header ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const quality = parameters.map((parameter) => /^\s*q=([\d.]+)$/.exec(parameter)?.[1]).find(Boolean);
      return { language: tag.split('-')[0], quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality);
  const ours = wanted.find(({ language }) => LANGUAGES.some((known) => known === language));
  return (ours?.language as Language | undefined) ?? 'en';
}
