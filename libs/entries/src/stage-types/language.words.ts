import { type StageWordsByLanguage, eitherOf, languageName } from '#libs/cycles';
import type { CallLanguages } from './language.rules.js';

type Told = keyof StageWordsByLanguage;

interface LanguageSentences {
  space: string;
  only(language: string): string;
  several(languages: string, judgedIn: string): string;
  any(judgedIn: string): string;
}

const SENTENCES: Record<Told, LanguageSentences> = {
  en: {
    space: ' ',
    only: (language) => `Entries are written in ${language}.`,
    several: (languages, judgedIn) =>
      `Entries are written in ${languages}, and judged in ${judgedIn}: one in another language needs a translation.`,
    any: (judgedIn) => `They may be written in any language, and are judged in ${judgedIn}: others need a translation.`,
  },
  zh: {
    space: '',
    only: (language) => `参评材料须用${language}撰写。`,
    several: (languages, judgedIn) => `参评材料可用${languages}撰写，以${judgedIn}文本评审：其他语言的材料须附译文。`,
    any: (judgedIn) => `参评材料可用任何语言撰写，以${judgedIn}文本评审：其他语言的材料须附译文。`,
  },
  fr: {
    space: ' ',
    only: (language) => `Langue des candidatures : ${language}.`,
    several: (languages, judgedIn) =>
      `Elles se rédigent dans une de ces langues : ${languages}. Elles se jugent dans une seule (${judgedIn}) : les autres ont besoin d’une traduction.`,
    any: (judgedIn) =>
      `Elles se rédigent dans toute langue et se jugent dans une seule (${judgedIn}) : les autres ont besoin d’une traduction.`,
  },
  es: {
    space: ' ',
    only: (language) => `Las candidaturas se escriben en ${language}.`,
    several: (languages, judgedIn) =>
      `Las candidaturas se escriben en ${languages}, y se juzgan en ${judgedIn}: en otro idioma hace falta una traducción.`,
    any: (judgedIn) => `Se escriben en cualquier idioma y se juzgan en ${judgedIn}: las demás necesitan traducción.`,
  },
};

/** In which languages entries are written and judged, in each language; nothing where a call does not say. With a space before. */
export const languageWords = Object.fromEntries(
  (Object.keys(SENTENCES) as Told[]).map((told) => [told, (given: CallLanguages | undefined) => sentence(told, given)]),
) as Record<Told, (given: CallLanguages | undefined) => string>;

function sentence(told: Told, languages: CallLanguages | undefined): string {
  if (!languages) return '';
  const { space, only, several, any } = SENTENCES[told];
  const { authoritative, accepted } = languages;
  const judgedIn = languageName(authoritative, told);
  if (accepted === 'any') return space + any(judgedIn);
  const names = accepted.map((tag) => languageName(tag, told));
  return space + (accepted.length === 1 ? only(names[0]!) : several(eitherOf(names, told), judgedIn));
}
