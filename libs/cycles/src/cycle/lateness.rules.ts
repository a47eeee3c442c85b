import type { Instant, StageFacts } from '#libs/contracts';
import type { WordLanguage } from '#libs/words';
import { bothZones } from '../definition/calendar.js';
import { latenessWords } from './lateness.words.js';
import { instantInWords } from '../planning/dates.js';
import { waitsFor } from '../definition/timetable.js';

/** A stage's facts with the names people know it by. */
export type TitledStage = StageFacts & { title: string; zone: string };

/**
 * Why a stage could not open when its window began, and what to do, in plain words; null when
 * nothing keeps it: it has opened, its window has not begun, or all it waits for is decided.
 */
export function lateness(
  stage: TitledStage,
  all: TitledStage[],
  now: Instant,
  language: WordLanguage = 'en',
): string | null {
  const undecided = waitsFor(stage, all).map((key) => all.find(({ stageKey }) => stageKey === key)!);
  if (undecided.length === 0 || stage.opensAt > now) return null;
  const say = latenessWords.in(language);
  const waits = undecided.map((other) =>
    say('waits', { stage: other.title, where: whereItStands(other, now, language) }),
  );
  return say('late', {
    stage: stage.title,
    opens: show(stage.opensAt, stage.zone, language),
    waits: waits.join(say('and')),
    deadline: show(stage.deadlineAt, stage.zone, language),
    command: `laureate cycle move-deadline ${stage.cycleId} ${stage.stageKey} --to …`,
  });
}

function whereItStands(stage: TitledStage, now: Instant, language: WordLanguage): string {
  const { state, hardCloseAt, zone } = stage;
  const say = latenessWords.in(language);
  const command = (name: string) => `laureate cycle ${name} ${stage.cycleId} ${stage.stageKey}`;
  if (state === 'open')
    return hardCloseAt > now
      ? say('is.open', { until: show(hardCloseAt, zone, language), command: command('close') })
      : say('is.aboutToClose');
  return say(`is.${state}`, { command: command('certify') });
}

// In English as the API says instants, which stands in what was noted; the others as `cycle explain` does.
const show = (at: Instant, zone: string, language: WordLanguage): string =>
  language === 'en' ? bothZones(at, zone) : instantInWords(at, zone, language);
