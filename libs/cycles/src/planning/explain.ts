import { type WordLanguage, entrantWords } from '#libs/words';
import type { StageType } from '../definition/stage-type.js';
import { allOf, durationInWords, instantInWords } from './dates.js';
import { type Explained, rolesIn } from './explained.js';
import { GENERAL_MAILS, type GeneralMail, planningWords } from './planning.words.js';
import { type StageWords, stageWords } from '../definition/stage-words.js';
import { type PlannedStage, type Timeline, isInstant, oneLine } from './timeline.js';
import { undecided } from './undecided.js';

export interface ExplainOptions {
  language: WordLanguage;
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
  const say = planningWords.in(language, entrantWords(definition.entrant, language));
  const typeOf = ({ type }: PlannedStage) => types.find(type);
  const explained: Explained = {
    timeline,
    say,
    language,
    mailLanguages,
    when: (instant) => instantInWords(instant, definition.zone, language),
    typeOf,
    wordsOf: (stage) => {
      const words = typeOf(stage)?.words;
      return words && stageWords(words, stage.settings, definition, language);
    },
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

function head({ timeline: { definition, stages, pausedAt }, say, when }: Explained): string[] {
  const { programme, edition, title, zone, demonstration } = definition;
  const from = stages.map(({ opens }) => opens).toSorted()[0]!;
  const to = stages
    .map(({ hardClose }) => hardClose)
    .toSorted()
    .at(-1)!;
  const about = { programme: oneLine(programme.name), edition: oneLine(edition), from: when(from), to: when(to) };
  return [
    `# ${say('heading', { cycle: oneLine(title) })}`,
    '',
    ...(demonstration ? [`**${say('demonstration')}**`, ''] : []),
    ...(pausedAt ? [`**${say('paused', { since: when(pausedAt) })}**`, ''] : []),
    say('introduction', about) + say('space') + say('zone', { zone }),
  ];
}

function stageInWords(explained: Explained, stage: PlannedStage, number: number): string[] {
  const { say, wordsOf, typeOf } = explained;
  const words = wordsOf(stage);
  const lines = [
    ...window(explained, stage, words),
    ...furtherDeadlines(explained, stage),
    words?.does ?? say('unknownType'),
    ...reminders(explained, stage, words),
  ];
  if (typeOf(stage)?.decides) {
    const { count, roles } = stage.certifiers;
    const certified = say('certified', { count, roles: rolesIn(explained, roles) });
    lines.push(words?.signs ? words.signs + say('space') + certified : certified);
    lines.push(...stage.releases.map((release) => released(explained, release)));
  }
  return ['', `## ${number}. ${stage.title}`, '', ...lines.map((line) => `- ${line}`)];
}

function window({ say, language, when }: Explained, stage: PlannedStage, words?: StageWords): string[] {
  const { opens, deadline, hardClose, after } = stage;
  const waits =
    after.length === 0
      ? ''
      : say('space') +
        say('waitsFor', {
          stages: allOf(
            after.map((title) => say('quoted', { title })),
            language,
          ),
        });
  const closes = hardClose === deadline ? say('noGrace') : say('hardClose', { when: when(hardClose) });
  if (words?.lasts && hardClose === deadline) return [words.lasts(when(opens), when(deadline)) + waits];
  return [say('opens', { when: when(opens) }) + waits, say('deadline', { when: when(deadline) }), closes];
}

function furtherDeadlines({ say, when }: Explained, { steps }: PlannedStage): string[] {
  return steps.map(({ step, deadlineAt, hardCloseAt }) => {
    const late = hardCloseAt === deadlineAt ? '' : say('space') + say('stepGrace', { when: when(hardCloseAt) });
    return say(`steps.${step}.says`, { when: when(deadlineAt) }) + late;
  });
}

function reminders({ say, language, when }: Explained, stage: PlannedStage, words?: StageWords): string[] {
  if (stage.reminders.length === 0) return words && !words.mails['reminder'] ? [] : [say('remindersNone')];
  const steps = stage.reminders.map(
    ({ step, at }) => `  - ${say('reminder', { duration: durationInWords(step, language), when: when(at) })}`,
  );
  return [[words?.mails['reminder'] ?? `${say('picture.reminder')}:`, ...steps].join('\n')];
}

function released({ say, when }: Explained, release: PlannedStage['releases'][number]): string {
  const { audience } = release;
  if (isInstant(release.when)) return say(`releases.${audience}.at`, { when: when(release.when) });
  return say(`releases.${audience}.${release.when}`);
}

/** Who gets which mail: what the types of stage say of theirs, and the mails that belong to none. */
function mails({ timeline: { stages }, say, wordsOf }: Explained, list: MailList): string[] {
  const perStage = stages.flatMap((stage): string[] => {
    const words = Object.values(wordsOf(stage)?.mails ?? {});
    return words.length === 0 ? [] : [`- **${stage.title}**`, ...words.map((mail) => `  - ${mail}`)];
  });
  const all = GENERAL_MAILS.map((kind) => say(`mails.${kind}`));
  const general = list === 'all' ? all : [...ORDINARY.map((kind) => say(`mails.${kind}`)), say('otherMails')];
  return [
    '',
    `## ${say('mailsHeading')}`,
    '',
    say('mailsLead'),
    '',
    ...perStage,
    `- **${say('generalHeading')}**`,
    ...general.map((mail) => `  - ${mail}`),
  ];
}

function openQuestions(explained: Explained): string[] {
  const { say } = explained;
  const questions = undecided(explained);
  return [
    '',
    `## ${say('undecidedHeading')}`,
    '',
    ...(questions.length > 0 ? questions.map((question) => `- ${question}`) : [say('undecidedNone')]),
  ];
}
