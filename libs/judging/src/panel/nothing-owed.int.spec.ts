import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { StageRef } from '#libs/contracts';
import { EarlyClosingService, PauseService } from '#libs/cycles';
import { BallotService, DecisionService, RecusalService, ReviewService } from '#libs/judging';
import type { RequestContext } from '#libs/platform';
import { type House, openHouse } from '../../../../test/support/judging-house.js';

const system = { actor: { id: 'service:worker' }, cause: 'workflow:test' };

describe('a stage in which nothing is owed any more', () => {
  let house: House;
  let closing: EarlyClosingService;
  let experts: RequestContext[];

  beforeAll(async () => {
    const screening = { reviewsPerEntry: 2, quotas: { shortlisted: 2, deserving: 0 } };
    house = await openHouse({ countries: ['KE', 'ES'], screening, closesEarly: ['screening'] });
    closing = house.worker.get(EarlyClosingService);
    experts = [await house.seat(house.screening, 'chair')];
    for (let i = 0; i < 2; i++) experts.push(await house.seat(house.screening, 'member'));
    await house.openStage(house.screening);
  });
  afterAll(() => house?.close());

  const stateOf = async () =>
    (await house.db.query<{ state: string }>(`select state from cycles.stage where key = 'screening'`)).rows[0]!.state;
  const write = async (who: RequestContext, assignmentId: string) => {
    const scores = { innovation: 3, effectiveness: 3, context: 3, replicability: 3, relevance: 3 };
    await house.api.get(ReviewService).write(who, assignmentId, 0, { scores, comment: 'Read.' });
  };
  const owed = async () => {
    const lists = await Promise.all(
      experts.map(async (who) => {
        const own = await house.api.get(ReviewService).list(who.principal, house.screening);
        return own.filter(({ state }) => state === 'open').map(({ id }) => ({ who, id }));
      }),
    );
    return lists.flat();
  };

  it('is not one whose entries are not assigned yet', async () => {
    expect(await closing.isDue(house.screening)).toBe(false);
    expect(await closing.close(system, house.screening)).toMatchObject({ state: 'open' });
    await house.worker.get(DecisionService).prepare(system, house.screening);
    expect(await closing.isDue(house.screening)).toBe(false);
  });

  it('is not one in which a recusal has given the last review to somebody else', async () => {
    for (const { who, id } of (await owed()).slice(1)) await write(who, id);
    const [{ who, id }] = (await owed()) as [{ who: RequestContext; id: string }];
    const { entryId } = await house.api.get(ReviewService).read(who.principal, id);
    await house.api.get(RecusalService).declare(who, house.screening, { entryId, reasonCode: 'adviser' });
    expect(await owed()).toHaveLength(1);
    expect(await closing.isDue(house.screening)).toBe(false);
  });

  it('is closed once when its two last reviews come at once, and not while the cycle is paused', async () => {
    const one = (await owed())[0]!;
    // One more review is owed besides the last one.
    const [, other] = (
      await house.db.query<{ id: string; person_id: string }>(
        `update judging.assignment set state = 'open', version = 0 where id in (
           select id from judging.assignment where state = 'done' and person_id <> $1 limit 2) returning id, person_id`,
        [one.who.actor.id],
      )
    ).rows;
    await house.db.query(
      'delete from judging.review r using judging.assignment a where a.id = r.assignment_id and a.version = 0',
    );
    const rest = (await owed()).filter(({ id }) => id !== one.id && id !== other!.id);
    for (const { who, id } of rest) await write(who, id);
    const last = await owed();
    expect(last).toHaveLength(2);

    // Each asks only after its own review is committed: whichever is later sees both.
    const asked = await Promise.all(
      last.map(async ({ who, id }) => {
        await write(who, id);
        return closing.isDue(house.screening);
      }),
    );
    expect(asked).toContain(true);
    const by = { commandId: randomUUID(), actorId: house.staff.actor.id };
    await house.worker.get(PauseService).pause(house.staff, house.cycleId, by);
    expect(await closing.waiting(house.cycleId)).toEqual([]);
    expect(await closing.isDue(house.screening)).toBe(false);
    await expect(closing.close(system, house.screening)).rejects.toMatchObject({ code: 'paused' });
    await house.worker.get(PauseService).resume(house.staff, house.cycleId, { ...by, commandId: randomUUID() });
    expect(await closing.waiting(house.cycleId)).toEqual(['screening']);
    expect(await closing.isDue(house.screening)).toBe(true);
    await Promise.all([1, 2, 3].map(() => closing.close(system, house.screening)));
    expect(await stateOf()).toBe('closing');
    expect(await house.events('laureate.stage.closed.v1')).toHaveLength(1);
  });

  it('keeps its window where the definition does not say that it closes early', async () => {
    const { jury } = house;
    const ids = house.entries.map(({ id }) => id);
    await house.decided('screening', 'shortlisted', ids);
    const juror = await house.seat(jury, 'chair');
    await house.openStage(jury);
    await house.worker.get(DecisionService).prepare(system, jury);
    await house.api.get(BallotService).cast(juror, jury, { ranking: ids.map((id) => [id]) });
    expect(await closing.isDue(jury)).toBe(false);
    expect(await closing.close(system, jury)).toMatchObject({ state: 'open' });
  });
});

describe('eligibility in which nothing is owed any more', () => {
  let house: House;
  let closing: EarlyClosingService;
  let eligibility: StageRef;
  let call: StageRef;

  beforeAll(async () => {
    house = await openHouse({ countries: ['KE', 'ES'], eligibilityToDo: true, closesEarly: ['eligibility'] });
    closing = house.worker.get(EarlyClosingService);
    [eligibility, call] = ['eligibility', 'call'].map((stageKey) => ({ cycleId: house.cycleId, stageKey })) as [
      StageRef,
      StageRef,
    ];
    for (const ref of [call, eligibility]) await house.openStage(ref);
    await house.worker.get(DecisionService).prepare(system, eligibility);
    await house.db.query(
      `insert into entries.eligibility_check
       select (jsonb_populate_record(k, '{"sequence": 2, "outcome": "valid"}')).* from entries.eligibility_check k
       where entry_id = $1`,
      [house.entries[0]!.id],
    );
  });
  afterAll(() => house?.close());

  const isDue = () => closing.isDue(eligibility);

  it('waits for each entry that is not withdrawn, for the call, and for who has more time', async () => {
    await house.closeStage(call);
    expect(await isDue()).toBe(false);
    await house.db.query(`update entries.entry set state = 'withdrawn', withdrawn_at = now() where id = $1`, [
      house.entries[1]!.id,
    ]);
    expect(await isDue()).toBe(true);
    await house.setStage(call, `state = 'open', closed_at = null`);
    expect(await isDue()).toBe(false);
    await house.closeStage(call);
    const extension = randomUUID();
    await house.db.query(
      `insert into entries.extension (id, cycle_id, stage_key, city_id, until, reason_code, reason_text, granted_by, granted_at)
       values ($1, $2, 'call', $3, now() + interval '1 hour', 'test', 'test', 'test', now() - interval '1 day')`,
      [extension, house.cycleId, house.entries[0]!.cityId],
    );
    expect(await isDue()).toBe(false);
    await house.db.query(`update entries.extension set until = now() where id = $1`, [extension]);
    expect(await isDue()).toBe(true);
  });
});
