import { lockClarification } from './clarification-access.js';
import { oneHoldsTheOther, waitsForLock } from '../../../../test/support/at-once.js';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestingModule } from '@nestjs/testing';
import { type Audience, type EventType, type Language, type LaureateEvent } from '#libs/contracts';
import {
  CycleContextService,
  TooEarlyError,
  PauseService,
  StageHandlers,
  type StageContext,
  requireStage,
  stageContextOf,
} from '#libs/cycles';
import { PeopleService } from '#libs/identity';
import { type RequestContext, UnitOfWork, type WorkContext } from '#libs/platform';
import { type EntriesFixture, openEntriesFixture } from '../../../../test/support/entries-fixture.js';
import { BulkVerdictService } from '../eligibility/bulk-verdict.service.js';
import { EligibilityQueueService } from '../eligibility/eligibility-queue.service.js';
import { EligibilityService } from '../eligibility/eligibility.service.js';
import { type PassFailInputs, recomputePassFail } from '../eligibility/pass-fail.rules.js';
import { entriesAudiences } from '../entries.audiences.js';
import { verifyContent } from '../form/content-digest.rules.js';
import { GUANGZHOU_FORM } from '../form/form.js';
import { EntryReaderService } from '../reading/entry-reader.service.js';
import { ClarificationAnswerService } from './clarification-answer.service.js';
import { ClarificationReaderService } from './clarification-reader.service.js';
import { ClarificationRunService } from './clarification-run.service.js';
import { openClarificationsOf } from './clarification.queries.js';
import type { Asked } from './clarification.rules.js';
import { ClarificationService } from './clarification.service.js';

const MINUTE_MS = 60_000;
/**
 * How long a writer that began in time may take, in this suite: longer than any test takes, so that
 * none is ended by a stall.
 */
const WRITERS_MS = 60 * MINUTE_MS;

