import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { StageRef } from '#libs/contracts';
import { EarlyClosingService, PauseService } from '#libs/cycles';
import { BallotService, DecisionService, RecusalService, ReviewService } from '#libs/judging';
import type { RequestContext } from '#libs/platform';
import { type JudgingFixture, openJudgingFixture } from '../../../../test/support/judging-fixture.js';

const system = { actor: { id: 'service:worker' }, cause: 'workflow:test' };

describe('a stage in which nothing is owed any more', () => {
  let fixture: JudgingFixture;
  let closing: EarlyClosingService;
  let experts: RequestContext[];

  beforeAll(async () => {
    const screening = { reviewsPerEntry: 2, quotas: { shortlisted: 2, deserving: 0 } };
    fixture = await openJudgingFixture({ countries: ['KE', 'ES'], screening, closesEarly: ['screening'] });
    closing = fixture.worker.get(EarlyClosingService);
    experts = [await fixture.seat(fixture.screening, 'chair')];
    for (let i = 0; i < 2; i++) experts.push(await fixture.seat(fixture.screening, 'member'));
    await fixture.openStage(fixture.screening);
  });
  afterAll(() => fixture?.close());

  const stateOf = async () =>
    (await fixture.db.query<{ state: string }>(`select state from cycles.stage where key = 'screening'`)).rows[0]!
      .state;
  const write = async (who: RequestContext, assignmentId: string) => {
    const scores = { innovation: 3, effectiveness: 3, context: 3, replicability: 3, relevance: 3 };
    await fixture.api.get(ReviewService).write(who, assignmentId, 0, { scores, comment: 'Read.' });
  };
  const owed = async () => {
    const lists = await Promise.all(
      experts.map(async (who) => {
        const own = await fixture.api.get(ReviewService).list(who.principal, fixture.screening);
        return own.filter(({ state }) => state === 'open').map(({ id }) => ({ who, id }));
      }),
    );
    return lists.flat();
  };

  it('is not one whose entries are not assigned yet', async () => {
    expect(await closing.isDue(fixture.screening)).toBe(false);
    expect(await closing.close(system, fixture.screening)).toMatchObject({ state: 'open' });
    await fixture.worker.get(DecisionService).prepare(system, fixture.screening);
    expect(await closing.isDue(fixture.screening)).toBe(false);
  });

  it('is not one in which a recusal has given the last review to somebody else', async () => {
    for (const { who, id } of (await owed()).slice(1)) await write(who, id);
    const [{ who, id }] = (await owed()) as [{ who: RequestContext; id: string }];
    const { entryId } = await fixture.api.get(ReviewService).read(who.principal, id);
    await fixture.api.get(RecusalService).declare(who, fixture.screening, { entryId, reasonCode: 'adviser' });
    expect(await owed()).toHaveLength(1);
    expect(await closing.isDue(fixture.screening)).toBe(false);
  });

  it('is closed once when its two last reviews come at once, and not while the cycle is paused', async () => {
    const one = (await owed())[0]!;
    // One more review is owed besides the last one.
    const [, other] = (
      await fixture.db.query<{ id: string; person_id: string }>(
        `update judging.assignment set state = 'open', version = 0 where id in (
           select id from judging.assignment where state = 'done' and person_id <> $1 limit 2) returning id, person_id`,
        [one.who.actor.id],
      )
    ).rows;
    await fixture.db.query(
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
        return closing.isDue(fixture.screening);
      }),
    );
    expect(asked).toContain(true);
    const by = { commandId: randomUUID(), actorId: fixture.staff.actor.id };
    await fixture.worker.get(PauseService).pause(fixture.staff, fixture.cycleId, by);
    expect(await closing.waiting(fixture.cycleId)).toEqual([]);
    expect(await closing.isDue(fixture.screening)).toBe(false);
    await expect(closing.close(system, fixture.screening)).rejects.toMatchObject({ code: 'paused' });
    await fixture.worker.get(PauseService).resume(fixture.staff, fixture.cycleId, { ...by, commandId: randomUUID() });
    expect(await closing.waiting(fixture.cycleId)).toEqual(['screening']);
    expect(await closing.isDue(fixture.screening)).toBe(true);
    await Promise.all([1, 2, 3].map(() => closing.close(system, fixture.screening)));
    expect(await stateOf()).toBe('closing');
    expect(await fixture.events('laureate.stage.closed.v1')).toHaveLength(1);
  });

  it('keeps its window where the definition does not say that it closes early', async () => {
    const { jury } = fixture;
    const ids = fixture.entries.map(({ id }) => id);
    await fixture.decided('screening', 'shortlisted', ids);
    const juror = await fixture.seat(jury, 'chair');
    await fixture.openStage(jury);
    await fixture.worker.get(DecisionService).prepare(system, jury);
    await fixture.api.get(BallotService).cast(juror, jury, { ranking: ids.map((id) => [id]) });
    expect(await closing.isDue(jury)).toBe(false);
    expect(await closing.close(system, jury)).toMatchObject({ state: 'open' });
  });
});

describe('eligibility in which nothing is owed any more', () => {
  let fixture: JudgingFixture;
  let closing: EarlyClosingService;
  let eligibility: StageRef;
  let call: StageRef;

  beforeAll(async () => {
    fixture = await openJudgingFixture({
      countries: ['KE', 'ES'],
      eligibilityToDo: true,
      closesEarly: ['eligibility'],
    });
    closing = fixture.worker.get(EarlyClosingService);
    [eligibility, call] = ['eligibility', 'call'].map((stageKey) => ({ cycleId: fixture.cycleId, stageKey })) as [
      StageRef,
      StageRef,
    ];
    for (const ref of [call, eligibility]) await fixture.openStage(ref);
    await fixture.worker.get(DecisionService).prepare(system, eligibility);
    await fixture.db.query(
      `insert into entries.eligibility_check
       select (jsonb_populate_record(k, '{"sequence": 2, "outcome": "valid"}')).* from entries.eligibility_check k
       where entry_id = $1`,
      [fixture.entries[0]!.id],
    );
  });
  afterAll(() => fixture?.close());

  const isDue = () => closing.isDue(eligibility);

  it('waits for each entry that is not withdrawn, for the call, and for who has more time', async () => {
    await fixture.closeStage(call);
    expect(await isDue()).toBe(false);
    await fixture.db.query(`update entries.entry set state = 'withdrawn', withdrawn_at = now() where id = $1`, [
      fixture.entries[1]!.id,
    ]);
    expect(await isDue()).toBe(true);
    await fixture.setStage(call, `state = 'open', closed_at = null`);
    expect(await isDue()).toBe(false);
    await fixture.closeStage(call);
    const extension = randomUUID();
    await fixture.db.query(
      `insert into entries.extension (id, cycle_id, stage_key, city_id, until, reason_code, reason_text, granted_by, granted_at)
       values ($1, $2, 'call', $3, now() + interval '1 hour', 'test', 'test', 'test', now() - interval '1 day')`,
      [extension, fixture.cycleId, fixture.entries[0]!.cityId],
    );
    expect(await isDue()).toBe(false);
    await fixture.db.query(`update entries.extension set until = now() where id = $1`, [extension]);
    expect(await isDue()).toBe(true);
  });
});
