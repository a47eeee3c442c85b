import type { Instant, StageFacts, StageState } from '#libs/contracts';
import { bothZones } from './calendar.js';
import { waitsFor } from './timetable.js';

/** A stage's facts with the names people know it by. */
export type TitledStage = StageFacts & { title: string; zone: string };

/**
 * Why a stage could not open when its window began, and what to do, in plain words; null when nothing keeps it: it has opened,
 * its window has not begun, or all it waits for is decided.
 */
export function lateness(stage: TitledStage, all: TitledStage[], now: Instant): string | null {
  const undecided = waitsFor(stage, all).map((key) => all.find(({ stageKey }) => stageKey === key)!);
  if (undecided.length === 0 || stage.opensAt > now) return null;
  const show = (at: Instant) => bothZones(at, stage.zone);
  const waits = undecided.map((other) => `"${other.title}", which ${whereItStands(other, now)}`).join('; and ');
  return (
    `"${stage.title}" was to open on ${show(stage.opensAt)}. It waits for the decision of ${waits}. ` +
    `It opens by itself once that is decided. Its deadline stays ${show(stage.deadlineAt)}: ` +
    `if too little time is left, move it (laureate cycle extend ${stage.cycleId} ${stage.stageKey} --to …).`
  );
}

function whereItStands(stage: TitledStage, now: Instant): string {
  const command = (name: string) => `laureate cycle ${name} ${stage.cycleId} ${stage.stageKey}`;
  const hardClose = bothZones(stage.hardCloseAt, stage.zone);
  const words: Record<StageState, string> = {
    scheduled: 'has not opened itself',
    open:
      stage.hardCloseAt > now
        ? `is open until ${hardClose} (to close it now: ${command('close')})`
        : 'is past its hard close and about to close',
    closing: 'has closed and whose proposal is being computed',
    deciding: `has closed and waits for people to sign and certify (${command('certify')})`,
    decided: 'is decided',
    released: 'is released',
    cancelled: 'is cancelled',
  };
  return words[stage.state];
}
