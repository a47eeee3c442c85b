import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UnitOfWork, type WorkContext } from '#libs/platform';
import { CycleContextService } from './cycle-context.service.js';
import { CycleService } from './cycle.service.js';
import { CycleStatusService } from './cycle-status.service.js';
import { CyclesActivities } from '../workflows/cycles.activities.js';
import { cyclesAudiences } from '../cycles.audiences.js';
import { LatenessService } from './lateness.service.js';
import { type CyclesFixture, startCyclesFixture } from '../../../../test/support/cycles-fixture.js';

const staff: WorkContext = { actor: { id: randomUUID() }, cause: 'command:test' };
const command = (stageKey: string) => ({ commandId: randomUUID(), actorId: staff.actor.id, stageKey });
const HOUR_MS = 3_600_000;

describe('a stage that cannot open in time, on PostgreSQL', () => {
  let fixture: CyclesFixture;
  let activities: CyclesActivities;
  beforeAll(async () => {
    fixture = await startCyclesFixture();
    activities = fixture.worker.get(CyclesActivities);
  });
  afterAll(() => fixture.close());

  const published = async (): Promise<string> => {
    const at = (ms: number) => new Date(Date.now() + ms).toISOString();
    const cycles = fixture.api.get(CycleService);
    const draft = await cycles.createDraft(staff, {
      programme: { key: 'test', name: 'Test' },
      edition: '1',
      title: 'Late',
      zone: 'Asia/Shanghai',
      stages: [
        { key: 'call', type: 'call-for-entries', window: { opens: at(-1000), deadline: at(HOUR_MS) } },
        { key: 'ceremony', type: 'ceremony', window: { opens: at(HOUR_MS), deadline: at(2 * HOUR_MS) } },
      ],
    });
    await cycles.publish(staff, draft.id, draft.version);
    return draft.id;
  };
  /** As if the instant at which the ceremony was to open had come. */
  const untilItWasToOpen = (cycleId: string) =>
    fixture.worker.get(UnitOfWork).run(staff, async ({ em }) => {
      const past = (key: string, columns: string) =>
        em.execute(`update cycles.stage set ${columns} where cycle_id = ? and key = ?`, [cycleId, key]);
      const closed = `deadline_at = now() - interval '3 s', hard_close_at = now() - interval '2 s'`;
      await past('call', `opens_at = now() - interval '1 hour', ${closed}`);
      await past('ceremony', `opens_at = now() - interval '1 s'`);
    });
  const told = async (cycleId: string) =>
    (await fixture.events(cycleId)).filter(([type]) => type === 'laureate.stage.late.v1').map(([, data]) => data);
  const attention = async (cycleId: string) =>
    (await fixture.api.get(CycleStatusService).status(cycleId)).attention.map(({ stageKey, code }) => [stageKey, code]);

  it('is told of once, however often it is reported, and until it has opened', async () => {
    const cycleId = await published();
    const ref = { cycleId, stageKey: 'ceremony' };
    await activities.reportLate(ref);
    expect(await told(cycleId)).toEqual([]);
    await untilItWasToOpen(cycleId);
    await Promise.all([1, 2, 3].map(() => activities.reportLate(ref)));
    await activities.reportLate(ref);
    const { opensAt } = await fixture.stage(cycleId, 'ceremony');
    expect(await told(cycleId)).toEqual([{ ...ref, opensAt }]);
    const [first] = (await fixture.api.get(CycleStatusService).status(cycleId)).attention;
    expect(first).toMatchObject({ stageKey: 'ceremony', code: 'open/late' });
    expect(first!.detail).toContain('It waits for the decision of "Call", which has not opened itself.');

    // A later record of a stage answers what it was parked for; not that it is late.
    const deadlineAt = new Date(Date.now() + 3 * HOUR_MS).toISOString();
    await activities.moveDeadline({ ...ref, command: { ...command('ceremony'), deadlineAt } });
    expect(await attention(cycleId)).toEqual([['ceremony', 'open/late']]);

    const cancel = { commandId: randomUUID(), actorId: staff.actor.id };
    await activities.cancelCycle({ cycleId, command: cancel });
    expect(await attention(cycleId)).toEqual([]);
    await activities.reportLate(ref);
    expect(await told(cycleId)).toHaveLength(1);
  });

  it('is told of by a mail that says how things stand when it is sent, or is not sent any more', async () => {
    const cycleId = await published();
    const stageKey = 'ceremony';
    await untilItWasToOpen(cycleId);
    const { opensAt } = await fixture.stage(cycleId, stageKey);
    const context = fixture.api.get(CycleContextService);
    const audiences = cyclesAudiences(context, undefined as never, fixture.api.get(LatenessService));
    const late = audiences.find(({ kind }) => kind === 'stage-late')!;
    const event = { data: { cycleId, stageKey, opensAt } } as never;
    expect(late.occasion(event)).toBe(`${cycleId}/ceremony/${opensAt}`);
    expect(await late.facts(event, staff.actor.id, 'en')).toMatchObject({
      stageTitle: 'Ceremony',
      detail: expect.stringContaining('"Ceremony" was to open on'),
    });
    await activities.cancelCycle({ cycleId, command: { commandId: randomUUID(), actorId: staff.actor.id } });
    expect(await late.facts(event, staff.actor.id, 'en')).toBeNull();
  });
});
