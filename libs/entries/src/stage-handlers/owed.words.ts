import type { Language } from '#libs/contracts';
import { mailedTitle } from '../entry/entry-answers.js';

const NOT_SUBMITTED: Record<Language, (title: string) => string> = {
  en: (title) => `“${title}” is a draft and has not been submitted`,
  zh: (title) => `“${title}”仍为草稿，尚未提交`,
  fr: (title) => `« ${title} » est un brouillon qui n’a pas été déposé`,
  es: (title) => `«${title}» es un borrador y no se ha presentado`,
};

const TO_CHECK: Record<Language, (count: number) => string> = {
  en: (count) => (count === 1 ? 'one entry to check' : `${count} entries to check`),
  zh: (count) => `待检查的项目：${count} 个`,
  fr: (count) => (count === 1 ? 'une candidature à vérifier' : `${count} candidatures à vérifier`),
  es: (count) => (count === 1 ? 'una candidatura por comprobar' : `${count} candidaturas por comprobar`),
};

/** What a city owes, in words. */
export const notSubmitted = (title: string | null, language: Language): string =>
  NOT_SUBMITTED[language](mailedTitle(title, language));

/** What the staff owes, in words. */
export const toCheck = (count: number, language: Language): string => TO_CHECK[language](count);
