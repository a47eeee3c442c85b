import { ADOPTED_BY_PANEL, type StageTypeWords } from '#libs/cycles';
import { type WordArguments, type WordLanguage, topic } from '#libs/words';
import * as messages from '../words/index.js';
import { ballotMethod } from '../methods/registry.js';

/** The settings that the words name. */
interface SettingsInWords {
  method: string;
  quotas: { winners: number };
}

const juryTopic = topic('judging/jury', messages.jury);

/**
 * What jurors do by the method that is set, and what it is called; what stands for both where the panel has yet to
 * adopt one.
 */
function methodArguments(method: string, language: WordLanguage): WordArguments {
  if (method === ADOPTED_BY_PANEL)
    return { vote: juryTopic.say(language, 'adopted.vote'), method: juryTopic.say(language, 'adopted.name') };
  const { words } = ballotMethod(method);
  return { vote: words.say(language, 'vote'), method: words.say(language, 'name') };
}

/** What people are told of the jury. */
export const juryWords: StageTypeWords<SettingsInWords> = {
  topic: juryTopic,
  given: ({ method, quotas: { winners } }, _, language) => ({ ...methodArguments(method, language), winners }),
  undecided: () => ['jurors'],
};
