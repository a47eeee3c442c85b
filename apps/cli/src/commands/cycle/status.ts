import type { components } from '../../client/api-types.js';
import { inBothZones, inUtcAndHere, table } from '../../terminal/output.js';

type Status = components['schemas']['CycleStatus'];

/** A cycle's status on one screen. */
export function statusInWords({ cycle, now, next, attention, toCountersign, stages }: Status): string {
  const rows = stages.map((stage) => [
    stage.key,
    stage.state,
    inBothZones(stage.deadline),
    stage.next
      ? `${stage.next.what}${stage.next.detail ? ` ${stage.next.detail}` : ''} ${inBothZones(stage.next.at)}`
      : waiting(stage),
  ]);
  const steps = stages.flatMap((stage) =>
    stage.steps.map(({ step, deadline, hardClose }) => [
      stage.key,
      step,
      inBothZones(deadline),
      hardClose.utc === deadline.utc ? '' : inBothZones(hardClose),
    ]),
  );
  const owed = stages.flatMap(({ key, owed }) => owed.map(({ name, personId, what }) => [key, name ?? personId, what]));
  return [
    `${cycle.title} (${cycle.status}${cycle.demonstration ? ', DEMONSTRATION' : ''}), now ${inBothZones(now)}`,
    ...(cycle.pausedAt ? [`PAUSED since ${inUtcAndHere(cycle.pausedAt)}: laureate cycle resume goes on`] : []),
    ...attention.map(({ stageKey, detail }) => `NEEDS ATTENTION ${stageKey ?? ''}: ${detail}`),
    ...toCountersign.map(
      ({ amendmentId, number, reasonCode, definitionDigest: digest }) =>
        `TO COUNTERSIGN amendment ${number} (${reasonCode}) moved a deadline: laureate amendment sign ${cycle.id} ${amendmentId} --digest ${digest}`,
    ),
    next ? `Next: ${next.stageKey} ${next.what} at ${inBothZones(next.at)}` : 'Nothing fires by itself now.',
    table(['stage', 'state', 'deadline', 'next'], rows),
    ...(steps.length > 0 ? [table(['stage', 'further deadline', 'until', 'with grace'], steps)] : []),
    owed.length > 0 ? table(['stage', 'who', 'owes'], owed) : 'Nobody owes anything.',
  ].join('\n\n');
}

const waiting = ({ waitsFor, state }: Status['stages'][number]) =>
  waitsFor.length > 0 ? `waits for ${waitsFor.join(', ')}` : state === 'deciding' ? 'waits for signatures' : '';
