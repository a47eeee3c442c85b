import { randomUUID } from 'node:crypto';
import { EntityManager } from '@mikro-orm/postgresql';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UnitOfWork, type WorkContext } from '#libs/platform';
import { AvailabilityService } from './availability.service.js';
import { CycleService } from '../cycle/cycle.service.js';
import { CycleStatusService } from '../cycle/cycle-status.service.js';
import { OutageService } from './outage.service.js';
import { StageService } from '../stage/stage.service.js';
import {
  type CyclesFixture,
  WRITERS_TIMEOUT_MS,
  startCyclesFixture,
  worker,
} from '../../../../test/support/cycles-fixture.js';

const staff: WorkContext = { actor: { id: randomUUID() }, cause: 'command:test' };
const MINUTE_MS = 60_000;
const inMs = (ms: number): string => new Date(Date.now() + ms).toISOString();
const reason = { code: 'outage', text: 'The machine stood still' };
const anybody = () => true;

describe('outages of the service', () => {
  let fixture: CyclesFixture;
  let availability: AvailabilityService;
  let outages: OutageService;

  beforeAll(async () => {
    fixture = await startCyclesFixture();
    availability = new AvailabilityService(fixture.api.get(UnitOfWork));
    outages = new OutageService(fixture.api.get(UnitOfWork));
  });
  afterAll(() => fixture.close());

  const api = (sql: string, values: unknown[] = []) =>
    fixture.api.get(EntityManager).fork().execute<{ id: string }[]>(sql, values);
  /** Every instance was last there so many minutes ago. */
  const away = (minutes: number) =>
    api(`update cycles.heartbeat set beat_at = now() - make_interval(secs => ?)`, [minutes * 60]);
  const open = async (closesIn: number) => {
    const cycles = fixture.api.get(CycleService);
    const draft = await cycles.createDraft(staff, {
      programme: { key: 'test', name: 'Test' },
      edition: '1',
      title: 'Outages',
      zone: 'Asia/Shanghai',
      stages: [
        { key: 'call', type: 'call-for-entries', window: { opens: inMs(-60 * MINUTE_MS), deadline: inMs(closesIn) } },
      ],
    });
    await cycles.publish(staff, draft.id, 1);
    await fixture.worker
      .get(StageService)
      .open(worker, { cycleId: draft.id, stageKey: 'call' }, new Date().toISOString());
    return draft.id;
  };
  const stagesOf = async (cycleId: string) =>
    (await outages.list(anybody)).flatMap(({ stages }) => stages.filter((stage) => stage.cycleId === cycleId));

  it('are none while one instance serves, at the first start of all, or in two minutes', async () => {
    const [one, other] = [randomUUID(), randomUUID()];
    await availability.beat(one);
    await away(1.5);
    await availability.beat(other);
    await api(`update cycles.heartbeat set beat_at = now() - interval '1 hour' where instance = ?`, [one]);
    await availability.beat(one);
    expect(await outages.list(anybody)).toEqual([]);
  });

  it('are kept once, and told to whom has a deadline in the last hours', async () => {
    const [soon, later] = [await open(60 * MINUTE_MS), await open(9 * 60 * MINUTE_MS)];
    await away(10);
    await Promise.all(Array.from({ length: 4 }, () => availability.beat(randomUUID())));
    const [outage, ...others] = await outages.list(anybody);
    expect(others).toEqual([]);
    const length = Date.parse(outage!.to) - Date.parse(outage!.from);
    expect(length).toBeGreaterThanOrEqual(10 * MINUTE_MS);
    expect(outage!.stages).toMatchObject([{ cycleId: soon, stageKey: 'call', confirmed: null, proposal: null }]);
    expect((await fixture.events(soon)).at(-1)).toEqual([
      'laureate.outage.found.v1',
      { cycleId: soon, outageId: outage!.id, from: outage!.from, to: outage!.to, stageKeys: ['call'] },
    ]);
    expect((await fixture.events(later)).map(([type]) => type)).not.toContain('laureate.outage.found.v1');
    const { attention } = await fixture.api.get(CycleStatusService).status(soon);
    expect(attention).toMatchObject([
      { stageKey: 'call', detail: expect.stringContaining(`outage confirm ${outage!.id}`) },
    ]);
    expect(await outages.list(() => false)).toMatchObject([{ id: outage!.id, stages: [] }]);
  });

  it('propose more time for all once a person confirms them; nothing moves by itself', async () => {
    const cycleId = await open(60 * MINUTE_MS);
    await away(30);
    await availability.beat(randomUUID());
    const { id, from, to } = (await outages.list(anybody))[0]!;
    await expect(outages.confirm(staff, { outageId: id, reason }, () => false)).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(outages.confirm(staff, { outageId: randomUUID(), reason }, anybody)).rejects.toMatchObject({
      code: 'not-found',
    });
    const own = (scope: { cycleId: string }) => scope.cycleId === cycleId;
    const confirmed = await outages.confirm(staff, { outageId: id, reason }, own);
    const before = await fixture.stage(cycleId, 'call');
    expect(confirmed.stages).toMatchObject([{ cycleId, state: 'open', proposal: { do: 'extend' } }]);
    const { deadline } = confirmed.stages[0]!.proposal!;
    const given = Date.parse(deadline.utc) - Date.parse(before.deadlineAt);
    expect(given).toBeGreaterThanOrEqual(Date.parse(to) - Date.parse(from));
    expect(given).toBeLessThan(Date.parse(to) - Date.parse(from) + MINUTE_MS);
    expect(await outages.confirm(staff, { outageId: id, reason }, own)).toEqual(confirmed);
    const told = (await fixture.events(cycleId)).filter(([type]) => type === 'laureate.outage.confirmed.v1');
    expect(told).toMatchObject([['laureate.outage.confirmed.v1', { outageId: id, reasonCode: 'outage' }]]);
    expect((await fixture.stage(cycleId, 'call')).deadlineVersion).toBe(1);
    // Another programme's cycle, touched by the same outage, is not confirmed with it.
    const all = (await outages.list(anybody)).find((outage) => outage.id === id)!.stages;
    expect(all.filter(({ confirmed: at }) => at !== null).map((stage) => stage.cycleId)).toEqual([cycleId]);
  });

  it('propose to open again what closed meanwhile', async () => {
    const cycleId = await open(60 * MINUTE_MS);
    const call = { cycleId, stageKey: 'call' };
    await fixture.windowEnded(call, WRITERS_TIMEOUT_MS);
    await fixture.worker.get(StageService).close(worker, call);
    await away(5);
    await availability.beat(randomUUID());
    const [touched] = await stagesOf(cycleId);
    expect(touched).toMatchObject({ stageKey: 'call', state: 'closing' });
    const { id } = (await outages.list(anybody))[0]!;
    const before = Date.now();
    const { stages: confirmed } = await outages.confirm(
      staff,
      { outageId: id, reason },
      (scope) => scope.cycleId === cycleId,
    );
    expect(confirmed).toMatchObject([{ proposal: { do: 'reopen' } }]);
    expect(Date.parse(confirmed[0]!.proposal!.deadline.utc)).toBeGreaterThanOrEqual(before + 5 * MINUTE_MS);
  });
});
