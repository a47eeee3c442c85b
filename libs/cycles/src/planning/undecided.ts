import { RELEASE_AUDIENCES } from '#libs/contracts';
import { awaitsMethod } from '../move-deadline/amendment.rules.js';
import { defaultSignature, signatureOf } from '../definition/definition.js';
import { languageName } from './dates.js';
import { type Explained, rolesIn } from './explained.js';
import { type PlannedStage, oneLine } from './timeline.js';

/** What nobody has decided yet: of the cycle first, then stage by stage in their order. */
export const undecided = (explained: Explained): string[] => [
  ...OF_CYCLE.flatMap((look) => look(explained)),
  ...explained.timeline.stages.flatMap((stage) =>
    OF_STAGE.flatMap((look) => look(explained, stage)).map((question) =>
      explained.messages.undecided.inStage(stage.title, question),
    ),
  ),
];

const OF_CYCLE: ((explained: Explained) => string[])[] = [
  ({ timeline: { definition }, messages, language }) => {
    if (definition.signature !== defaultSignature(definition)) return [];
    return [messages.undecided.signature(oneLine(signatureOf(definition)[language]))];
  },
  ({ timeline: { definition }, messages, language, mailLanguages }) =>
    definition.languages
      .filter((tag) => !mailLanguages.includes(tag.split('-')[0]!))
      .map((tag) => messages.undecided.mailLanguage(languageName(tag, language))),
];

const OF_STAGE: ((explained: Explained, stage: PlannedStage) => string[])[] = [
  ({ timeline, wordsOf }, stage) => wordsOf(stage)?.undecided?.(stage.settings, timeline.definition) ?? [],
  ({ messages }, stage) => (awaitsMethod(stage) ? [messages.undecided.method] : []),
  ({ messages, wordsOf }, stage) =>
    stage.reminders.length === 0 && wordsOf(stage)?.mails['reminder'] ? [messages.undecided.reminders] : [],
  (explained, stage) => {
    if (!explained.typeOf(stage)?.decides) return [];
    const { count, roles } = stage.certifiers;
    return [explained.messages.undecided.certifiers(count, rolesIn(explained, roles))];
  },
  ({ messages, typeOf }, stage) => {
    if (!typeOf(stage)?.decides) return [];
    const { release, date } = messages.undecided;
    return RELEASE_AUDIENCES.flatMap((audience) => {
      const planned = stage.releases.find((each) => each.audience === audience);
      if (!planned) return [release[audience]];
      return planned.when === 'command' ? [date[audience]] : [];
    });
  },
];
