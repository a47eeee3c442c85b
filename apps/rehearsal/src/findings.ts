import { DateTime } from 'luxon';
import { knownLanguage } from '#libs/contracts/pure';
import { type CycleDefinition, type StageDefinition, awaitsMethod } from '#libs/cycles';
import type { Moment } from './timeline.js';
import { MINUTE, audienceInWords, durationInWords, instantInWords, lengthInWords } from './words.js';

const HOUR = 60 * MINUTE;
const SATURDAY = 6;

/** What a rehearsal found. */
export interface Findings {
  /** The cycle would not go as its definition says. */
  problems: string[];
  /** It would, and somebody should look at it. */
  notes: string[];
}

/** Looks through a rehearsed cycle. `now` in epoch ms. */
export function findingsOf(
  definition: CycleDefinition,
  timeline: Moment[],
  run: { completed: boolean; language: string; now: number },
): Findings {
  const { stages } = definition;
  return {
    problems: [
      ...stages.flatMap((stage) => lateOpening(definition, stage, timeline)),
      ...stages.flatMap((stage) => lateReleases(definition, stage, timeline)),
      ...stages.flatMap((stage) => nobodyToRemind(stage, timeline)),
      ...timeline
        .filter(({ what }) => what === 'needs-attention')
        .map(
          ({ stageKey, detail }) =>
            `“${titleOf(definition, stageKey)}” stopped and had to be put right: ${shortened(detail!)}`,
        ),
      ...(run.completed ? [] : [standstill(definition, timeline)]),
    ],
    notes: [
      ...weekends(definition, timeline),
      ...closeTogether(definition, timeline),
      ...begun(definition, run.now),
      ...stages.flatMap((stage) => notRehearsed(stage)),
      ...(knownLanguage(run.language) ? [] : [`There are no mails in “${run.language}” yet: all go out in English.`]),
    ],
  };
}

/** Length of the part of an explanation that a finding shows, characters; all of it is in the mail. */
const SHOWN = 160;
const shortened = (text: string): string => (text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);

const titleOf = ({ title, stages }: CycleDefinition, stageKey: string | null): string =>
  stages.find(({ key }) => key === stageKey)?.title ?? title;

const find = (timeline: Moment[], stageKey: string, what: Moment['what']): Moment | undefined =>
  timeline.find((moment) => moment.stageKey === stageKey && moment.what === what);

function lateOpening(definition: CycleDefinition, stage: StageDefinition, timeline: Moment[]): string[] {
  const opened = find(timeline, stage.key, 'opened');
  const planned = Date.parse(stage.window.opens);
  if (!opened || opened.at - planned <= MINUTE) return [];
  const last = stage.after
    .flatMap((key) => find(timeline, key, 'decided') ?? [])
    .toSorted((a, b) => a.at - b.at)
    .at(-1);
  const why = last ? `: “${titleOf(definition, last.stageKey)}” was decided only then` : '';
  const over = opened.at >= Date.parse(stage.window.deadline) ? ', after its own deadline' : '';
  return [
    `“${stage.title}” cannot open on ${instantInWords(planned, definition.zone)}: it opened ${lengthInWords(opened.at - planned)} later${over}${why}. Leave people more time between the two.`,
  ];
}

function lateReleases(definition: CycleDefinition, stage: StageDefinition, timeline: Moment[]): string[] {
  return stage.release.flatMap(({ audience, when }) => {
    const released = timeline.find(
      ({ stageKey, what, detail }) => stageKey === stage.key && what === 'released' && detail === audience,
    );
    if (!released || when === 'decided' || when === 'command' || released.at - Date.parse(when) <= MINUTE) return [];
    return [
      `“${stage.title}” cannot be released to ${audienceInWords(audience)} on ${instantInWords(Date.parse(when), definition.zone)}: it was released ${lengthInWords(released.at - Date.parse(when))} later, because it was decided only then. Leave people more time after its deadline.`,
    ];
  });
}

function nobodyToRemind(stage: StageDefinition, timeline: Moment[]): string[] {
  const steps = timeline
    .filter(({ what, stageKey, mails }) => what === 'reminder' && stageKey === stage.key && mails.length === 0)
    .map(({ detail }) => durationInWords(detail!));
  if (steps.length === 0) return [];
  return [`“${stage.title}” has nobody to remind ${steps.join(' and ')} before its deadline.`];
}

function standstill(definition: CycleDefinition, timeline: Moment[]): string {
  const ended = (key: string) => find(timeline, key, 'decided') !== undefined;
  const stopped = definition.stages.filter(({ key }) => find(timeline, key, 'opened') && !ended(key));
  const where = stopped.map(({ title }) => `“${title}”`).join(' and ') || 'It';
  const since = timeline.at(-1) ? ` since ${instantInWords(timeline.at(-1)!.at, definition.zone)}` : '';
  return `The cycle does not come to its end: ${where} waits${since} for people there are none of. Check who may sign and certify.`;
}

function weekends(definition: CycleDefinition, timeline: Moment[]): string[] {
  return timeline.flatMap(({ what, at, stageKey }) => {
    const day = DateTime.fromMillis(at, { zone: definition.zone }).setLocale('en');
    if (what !== 'reminder' || day.weekday < SATURDAY) return [];
    return [
      `A reminder of “${titleOf(definition, stageKey)}” goes out on a ${day.toFormat('cccc')}, ${instantInWords(at, definition.zone)}.`,
    ];
  });
}

function closeTogether(definition: CycleDefinition, timeline: Moment[]): string[] {
  const reminders = timeline.filter(({ what }) => what === 'reminder');
  return reminders.slice(1).flatMap(({ at, stageKey }, index) => {
    const before = reminders[index]!;
    if (at - before.at > HOUR) return [];
    const titles = new Set([before.stageKey, stageKey].map((key) => `“${titleOf(definition, key)}”`));
    return [
      `Two reminders go out within an hour, of ${[...titles].join(' and ')}, ${instantInWords(before.at, definition.zone)}.`,
    ];
  });
}

function begun(definition: CycleDefinition, now: number): string[] {
  const past = definition.stages.filter(({ window }) => Date.parse(window.opens) <= now);
  if (past.length === 0) return [];
  const titles = past.map(({ title }) => `“${title}”`).join(', ');
  return [`The opening of ${titles} has passed: published now, the cycle would not begin as it is shown here.`];
}

/** What people may do in a stage that invented ones do not. */
function notRehearsed(stage: StageDefinition): string[] {
  const { title, closesEarly } = stage;
  return [
    ...(closesEarly
      ? [
          `“${title}” may close before its deadline, as soon as nobody owes anything. Not rehearsed: here it closes at its deadline.`,
        ]
      : []),
    ...(awaitsMethod(stage)
      ? [
          `“${title}” leaves its method to its panel: it waits until the panel has adopted one and signed it. Not rehearsed: here it goes on at once.`,
        ]
      : []),
  ];
}
