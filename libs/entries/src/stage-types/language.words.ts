import { eitherOf, languageName } from '#libs/cycles';
import type { WordArguments, WordLanguage } from '#libs/words';
import type { CallLanguages } from './language.rules.js';

/**
 * What a message on the languages of a call is filled in with: whether entries may be written in
 * `one`, `several` or `any` (`accepted`; `unsaid` where the call does not say), in which
 * (`languages`), and in which one they are judged.
 */
export function languageArguments(languages: CallLanguages | undefined, language: WordLanguage): WordArguments {
  if (!languages) return { accepted: 'unsaid', languages: '', judgedIn: '' };
  const { authoritative, accepted } = languages;
  const judgedIn = languageName(authoritative, language);
  if (accepted === 'any') return { accepted, languages: '', judgedIn };
  const names = accepted.map((tag) => languageName(tag, language));
  return { accepted: names.length === 1 ? 'one' : 'several', languages: eitherOf(names, language), judgedIn };
}
