import type { Language } from '#libs/identity';
import type { StageType } from '../definition/stage-type.js';
import { allOf, durationInWords, instantInWords } from './dates.js';
import { type Explained, rolesIn } from './explained.js';
import { MESSAGES } from './messages/index.js';
import type { GeneralMail } from './messages/messages.js';
import type { StageWords } from '../definition/stage-words.js';
import { type PlannedStage, type Timeline, isInstant, oneLine } from './timeline.js';
import { undecided } from './undecided.js';

export interface ExplainOptions {
  language: Language;
  /** Finds the type of a stage, which knows what people do in it. */
  types: { find(key: string): StageType | undefined };
  /** Languages in which mails are written. */
  mailLanguages: string[];
  /**
   * Which mails are listed one by one: those of every cycle, or also those that only what is out of the ordinary sends.
   */
  mails?: MailList | undefined;
}
export const MAIL_LISTS = ['ordinary', 'all'] as const;
export type MailList = (typeof MAIL_LISTS)[number];

/** The mails of no stage that every cycle sends. */
const ORDINARY: readonly GeneralMail[] = [
  'sign-in',
  'invitation',
  'certification-due',
  'stage-late',
  'needs-attention',
];

/**
 * A cycle on about two pages of plain words, as Markdown: what happens when, what people do, who
 * gets which mail, and what nobody has decided yet. Pure.
 */
export function explain(timeline: Timeline, options: ExplainOptions): string {
  const { language, types, mailLanguages } = options;
  const { definition } = timeline;
  const messages = MESSAGES[language];
  const typeOf = ({ type }: PlannedStage) => types.find(type);
  const explained: Explained = {
    timeline,
    messages,
    language,
    mailLanguages,
    when: (instant) => instantInWords(instant, definition.zone, language),
    typeOf,
    wordsOf: (stage) => typeOf(stage)?.words?.[language],
  };
  return [
    ...head(explained),
    ...timeline.stages.flatMap((stage, index) => stageInWords(explained, stage, index + 1)),
    ...mails(explained, options.mails ?? 'ordinary'),
    ...openQuestions(explained),
  ]
    .join('\n')
    .concat('\n');
}

function head({ timeline: { definition, stages, pausedAt }, messages, when }: Explained): string[] {
  const { programme, edition, title, zone, demonstration } = definition;
  const from = stages.map(({ opens }) => opens).toSorted()[0]!;
  const to = stages
    .map(({ hardClose }) => hardClose)
    .toSorted()
    .at(-1)!;
  const about = { programme: oneLine(programme.name), edition: oneLine(edition), from: when(from), to: when(to) };
  return [
    `# ${messages.heading(oneLine(title))}`,
    '',
    ...(demonstration ? [`**${messages.demonstration}**`, ''] : []),
    ...(pausedAt ? [`**${messages.paused(when(pausedAt))}**`, ''] : []),
    messages.introduction(about) + messages.space + messages.zone(zone),
  ];
}

function stageInWords(explained: Explained, stage: PlannedStage, number: number): string[] {
  const { timeline, messages, wordsOf, typeOf } = explained;
  const words = wordsOf(stage);
  const lines = [
    ...window(explained, stage, words),
    ...furtherDeadlines(explained, stage),
    words?.does(stage.settings, timeline.definition) ?? messages.unknownType,
    ...reminders(explained, stage, words),
  ];
  if (typeOf(stage)?.decides) {
    const { count, roles } = stage.certifiers;
    const certified = messages.certified(count, rolesIn(explained, roles));
    lines.push(words?.signs ? words.signs + messages.space + certified : certified);
    lines.push(...stage.releases.map((release) => released(explained, release)));
  }
  return ['', `## ${number}. ${stage.title}`, '', ...lines.map((line) => `- ${line}`)];
}

function window({ messages, language, when }: Explained, stage: PlannedStage, words?: StageWords): string[] {
  const { opens, deadline, hardClose, after } = stage;
  const waits =
    after.length === 0 ? '' : messages.space + messages.waitsFor(allOf(after.map(messages.quoted), language));
  const closes = hardClose === deadline ? messages.noGrace : messages.hardClose(when(hardClose));
  if (words?.lasts && hardClose === deadline) return [words.lasts(when(opens), when(deadline)) + waits];
  return [messages.opens(when(opens)) + waits, messages.deadline(when(deadline)), closes];
}

function furtherDeadlines({ messages, when }: Explained, { steps }: PlannedStage): string[] {
  return steps.map(({ step, deadlineAt, hardCloseAt }) => {
    const late = hardCloseAt === deadlineAt ? '' : messages.space + messages.stepGrace(when(hardCloseAt));
    return messages.steps[step].says(when(deadlineAt)) + late;
  });
}

function reminders({ messages, language, when }: Explained, stage: PlannedStage, words?: StageWords): string[] {
  if (stage.reminders.length === 0) return words && !words.mails['reminder'] ? [] : [messages.remindersNone];
  const steps = stage.reminders.map(
    ({ step, at }) => `  - ${messages.reminder(durationInWords(step, language), when(at))}`,
  );
  return [[words?.mails['reminder'] ?? `${messages.picture.reminder}:`, ...steps].join('\n')];
}

function released({ messages, when }: Explained, release: PlannedStage['releases'][number]): string {
  const words = messages.releases[release.audience];
  return isInstant(release.when) ? words.at(when(release.when)) : words[release.when];
}

/** Who gets which mail: what the types of stage say of theirs, and the mails that belong to none. */
function mails({ timeline: { stages }, messages, wordsOf }: Explained, list: MailList): string[] {
  const perStage = stages.flatMap((stage): string[] => {
    const words = Object.values(wordsOf(stage)?.mails ?? {});
    return words.length === 0 ? [] : [`- **${stage.title}**`, ...words.map((mail) => `  - ${mail}`)];
  });
  const all = Object.values(messages.mails);
  const general = list === 'all' ? all : [...ORDINARY.map((kind) => messages.mails[kind]), messages.otherMails];
  return [
    '',
    `## ${messages.mailsHeading}`,
    '',
    messages.mailsLead,
    '',
    ...perStage,
    `- **${messages.generalHeading}**`,
    ...general.map((mail) => `  - ${mail}`),
  ];
}

function openQuestions(explained: Explained): string[] {
  const { messages } = explained;
  const questions = undecided(explained);
  return [
    '',
    `## ${messages.undecidedHeading}`,
    '',
    ...(questions.length > 0 ? questions.map((question) => `- ${question}`) : [messages.undecidedNone]),
  ];
}
