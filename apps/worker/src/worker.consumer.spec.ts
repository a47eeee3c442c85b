import { describe, expect, it } from '@jest/globals';
import type { EventType, LaureateEvent, StageRef } from '#libs/contracts';
import type { TemporalClient } from '#libs/platform';
import { type Knowing, workerConsumer } from './worker.consumer.js';

const MAY_SETTLE_STAGES = [
  'laureate.entry.withdrawn.v1',
  'laureate.stage.closed.v1',
  'laureate.stage.decided.v1',
  'laureate.decision.superseded.v1',
] as const;

/** A cycle in which the call is open, eligibility may close and screening has closed and may be decided. */
function consumer() {
  const sent: string[] = [];
  const getHandle = (id: string) => ({ signal: async (name: string) => void sent.push(`${id} ${name}`) });
  const temporal = { client: { workflow: { getHandle } } } as unknown as TemporalClient;
  const closing = {
    askedAfter: () => ({ inStage: ['laureate.eligibility.checked.v1'], inCycle: MAY_SETTLE_STAGES }),
    waiting: async () => ['call', 'eligibility', 'screening'],
    isDue: async ({ stageKey }: StageRef) => stageKey === 'eligibility',
    mayDecide: async ({ stageKey }: StageRef) => stageKey === 'screening',
  };
  const none = async () => [];
  const others = { clarifications: { unsettled: none }, complaints: { openOf: none }, afterClose: { waiting: none } };
  const knowing = { closing, ...others } as unknown as Knowing;
  const { before } = workerConsumer(temporal, knowing);
  return async (type: EventType, data: object) => {
    sent.length = 0;
    await before!({ type, data } as LaureateEvent);
    return [...sent];
  };
}

const [MAY_CLOSE, MAY_BE_DECIDED] = ['cycle/c/stage/eligibility nothingOwed', 'cycle/c/stage/screening lookAgain'];

describe('the worker asks whether anything is owed still', () => {
  it.each([...MAY_SETTLE_STAGES, 'laureate.cycle.resumed.v1'] as const)('in the whole cycle after %s', async (type) => {
    expect(await consumer()(type, { cycleId: 'c', entryId: 'e' })).toEqual([MAY_CLOSE, MAY_BE_DECIDED]);
  });

  it('not in the stage that has closed itself: its own workflow goes on', async () => {
    const handle = consumer();
    const closed = (stageKey: string) => handle('laureate.stage.closed.v1', { cycleId: 'c', stageKey });
    expect(await closed('call')).toEqual([MAY_CLOSE, MAY_BE_DECIDED]);
    expect(await closed('screening')).toEqual([MAY_CLOSE]);
  });

  it('in the one stage in which something was done', async () => {
    const handle = consumer();
    const checked = (stageKey: string) => handle('laureate.eligibility.checked.v1', { cycleId: 'c', stageKey });
    expect(await checked('eligibility')).toEqual([MAY_CLOSE]);
    expect(await checked('call')).toEqual([]);
  });
});