describe('clarifications', () => {
  let fixture: EntriesFixture;
  let worker: TestingModule;
  let asking: ClarificationService;
  let answering: ClarificationAnswerService;
  let reading: ClarificationReaderService;
  let running: ClarificationRunService;
  let audiences: Audience[];
  const ref = () => ({ cycleId: fixture.cycleId, stageKey: 'eligibility' });
  const context = { actor: { id: 'service:worker' }, cause: 'workflow:test' };
  const title = { pointer: '/title', question: 'Is this its full title?' };

  beforeAll(async () => {
    fixture = await openEntriesFixture();
    worker = await fixture.worker(WRITERS_MS);
    asking = fixture.module.get(ClarificationService);
    answering = fixture.module.get(ClarificationAnswerService);
    reading = fixture.module.get(ClarificationReaderService);
    running = worker.get(ClarificationRunService);
    audiences = entriesAudiences({
      unitOfWork: fixture.module.get(UnitOfWork),
      cycles: fixture.module.get(CycleContextService),
      people: fixture.module.get(PeopleService),
      linkTo: (path) => `https://award.example${path}`,
    });
  });
  afterAll(() => fixture.close());

  /** An entry that came in, after the call has closed for good; eligibility is open for a while. */
  async function checked(more = {}) {
    await fixture.openCall();
    const entry = await fixture.submitted({ dates: { start: '2024-03-01', end: '2026-01-01' }, ...more });
    await fixture.closeCall('decided');
    await fixture.setStage(
      'eligibility',
      `state = 'open', opens_at = now() - interval '1 h', opened_at = now(), closed_at = null,
       deadline_at = date_trunc('milliseconds', now()) + interval '20 days', hard_close_at = now() + interval '20 days'`,
    );
    return entry;
  }
  const ask = (entryId: string, fields: Asked[] = [title], dueAt?: Date) =>
    asking.ask(fixture.staff, ref(), { entryId, fields, dueAt });
  const soon = (ms: number) => new Date(Date.now() + ms);
  const due = (id: string, at: Date) =>
    fixture.db.query(
      `update entries.clarification set due_at = $2, asked_at = least(asked_at, $2::timestamptz - interval '1 day')
       where id = $1`,
      [id, at],
    );
  /**
   * Does something in a transaction that began so many ms before the clarification was to be
   * answered (after it, when negative).
   */
  const judged = <T>(of: TestingModule, by: WorkContext, id: string, before: number, act: () => Promise<T>) =>
    of.get(UnitOfWork).run(by, async (work) => {
      await due(id, new Date((await work.now()).getTime() + before));
      return act();
    });
  const facts = (id: string) => running.facts(id);
  const event = <T extends EventType>(type: T, data: object) => ({ type, data }) as unknown as LaureateEvent<T>;
  const told = async (kind: string, type: EventType, data: object, language: Language = 'en') => {
    const audience = audiences.find((one) => one.kind === kind)!;
    const of = event(type, { ...ref(), ...data });
    const people = await audience.people(of);
    return { people, facts: people[0] ? await audience.facts(of, people[0], language) : null };
  };
  const problem = (act: Promise<unknown>) =>
    act.then(
      () => null,
      (error: { document?: object }) => error.document ?? error,
    );

  it('asks for named fields, and the answer is a version that differs in these alone, after the hard close', async () => {
    const { id: entryId, context: city } = await checked();
    const asked = await ask(entryId, [title, { pointer: '/dates/end', question: 'When did it end?' }]);
    expect(asked).toMatchObject({
      entryId,
      entryVersion: 1,
      state: 'open',
      askedBy: fixture.staff.actor.id,
      onTimeout: 'decide-as-is',
      answerBy: { zone: 'Asia/Shanghai' },
      answerByOfCity: { zone: 'Africa/Nairobi' },
      draft: null,
      version: 0,
    });
    const days = (Date.parse(asked.answerBy.utc) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(13.9);
    expect(days).toBeLessThan(14.1);
    const open = await fixture.module.get(UnitOfWork).read((em) => openClarificationsOf(em, [entryId, randomUUID()]));
    expect([...open.values()]).toMatchObject([{ id: asked.id, entryId, askedBy: fixture.staff.actor.id }]);

    expect(await problem(answering.answer(city, asked.id))).toMatchObject({
      errors: [{ pointer: '/answers/~1title' }, { pointer: '/answers/~1dates~1end' }],
    });
    const saved = await answering.save(city, asked.id, 0, { '/title': 'A fuller title' });
    expect(saved).toMatchObject({ version: 1, draft: { answers: { '/title': 'A fuller title' } } });
    // Until it is sent, it is the city's own.
    expect(await reading.get(fixture.staff, asked.id)).toMatchObject({ draft: null });
    await answering.save(city, asked.id, 1, { '/title': 'A fuller title', '/dates/end': '2026-02-02' });
    const office = { ...city, principal: { ...city.principal!, office: true } };
    expect(await problem(answering.answer(office, asked.id, 2))).toMatchObject({ errors: [{ pointer: '/signatory' }] });
    const receipt = await answering.answer(office, asked.id, 2, { name: 'Ana', function: 'Head of office' });
    expect(receipt).toMatchObject({ entryId, version: 2, late: false });
    const signed = await fixture.db.query('select act, name from entries.signatory where entry_id = $1', [entryId]);
    expect(signed.rows).toEqual([{ act: 'answered', name: 'Ana' }]);

    const { rows } = await fixture.db.query<
      Record<'content' | 'salts' | 'hmacs' | 'attachments', never> & { digest: string; of: string }
    >(
      `select content, salts, hmacs, attachments, digest, clarification_id as of from entries.entry_version where entry_id = $1 order by version`,
      [entryId],
    );
    const [before, after] = rows as [(typeof rows)[0], (typeof rows)[0]];
    expect(after.content).toEqual({
      ...(before.content as object),
      title: 'A fuller title',
      dates: { start: '2024-03-01', end: '2026-02-02' },
    });
    expect(after).toMatchObject({ digest: receipt.digest, of: asked.id });
    expect(verifyContent(after)).toEqual({ erased: [], faults: [] });
    expect(await fixture.module.get(EntryReaderService).verifyReceipt(receipt.receiptId)).toMatchObject({ version: 2 });
    const consents = await fixture.db.query('select * from entries.consent where entry_id = $1', [entryId]);
    expect(consents.rows).toMatchObject([{ version: 1 }, { version: 2, rules_version: '1' }]);
    // The draft has it too, so that nothing comes back by a later submit.
    const drafted = await fixture.db.query(
      `select content ->> 'title' as title, content #>> '{dates,end}' as until from entries.entry_section s
       where entry_id = $1 and (content ? 'title' or content ? 'dates')
         and version = (select max(version) from entries.entry_section_version v where (v.entry_id, v.key) = (s.entry_id, s.key))
       `,
      [entryId],
    );
    expect(
      drafted.rows.reduce((all, { title: of, until }) => ({ title: of ?? all.title, until: until ?? all.until }), {}),
    ).toEqual({ title: 'A fuller title', until: '2026-02-02' });
    expect(await reading.get(city, asked.id)).toMatchObject({ state: 'answered', answered: { version: 2 } });
    expect(await problem(answering.answer(city, asked.id))).toMatchObject({
      detail: 'This clarification has been answered.',
    });
    const { rows: events } = await fixture.db.query(
      `select type from platform.outbox where subject = $1 order by sequence`,
      [asked.id],
    );
    expect(events.map(({ type }: { type: string }) => type)).toEqual([
      'laureate.clarification.asked.v1',
      'laureate.clarification.answered.v1',
    ]);
    // What is sent to people and services holds no word of it.
    const { rows: texts } = await fixture.db.query(
      `select 1 from platform.outbox where data::text ~ 'fuller|full title' limit 1`,
    );
    expect(texts).toEqual([]);
  });

  it('the database refuses an answer that changes anything else, whoever writes it', async () => {
    const { id: entryId } = await checked();
    const { id } = await ask(entryId, [{ pointer: '/dates', question: 'When?' }]);
    const insert = (change: string) =>
      fixture.db.query(
        `insert into entries.entry_version (entry_id, version, content, salts, hmacs, digest, digest_algorithm, revision,
           submitted_at, submitted_by, late, clarification_id)
         select entry_id, version + 1, ${change}, salts, hmacs, digest, digest_algorithm, revision, now(), 'x', late, $2
         from entries.entry_version where entry_id = $1`,
        [entryId, id],
      );
    for (const change of [
      `jsonb_set(content, '{title}', '"Another"')`,
      `content - 'abstract'`,
      `content || '{"more": 1}'`,
      `jsonb_set(jsonb_set(content, '{dates,start}', '"2025-01-01"'), '{outcomes,results}', '"Better."')`,
    ])
      await expect(insert(change)).rejects.toThrow('an answer changes the named fields only');
    await fixture.db.query('begin');
    await insert(`jsonb_set(content, '{dates,start}', '"2025-01-01"')`);
    await fixture.db.query('rollback');
  });

  it('requirement 12: a stale tab loses no text of an answer', async () => {
    const { id: entryId, context: city } = await checked();
    const { id } = await ask(entryId);
    await answering.save(city, id, 0, { '/title': 'Mine' });
    expect(await problem(answering.save(city, id, 0, { '/title': 'Yours' }))).toMatchObject({
      yours: { '/title': 'Yours' },
      theirs: { '/title': 'Mine' },
      version: 1,
    });
  });

  it('refuses what is not asked about, and what does not fit the form, by field', async () => {
    const { id: entryId, context: city } = await checked();
    const { id } = await ask(entryId, [{ pointer: '/dates/end', question: 'When did it end?' }]);
    expect(await problem(answering.save(city, id, 0, { '/title': 'Better' }))).toMatchObject({
      errors: [{ pointer: '/answers/~1title', message: 'is not asked about', allowed: '/dates/end' }],
    });
    expect(await problem(answering.save(city, id, 0, { '/dates/end': 'soon' }))).toMatchObject({
      errors: [{ pointer: '/answers/~1dates~1end', message: 'must be a date' }],
    });
    expect(await problem(answering.save(fixture.staff, id, 0, { '/dates/end': '2026-01-01' }))).toMatchObject({
      status: 403,
    });
    const stranger = await fixture.city();
    expect(await problem(reading.get(stranger.context, id))).toMatchObject({ status: 404 });
    expect(await problem(answering.answer(stranger.context, id))).toMatchObject({ status: 404 });
  });

  it('asks about fields of the form only, one clarification at a time, and none that outlasts the decision', async () => {
    const { id: entryId } = await checked();
    const fields = (...pointers: string[]) => pointers.map((pointer) => ({ pointer, question: 'Why?' }));
    expect(await problem(ask(entryId, fields('/nowhere', '/dates', '/dates/end', '/title', '/title')))).toMatchObject({
      errors: [
        { pointer: '/fields/0', message: 'is no field of this form' },
        { pointer: '/fields/2', message: 'is inside another field that is named' },
        { pointer: '/fields/3', message: 'is named twice' },
        { pointer: '/fields/4', message: 'is named twice' },
      ],
    });
    const { rows } = await fixture.db.query<{ at: Date }>(
      `select deadline_at as at from cycles.stage where cycle_id = $1 and key = 'eligibility'`,
      [fixture.cycleId],
    );
    const latest = rows[0]!.at.toISOString();
    const beyond = (await problem(ask(entryId, [title], soon(21 * 86_400_000)))) as { errors: { allowed: string }[] };
    expect(beyond).toMatchObject({ status: 422, errors: [{ pointer: '/dueAt' }] });
    expect(beyond.errors[0]!.allowed).toContain(`until ${latest}`);
    expect(await problem(ask(entryId, [{ section: 'nowhere', question: 'Why?' }]))).toMatchObject({
      errors: [{ pointer: '/fields/0', message: 'is no field of this form' }],
    });
    const { id } = await ask(entryId, [title, { section: 'outcomes', question: 'What else?' }], new Date(latest));
    expect(await reading.get(fixture.staff, id)).toMatchObject({ fields: ['/title', '/outcomes'] });
    expect(await problem(ask(entryId))).toMatchObject({ status: 409, clarificationId: id });
    const draft = await fixture.city();
    const { id: drafted } = await fixture.draft(draft.context, draft.city.id);
    expect(await problem(ask(drafted))).toMatchObject({ detail: 'This entry is draft; nothing is asked about it.' });
    await fixture.setStage('eligibility', `state = 'closing', closed_at = now()`);
    expect(await problem(ask(drafted))).toMatchObject({ status: 409 });
  });

  it('reminds and ends it without an answer, each once, when whoever began in time has finished', async () => {
    const { id: entryId, context: city } = await checked();
    const { id } = await ask(entryId);
    const step = { ...ref(), clarificationId: id, step: 'P1D', deadlineVersion: 1 };
    await running.remind(context, step);
    await running.remind(context, step);
    const timeOut = (before: number) => judged(worker, context, id, before, () => running.timeOut(context, step));
    await expect(timeOut(MINUTE_MS)).rejects.toThrow(TooEarlyError);
    const save = () => answering.save(city, id, 0, { '/title': 'In the last moment' });
    expect(await judged(fixture.module, city, id, 1, save)).toMatchObject({ version: 1 });
    expect(await problem(judged(fixture.module, city, id, 0, () => answering.answer(city, id)))).toMatchObject({
      type: expect.stringContaining('deadline-passed') as unknown,
      deadline: { zone: 'Asia/Shanghai' },
    });
    // Whoever began a moment before may still be writing.
    await expect(timeOut(MINUTE_MS - WRITERS_MS)).rejects.toThrow(TooEarlyError);
    expect(await timeOut(-WRITERS_MS)).toMatchObject({ state: 'timed-out' });
    expect(await running.timeOut(context, step)).toMatchObject({ state: 'timed-out' });
    const { rows } = await fixture.db.query<{ type: string; n: number }>(
      `select type, count(*)::int as n from platform.outbox where subject = $1 group by type order by type`,
      [id],
    );
    expect(rows).toEqual([
      { type: 'laureate.clarification.asked.v1', n: 1 },
      { type: 'laureate.clarification.reminder-due.v1', n: 1 },
      { type: 'laureate.clarification.timed-out.v1', n: 1 },
    ]);
    // Nothing was decided: it is back in the queue of whoever asked, who may ask again.
    const checks = await fixture.db.query(
      'select 1 from entries.eligibility_check where entry_id = $1 and sequence > 1',
      [entryId],
    );
    expect(checks.rows).toEqual([]);
    await ask(entryId);
  });

  it('finds the entry invalid without an answer, where the definition says so', async () => {
    const { id: entryId } = await checked();
    const { id } = await ask(entryId);
    await fixture.db.query(`update entries.clarification set on_timeout = 'invalid' where id = $1`, [id]);
    await judged(worker, context, id, -WRITERS_MS, () =>
      running.timeOut(context, { ...ref(), clarificationId: id, deadlineVersion: 1 }),
    );
    const unitOfWork = worker.get(UnitOfWork);
    const stageContext = (em: Parameters<typeof requireStage>[0]): Promise<StageContext> =>
      requireStage(em, ref()).then((stage) => stageContextOf(em, stage));
    const entries = await unitOfWork.read(async (em) =>
      worker.get(EligibilityService).decisionEntries(em, (await stageContext(em)).stage),
    );
    const own = entries.filter((entry) => entry.entryId === entryId);
    expect(own).toMatchObject([
      { verdict: { outcome: 'invalid', overridden: true, reasonCode: 'clarification-unanswered' } },
    ]);
    const inputs: PassFailInputs = { mode: 'pass-fail', entries: own };
    expect(recomputePassFail(inputs).outcomes).toEqual([{ entryId, outcome: 'invalid' }]);
  });

  describe('of an answer and a time-out at once', () => {
    const answeredWith = async () => {
      const { id: entryId, context: city } = await checked();
      const { id } = await ask(entryId);
      await answering.save(city, id, 0, { '/title': 'In the last moment' });
      // This one waits for no writers: that the answer is still being written when it comes is what is looked at.
      const impatient = await fixture.worker(0);
      const timeOut = () =>
        impatient.get(ClarificationRunService).timeOut(context, { ...ref(), clarificationId: id, deadlineVersion: 1 });
      return { id, city, impatient, timeOut, answer: () => answering.answer(city, id) };
    };

    it('the answer that was first is in, and the time-out finds it', async () => {
      const { id, city, timeOut, answer } = await answeredWith();
      const meeting = { unitOfWork: fixture.module.get(UnitOfWork), context: city, db: fixture.db };
      const [answered, timedOut] = await oneHoldsTheOther(
        meeting,
        async (work) => {
          await due(id, new Date((await work.now()).getTime() + 1));
          return answer();
        },
        timeOut,
      );
      expect(answered).toMatchObject({ status: 'fulfilled', value: { version: 2 } });
      expect(timedOut).toMatchObject({ status: 'fulfilled', value: { state: 'answered' } });
      expect(await facts(id)).toMatchObject({ state: 'answered' });
    });

    it('the time-out that was first holds, though the answer began before the deadline', async () => {
      const { id, city, impatient, timeOut, answer } = await answeredWith();
      const began = Promise.withResolvers<Date>();
      const goOn = Promise.withResolvers<void>();
      const answered = fixture.module.get(UnitOfWork).run(city, async (work) => {
        began.resolve(await work.now());
        await goOn.promise;
        return answer();
      });
      const dueAt = new Date((await began.promise).getTime() + 1);
      await due(id, dueAt);
      await fixture.db.query('select pg_sleep_until($1)', [dueAt]);
      const meeting = { unitOfWork: impatient.get(UnitOfWork), context, db: fixture.db };
      const [timedOut, written] = await oneHoldsTheOther(meeting, timeOut, () => {
        goOn.resolve();
        return answered;
      });
      expect(timedOut).toMatchObject({ status: 'fulfilled', value: { state: 'timed-out' } });
      expect(written).toMatchObject({ status: 'rejected', reason: { code: 'deadline-passed' } });
      expect(await facts(id)).toMatchObject({ state: 'timed-out' });
    });
  });

  it('of an answer that waits for a cancellation, neither is ended by a deadlock', async () => {
    const { id: entryId, context: city } = await checked();
    const { id } = await ask(entryId);
    await answering.save(city, id, 0, { '/title': 'At the same moment' });
    const [locked, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const cancelled = fixture.module.get(UnitOfWork).run(fixture.staff, async (work) => {
      await lockClarification(work, id);
      locked.resolve();
      await goOn.promise;
      return asking.cancel(fixture.staff, id, null);
    });
    await Promise.race([locked.promise, cancelled]);
    const answered = problem(answering.answer(city, id));
    await waitsForLock(fixture.db, answered).finally(goOn.resolve);
    expect(await cancelled).toMatchObject({ state: 'cancelled' });
    expect(await answered).toMatchObject({ detail: 'This clarification was cancelled.' });
  });

  it('an entry whose city is asked is out of the queue, and comes back to whoever asked', async () => {
    const colleague = await fixture.person('secretariat');
    const queue = fixture.module.get(EligibilityQueueService);
    const service = fixture.module.get(EligibilityService);
    const page = { after: undefined, limit: 100 };
    const states = async (entryId: string) => {
      const found: string[] = [];
      for (const state of ['open', 'asked'] as const)
        for (const each of await queue.list(colleague, ref(), { ...page, state }))
          if (each.entryId === entryId) found.push(state);
      return found;
    };
    for (const end of ['answered', 'cancelled', 'timed-out'] as const) {
      const { id: entryId, context: city } = await checked();
      await queue.take(fixture.staff, ref(), entryId);
      expect(await problem(asking.ask(colleague, ref(), { entryId, fields: [title] }))).toMatchObject({ status: 409 });
      const { id } = await ask(entryId);
      expect(await states(entryId)).toEqual(['asked']);
      expect(await problem(queue.take(colleague, ref(), entryId))).toMatchObject({ status: 409, clarificationId: id });
      const verdict = { outcome: 'valid' as const, version: 1 };
      expect(await problem(service.check(fixture.staff, ref(), entryId, verdict))).toMatchObject({
        clarificationId: id,
      });
      const bulk = { outcome: 'valid' as const, of: { entryIds: [entryId] } };
      expect(await fixture.module.get(BulkVerdictService).preview(fixture.staff, ref(), bulk)).toMatchObject({
        entries: [],
        leftOut: [{ entryId, because: 'asked' }],
      });
      if (end === 'answered') {
        await answering.save(city, id, 0, { '/title': 'Full' });
        await answering.answer(city, id);
      } else if (end === 'cancelled') await asking.cancel(fixture.staff, id, null);
      else {
        const known = { ...ref(), clarificationId: id, deadlineVersion: 1 };
        await judged(worker, context, id, -WRITERS_MS, () => running.timeOut(context, known));
      }
      expect(await states(entryId)).toEqual(['open']);
      const mine = await queue.list(fixture.staff, ref(), { ...page, mine: true });
      expect(mine.map((each) => each.entryId)).toContain(entryId);
      expect(await problem(queue.take(colleague, ref(), entryId))).toMatchObject({ status: 409 });
      await fixture.db.query(`update entries.eligibility_claim set until = now() where entry_id = $1`, [entryId]);
      expect(await queue.take(colleague, ref(), entryId)).toMatchObject({ held: { by: colleague.actor.id } });
    }
  });

  it('the decision waits for what is open, until it is answered, cancelled or withdrawn', async () => {
    const { id: entryId } = await checked();
    const { id } = await ask(entryId);
    const handler = worker.get(StageHandlers).of('eligibility');
    const decide = () =>
      worker.get(UnitOfWork).run(context, async (work) => {
        const stage = await stageContextOf(work.em, await requireStage(work.em, ref()));
        await handler.beforeDeciding!(work, stage);
      });
    const open = await running.unsettled({ cycleId: fixture.cycleId });
    for (const each of open.filter(({ clarificationId }) => clarificationId !== id))
      if ((await facts(each.clarificationId)).state === 'open')
        await asking.cancel(fixture.staff, each.clarificationId, null);
    expect(await problem(decide())).toMatchObject({
      status: 409,
      detail: expect.stringMatching(/^A clarification is open/) as unknown,
    });
    await asking.cancel(fixture.staff, id, 'answered-by-phone');
    await decide();
    expect(await facts(id)).toMatchObject({ state: 'cancelled' });
    expect(await problem(asking.cancel(fixture.staff, id, null))).toMatchObject({
      detail: 'This clarification was cancelled.',
    });
  });

  it('more time moves deadline and reminders, at most to the deadline of the stage', async () => {
    const { id: entryId } = await checked();
    const { id } = await ask(entryId, [title], soon(2 * 86_400_000));
    const dueAt = soon(10 * 86_400_000);
    await asking.extend(fixture.staff, id, { dueAt, reasonCode: 'holiday', reasonText: 'A holiday.' });
    const after = await facts(id);
    expect(after).toMatchObject({ dueAt: dueAt.toISOString(), deadlineVersion: 2 });
    expect(after.ladder.map(({ step }) => step)).toEqual(['P7D', 'P1D']);
    const beyond = { dueAt: soon(30 * 86_400_000), reasonCode: 'holiday' };
    expect(await problem(asking.extend(fixture.staff, id, beyond))).toMatchObject({ status: 422 });
    expect(await problem(asking.extend(fixture.staff, id, { ...beyond, dueAt: soon(86_400_000) }))).toMatchObject({
      status: 422,
      errors: [{ message: 'is not later' }],
    });
    const stranger: RequestContext = (await fixture.city()).context;
    expect(await problem(asking.extend(stranger, id, beyond))).toMatchObject({ status: 404 });
  });

  it('the city is told the questions, whoever asked the answer, and nobody what is over', async () => {
    const { id: entryId, context: city } = await checked();
    const { id: clarificationId } = await ask(entryId, [
      title,
      { pointer: '/dates/end', question: 'When did it end?' },
    ]);
    const data = { clarificationId, entryId };
    expect(await told('clarification-asked', 'laureate.clarification.asked.v1', data)).toMatchObject({
      people: [city.actor.id],
      facts: {
        entryTitle: 'An initiative made up for a test',
        questions: [
          { field: 'Title of the initiative', question: 'Is this its full title?' },
          { field: expect.stringMatching(/: /) as unknown, question: 'When did it end?' },
        ],
        zone: 'Asia/Shanghai',
        link: `https://award.example/v1/clarifications/${clarificationId}`,
      },
    });
    expect((await told('clarification-asked', 'laureate.clarification.asked.v1', data, 'fr')).facts).toMatchObject({
      questions: [
        { field: 'Titre de l’initiative', question: 'Is this its full title?' },
        { field: expect.stringMatching(/^Dates: Fin/) as unknown, question: 'When did it end?' },
      ],
    });
    await answering.save(city, clarificationId, 0, { '/title': 'Full', '/dates/end': '2026-01-01' });
    await answering.answer(city, clarificationId);
    expect(await told('clarification-answered', 'laureate.clarification.answered.v1', data)).toMatchObject({
      people: [fixture.staff.actor.id],
    });
    const reminder = { ...data, step: 'P7D', deadlineVersion: 1 };
    expect((await told('clarification-reminder', 'laureate.clarification.reminder-due.v1', reminder)).people).toEqual(
      [],
    );
  });

  it('a pause refuses answers and time-outs, and its end moves the deadline by its length', async () => {
    const { id: entryId, context: city } = await checked();
    const { id } = await ask(entryId);
    await answering.save(city, id, 0, { '/title': 'Paused' });
    const pauses = worker.get(PauseService);
    const command = () => ({ commandId: randomUUID(), actorId: fixture.staff.actor.id });
    await pauses.pause(context, fixture.cycleId, command());
    expect(await problem(answering.answer(city, id))).toMatchObject({ title: 'The cycle is paused' });
    // As if it had been paused long ago, ten minutes before the city was to answer.
    const { rows: paused } = await fixture.db.query<{ at: Date }>(
      `update cycles.pause set paused_at = paused_at - interval '1 day' where cycle_id = $1 returning paused_at as at`,
      [fixture.cycleId],
    );
    for (const [table, key] of [
      ['cycle', 'id'],
      ['stage', 'cycle_id'],
    ])
      await fixture.db.query(
        `update cycles.${table} set paused_at = paused_at - interval '1 day' where ${key} = $1 and paused_at is not null`,
        [fixture.cycleId],
      );
    await due(id, new Date(paused[0]!.at.getTime() + 10 * MINUTE_MS));
    const before = await facts(id);
    const step = { ...ref(), clarificationId: id, deadlineVersion: 1 };
    expect(await running.timeOut(context, step)).toMatchObject({ state: 'open', dueAt: before.dueAt });
    await pauses.resume(context, fixture.cycleId, command());
    const { rows } = await fixture.db.query<{ ms: number }>(
      `select extract(epoch from resumed_at - paused_at)::float8 * 1000 as ms from cycles.pause where cycle_id = $1`,
      [fixture.cycleId],
    );
    const after = await facts(id);
    expect(Date.parse(after.dueAt) - Date.parse(before.dueAt)).toBeCloseTo(rows[0]!.ms, 0);
    expect(after).toMatchObject({ state: 'open', deadlineVersion: 2, pausedAt: null });
    expect(await answering.answer(city, id)).toMatchObject({ version: 2 });
  });

  it('an answer by an amended form stands once in the draft, where that form has the field', async () => {
    const { id: entryId, context: city } = await checked();
    const sections = [{ key: 'summary', title: 'Summary', fields: ['title', 'abstract', 'dates', 'themes', 'links'] }];
    const form = { ...GUANGZHOU_FORM, sections };
    const { rows: added } = await fixture.db.query<{ revision: number }>(
      `insert into cycles.cycle_revision select cycle_id, revision + 1, definition || jsonb_build_object('form', $2::jsonb),
         digest, digest_algorithm, actor_id, created_at from cycles.cycle_revision
       where cycle_id = $1 order by revision desc limit 1 returning revision`,
      [fixture.cycleId, JSON.stringify(form)],
    );
    const { revision } = added[0]!;
    for (const key of ['call', 'eligibility']) await fixture.setStage(key, `revision = ${revision}`);
    const { id } = await ask(entryId, [{ pointer: '/links', question: 'Where is it now?' }]);
    const links = [{ url: 'https://city.example/now' }];
    await answering.save(city, id, 0, { '/links': links });
    await answering.answer(city, id);
    const { rows } = await fixture.db.query(
      `select key, content -> 'links' as links from entries.entry_section where entry_id = $1 and content ? 'links'`,
      [entryId],
    );
    expect(rows).toEqual([{ key: 'summary', links }]);
    const shown = await fixture.module.get(EntryReaderService).get(city, entryId);
    expect(shown).toMatchObject({ content: { links }, form: { revision, amended: false } });
  });
});
