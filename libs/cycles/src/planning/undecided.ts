import { RELEASE_AUDIENCES } from '#libs/contracts';
import { awaitsMethod } from '../move-deadline/amendment.rules.js';
import { defaultSignature } from '../definition/definition.js';
import { cycleWords } from '../definition/definition.words.js';
import { languageName } from './dates.js';
import { type Explained, rolesIn } from './explained.js';
import { type PlannedStage, oneLine } from './timeline.js';

/** What nobody has decided yet: of the cycle first, then stage by stage in their order. */
export const undecided = (explained: Explained): string[] => [
  ...OF_CYCLE.flatMap((look) => look(explained)),
  ...explained.timeline.stages.flatMap((stage) =>
    OF_STAGE.flatMap((look) => look(explained, stage)).map((question) =>
      explained.say('undecided.inStage', { stage: stage.title, question }),
    ),
  ),
];

const OF_CYCLE: ((explained: Explained) => string[])[] = [
  ({ timeline: { definition }, say, language }) => {
    if (definition.signature !== defaultSignature(definition)) return [];
    return [
      say('undecided.signature', {
        instead: oneLine(cycleWords.say(language, 'signature', { programme: definition.programme.name })),
      }),
    ];
  },
  ({ timeline: { definition }, say, language, mailLanguages }) =>
    definition.languages
      .filter((tag) => !mailLanguages.includes(tag.split('-')[0]!))
      .map((tag) => say('undecided.mailLanguage', { language: languageName(tag, language) })),
];

const OF_STAGE: ((explained: Explained, stage: PlannedStage) => string[])[] = [
  ({ wordsOf }, stage) => wordsOf(stage)?.undecided ?? [],
  ({ say }, stage) => (awaitsMethod(stage) ? [say('undecided.method')] : []),
  ({ say, wordsOf }, stage) =>
    stage.reminders.length === 0 && wordsOf(stage)?.mails['reminder'] ? [say('undecided.reminders')] : [],
  (explained, stage) => {
    if (!explained.typeOf(stage)?.decides) return [];
    const { count, roles } = stage.certifiers;
    return [explained.say('undecided.certifiers', { count, roles: rolesIn(explained, roles) })];
  },
  ({ say, typeOf }, stage) => {
    if (!typeOf(stage)?.decides) return [];
    return RELEASE_AUDIENCES.flatMap((audience) => {
      const planned = stage.releases.find((each) => each.audience === audience);
      if (!planned) return [say(`undecided.release.${audience}`)];
      return planned.when === 'command' ? [say(`undecided.date.${audience}`)] : [];
    });
  },
];
