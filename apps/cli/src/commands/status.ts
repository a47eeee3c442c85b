import type { components } from '../api-types.js';
import { inBothZones, table } from '../output.js';

type Status = components['schemas']['CycleStatus'];

/** A cycle's status on one screen. */
export function statusInWords({ cycle, now, next, attention, stages }: Status): string {
  const rows = stages.map((stage) => [
    stage.key,
    stage.state,
    inBothZones(stage.deadline),
    stage.next
      ? `${stage.next.what}${stage.next.detail ? ` ${stage.next.detail}` : ''} ${inBothZones(stage.next.at)}`
      : waiting(stage),
  ]);
  const owed = stages.flatMap(({ key, owed }) => owed.map(({ name, personId, what }) => [key, name ?? personId, what]));
  return [
    `${cycle.title} (${cycle.status}${cycle.demonstration ? ', DEMONSTRATION' : ''}), now ${inBothZones(now)}`,
    ...attention.map(({ stageKey, detail }) => `NEEDS ATTENTION ${stageKey ?? ''}: ${detail}`),
    next ? `Next: ${next.stageKey} ${next.what} at ${inBothZones(next.at)}` : 'Nothing fires by itself now.',
    table(['stage', 'state', 'deadline', 'next'], rows),
    owed.length > 0 ? table(['stage', 'who', 'owes'], owed) : 'Nobody owes anything.',
  ].join('\n\n');
}

const waiting = ({ waitsFor, state }: Status['stages'][number]) =>
  waitsFor.length > 0 ? `waits for ${waitsFor.join(', ')}` : state === 'deciding' ? 'waits for signatures' : '';
