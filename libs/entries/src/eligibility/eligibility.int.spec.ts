import { oneHoldsTheOther, waitsForLock } from '../../../../test/support/at-once.js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  OwedService,
  StageHandlers,
  type StageContext,
  StageService,
  requireStage,
  stageAudiences,
  stageContextOf,
} from '#libs/cycles';
import { type Audience, type EventType, type Language, type LaureateEvent } from '#libs/contracts';
import { CycleContextService } from '#libs/cycles';
import { PeopleService } from '#libs/identity';
import { UnitOfWork, type Work } from '#libs/platform';
import { ACCEPTANCE, type EntriesFixture, openEntriesFixture } from '../../../../test/support/entries-fixture.js';
import { EntryService } from '../draft/entry.service.js';
import { entriesAudiences } from '../entries.audiences.js';
import { ExtensionService } from '../more-time/extension.service.js';
import { EntryListService } from '../reading/entry-list.service.js';
import { SubmitService } from '../submit/submit.service.js';
import { EligibilityQueueService } from './eligibility-queue.service.js';
import type { QueueState } from './eligibility.queries.js';
import { EligibilityService } from './eligibility.service.js';
import { type PassFailInputs, recomputePassFail } from './pass-fail.rules.js';

describe('eligibility', () => {
  let fixture: EntriesFixture;
  let service: EligibilityService;
  let unitOfWork: UnitOfWork;
  let audiences: Audience[];
  const ref = () => ({ cycleId: fixture.cycleId, stageKey: 'eligibility' });
  const page = { after: undefined, limit: 50 };
  const worker = { actor: { id: 'service:worker' }, cause: 'workflow:test' };

  beforeAll(async () => {
    fixture = await openEntriesFixture({ beside: true });
    service = fixture.module.get(EligibilityService);
    unitOfWork = fixture.module.get(UnitOfWork);
    const options = {
      unitOfWork,
      cycles: fixture.module.get(CycleContextService),
      people: fixture.module.get(PeopleService),
      handlers: fixture.module.get(StageHandlers),
      linkTo: (path: string) => `https://award.example${path}`,
    };
    audiences = [...entriesAudiences(options), ...stageAudiences(options)];
    await fixture.openCall();
  });
  afterAll(() => fixture.close());

  const stageContext = <T>(act: (stageContext: StageContext) => Promise<T>) =>
    unitOfWork.run(worker, async (work) => act(await stageContextOf(work.em, await requireStage(work.em, ref()))));
  const handler = () => fixture.module.get(StageHandlers).of('eligibility');
  const prepare = () =>
    unitOfWork.run(worker, async (work) =>
      handler().prepare!(work, await stageContextOf(work.em, await requireStage(work.em, ref()))),
    );
  const inputs = () =>
    stageContext((of) => unitOfWork.read((em) => handler().inputs!(em, of))) as Promise<PassFailInputs>;
  const event = <T extends EventType>(type: T, data: object) => ({ type, data }) as unknown as LaureateEvent<T>;
  const told = async (kind: string, of: LaureateEvent, prefix = '', language: Language = 'en') => {
    const audience = audiences.find((one) => one.kind === kind && one.on === of.type)!;
    expect(await audience.occasion(of)).toMatch(new RegExp(`^${prefix}`));
    const people = await audience.people(of);
    return { people, facts: await Promise.all(people.map((person) => audience.facts(of, person, language))) };
  };

  it('rules look, people say, and the decision is what they said', async () => {
    const good = await fixture.submitted({ title: 'Good' });
    const old = await fixture.submitted({ title: 'Old', dates: { start: '2001-01-01', end: '2002-01-01' } });
    const gone = await fixture.submitted({ title: 'Gone' });
    const waiting = await fixture.city();
    const draft = await fixture.draft(waiting.context, waiting.city.id, { title: 'Still a draft' });

    const due = { cycleId: fixture.cycleId, stageKey: 'call', step: 'P7D', deadlineVersion: 1, deadlineAt: 'x' };
    const reminder = event('laureate.reminder.due.v1', due);
    const lastStep = `ladder = '[{"step": "P7D", "at": "2020-01-01T00:00:00.000Z"}]'`;
    await fixture.setStage('call', lastStep);
    expect(await told('reminder', reminder, 'call-for-entries')).toMatchObject({
      people: [waiting.context.actor.id],
      facts: [
        { owed: ['“Still a draft” is a draft and has not been submitted'], stageKey: 'call', zone: 'Asia/Shanghai' },
      ],
    });
    const [{ occasion }] = audiences.filter(({ on }) => on === 'laureate.reminder.due.v1') as [Audience];
    expect(await occasion(reminder)).toBe(`call-for-entries/${fixture.cycleId}/call/P7D/1`);

    await fixture.closeCall();
    const check = (id: string, outcome: 'valid' | 'invalid', reason = {}) =>
      service.check(fixture.staff, ref(), id, { outcome, version: 1, ...reason });
    await expect(check(good.id, 'valid')).rejects.toMatchObject({ code: 'not-open' });
    await fixture.setStage('eligibility', "state = 'open', opened_at = now()");
    await prepare();
    await prepare();
    await fixture.module.get(EntryService).withdraw(gone.context, gone.id, null);

    const queue = await fixture.module.get(EligibilityQueueService).list(fixture.staff, ref(), page);
    expect(queue.map(({ title, rulesOutcome, verdict }) => [title, rulesOutcome, verdict])).toEqual([
      ['Good', 'valid', null],
      ['Old', 'invalid', null],
    ]);
    await expect(fixture.module.get(EligibilityQueueService).list(good.context, ref(), page)).rejects.toMatchObject({
      code: 'not-found',
    });

    // An extension lets one more in while people check.
    await fixture.module.get(ExtensionService).grant(fixture.staff, fixture.cycleId, {
      stageKey: 'call',
      target: { cityId: waiting.city.id },
      until: new Date(Date.now() + 60_000),
      reasonCode: 'power-cut',
      reasonText: 'No power.',
    });
    const owed = await unitOfWork.read(async (em) =>
      fixture.module.get(OwedService).in(em, await requireStage(em, { cycleId: fixture.cycleId, stageKey: 'call' })),
    );
    expect(owed).toEqual([]);

    await expect(check(good.id, 'invalid')).rejects.toMatchObject({ code: 'rule-violated' });
    await expect(service.check(good.context, ref(), good.id, { outcome: 'valid', version: 1 })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(service.check(fixture.staff, ref(), good.id, { outcome: 'valid', version: 2 })).rejects.toMatchObject({
      code: 'stale-version',
    });
    expect(await check(good.id, 'valid')).toMatchObject({
      verdict: { outcome: 'valid', overridden: false, revision: 1 },
    });
    const undecided = await inputs();
    expect(() => recomputePassFail(undecided)).toThrow(
      `1 of the entries have not been checked by a person: ${old.id}.`,
    );
    expect(() => handler().recompute!(undecided)).toThrow(expect.objectContaining({ code: 'conflict' }));
    const stillOwed = event('laureate.reminder.due.v1', { ...due, stageKey: 'eligibility' });
    await fixture.setStage('eligibility', lastStep);
    expect(await told('reminder', stillOwed, 'eligibility')).toMatchObject({
      people: [fixture.staff.actor.id],
      facts: [{ owed: ['one entry to check'] }],
    });

    const proof = { reasonCode: 'evidence', reasonText: 'The city proved that it goes on.' };
    expect(await check(old.id, 'valid', proof)).toMatchObject({
      verdict: { outcome: 'valid', overridden: true, ...proof },
    });
    expect(
      await fixture.module.get(EligibilityQueueService).list(fixture.staff, ref(), { ...page, state: 'open' }),
    ).toEqual([]);

    await fixture.setStage('eligibility', "state = 'closing', closed_at = now()");
    const decided = await inputs();
    expect(recomputePassFail(decided).outcomes).toEqual([
      { entryId: good.id, outcome: 'valid' },
      { entryId: old.id, outcome: 'valid' },
    ]);
    await fixture.setStage('eligibility', "state = 'deciding'");
    await expect(check(old.id, 'invalid')).rejects.toMatchObject({ code: 'conflict' });

    // Withdrawing after the close changes nothing of what was decided, however often it is read again.
    await fixture.module.get(EntryService).withdraw(old.context, old.id, null);
    expect(await inputs()).toEqual(decided);
    expect(await fixture.module.get(EntryListService).counts(fixture.cycleId)).toEqual({
      drafts: 1,
      early: 0,
      received: 3,
      withdrawn: 2,
      valid: 2,
      eligible: 1,
    });

    const released = { ...ref(), version: 9, audience: 'concerned', decisionId: draft.id };
    expect(await told('eligibility-decision', event('laureate.stage.released.v1', released))).toMatchObject({
      people: [good.context.actor.id],
      facts: [{ entries: [{ title: 'Good', outcome: 'valid', reasons: ['All rules are met.'] }] }],
    });
    const inSpanish = await told('eligibility-decision', event('laureate.stage.released.v1', released), '', 'es');
    expect(inSpanish.facts).toMatchObject([{ entries: [{ reasons: ['Se cumplen todas las reglas.'] }] }]);
    const submitted = { entryId: good.id, cycleId: fixture.cycleId, cityId: good.cityId, version: 1 };
    expect(await told('entry-received', event('laureate.entry.submitted.v1', submitted))).toMatchObject({
      people: [good.context.actor.id],
      facts: [
        {
          entryTitle: 'Good',
          version: 1,
          late: false,
          early: false,
          link: expect.stringMatching(/^https:.*\/v1\/receipts\//),
        },
      ],
    });
    const moved = { cycleId: fixture.cycleId, stageKey: 'call', deadlineVersion: 1, from: 'a', to: 'b' };
    const hearing = await told('deadline-moved', event('laureate.stage.deadline-moved.v1', moved));
    expect(hearing.people.toSorted()).toEqual([good.context.actor.id, waiting.context.actor.id].toSorted());
    const events = await fixture.db.query('select data from platform.outbox');
    expect(JSON.stringify(events.rows)).not.toMatch(/proved that|Good|Old|Ana|example/);
  });

  describe('that begins during the call', () => {
    let fixture: EntriesFixture;
    const ref = () => ({ cycleId: fixture.cycleId, stageKey: 'eligibility' });

    beforeAll(async () => {
      fixture = await openEntriesFixture({ beside: true });
      await fixture.openCall();
      await fixture.setStage('eligibility', "opens_at = now() - interval '1 minute'");
    });
    afterAll(() => fixture.close());

    const verdictOn = (id: string) =>
      fixture.module.get(EligibilityService).check(fixture.staff, ref(), id, { outcome: 'valid', version: 1 });
    const titles = async (state: QueueState) =>
      (await fixture.module.get(EligibilityQueueService).list(fixture.staff, ref(), { ...page, state })).map(
        ({ title }) => title,
      );
    const extend = (entryId: string) =>
      fixture.module.get(ExtensionService).grant(fixture.staff, fixture.cycleId, {
        stageKey: 'call',
        target: { entryId },
        until: new Date(Date.now() + 3_600_000),
        reasonCode: 'power-cut',
        reasonText: 'No power.',
      });

    it('checks what is in, then what comes in, and decides both', async () => {
      const early = await fixture.submitted({ title: 'Early' });
      const stages = (await fixture.worker()).get(StageService);
      const known = await stages.read(ref());
      expect(await stages.open(worker, { ...ref(), version: known.version }, known.opensAt)).toMatchObject({
        state: 'open',
      });
      const stageContext = async (act: (work: Work, of: StageContext) => Promise<void>) =>
        fixture.module
          .get(UnitOfWork)
          .run(worker, async (work) => act(work, await stageContextOf(work.em, await requireStage(work.em, ref()))));
      const handler = fixture.module.get(StageHandlers).of('eligibility');
      await stageContext((work, of) => handler.prepare!(work, of));
      await verdictOn(early.id);
      const later = await fixture.submitted({ title: 'Later' });
      expect([await titles('valid'), await titles('open')]).toEqual([['Early'], ['Later']]);
      await fixture.closeCall('decided');
      await stageContext((work, of) => handler.beforeDeciding!(work, of));
      await verdictOn(later.id);
      await stageContext(async (work, of) => {
        const decided = recomputePassFail((await handler.inputs!(work.em, of)) as PassFailInputs);
        expect(decided.outcomes.map(({ entryId }) => entryId)).toEqual([early.id, later.id]);
      });
    });

    it('takes what an extension lets in as long as it is open, and nothing of the call once it decides', async () => {
      await fixture.openCall();
      const { city, context } = await fixture.city();
      const [first, second] = [await fixture.draft(context, city.id), await fixture.draft(context, city.id)];
      await fixture.closeCall();
      for (const { id } of [first, second]) await extend(id);
      const submit = (id: string) => fixture.module.get(SubmitService).submit(context, id, ACCEPTANCE);
      expect(await submit(first.id)).toMatchObject({ late: true });
      await fixture.setStage('eligibility', "state = 'closing', closed_at = now()");
      await expect(submit(second.id)).rejects.toMatchObject({ code: 'deadline-passed' });
      await expect(extend(second.id)).rejects.toMatchObject({ code: 'conflict' });
    });

    it('is held by whoever withdraws, so that it cannot close over it', async () => {
      await fixture.setStage('eligibility', "state = 'open', closed_at = null");
      await fixture.openCall();
      const { id, context } = await fixture.submitted();
      await fixture.db.query('begin');
      await fixture.db.query('select cycles.lock_stage($1, $2, true)', [fixture.cycleId, 'eligibility']);
      const withdrawing = fixture.module.get(EntryService).withdraw(context, id, null);
      try {
        await waitsForLock(fixture.db, withdrawing);
      } finally {
        await fixture.db.query('rollback');
      }
      expect(await withdrawing).toMatchObject({ state: 'withdrawn' });
    });
  });

  it('takes a verdict while the rules are being evaluated', async () => {
    const fixture = await openEntriesFixture({ beside: true });
    try {
      await fixture.openCall();
      const { id } = await fixture.submitted({ title: 'At once' });
      await fixture.setStage('eligibility', "state = 'open', opened_at = now()");
      const service = fixture.module.get(EligibilityService);
      const ref = { cycleId: fixture.cycleId, stageKey: 'eligibility' };
      const [evaluated, checked] = await oneHoldsTheOther(
        { unitOfWork: fixture.module.get(UnitOfWork), context: worker, db: fixture.db },
        async (work) => service.evaluateAll(work, await requireStage(work.em, ref)),
        () => service.check(fixture.staff, ref, id, { outcome: 'valid', version: 1 }),
      );
      expect(evaluated.status).toBe('fulfilled');
      expect(checked).toMatchObject({
        status: 'fulfilled',
        value: { verdict: { outcome: 'valid', overridden: false } },
      });
    } finally {
      await fixture.close();
    }
  });
});
