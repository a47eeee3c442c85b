import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CycleContextService } from '#libs/cycles';
import { PeopleService } from '#libs/identity';
import { type RequestContext, UnitOfWork } from '#libs/platform';
import {
  ACCEPTANCE,
  type EntriesFixture,
  codesOf,
  openEntriesFixture,
} from '../../../../test/support/entries-fixture.js';
import { ClarificationService } from '../clarification/clarification.service.js';
import { EntryService } from '../draft/entry.service.js';
import { mayMoreCome } from '../eligibility/eligibility.queries.js';
import { entriesAudiences } from '../entries.audiences.js';
import { runningExtensions } from '../more-time/extension.queries.js';
import { ExtensionService } from '../more-time/extension.service.js';
import { EntryReaderService } from '../reading/entry-reader.service.js';
import { SubmitService } from '../submit/submit.service.js';
import { EntryReopeningService } from './entry-reopening.service.js';

const HOUR_MS = 3_600_000;
const WHY = { reasonCode: 'wrong-file', reasonText: 'The study you attached is of another city.' };
const later = (ms = HOUR_MS) => new Date(Date.now() + ms);

describe('reopening an entry', () => {
  let fixture: EntriesFixture;
  let reopenings: EntryReopeningService;
  let submits: SubmitService;
  let reader: EntryReaderService;
  let extensions: ExtensionService;

  beforeAll(async () => {
    fixture = await openEntriesFixture();
    reopenings = fixture.module.get(EntryReopeningService);
    submits = fixture.module.get(SubmitService);
    reader = fixture.module.get(EntryReaderService);
    extensions = fixture.module.get(ExtensionService);
  });
  afterAll(() => fixture.close());
  beforeEach(async () => {
    await fixture.openCall();
    await fixture.setStage(
      'eligibility',
      "state = 'open', opened_at = now(), closed_at = null, deadline_at = now() + interval '30 days'",
    );
  });

  const closed = (state?: 'closing' | 'decided') => fixture.closeCall(state);
  const reopen = (id: string, until?: Date) => reopenings.reopen(fixture.staff, id, { until, ...WHY });
  const confirm = (context: RequestContext, id: string) => submits.submit(context, id, ACCEPTANCE);
  const edit = (context: RequestContext, id: string, title = 'Another title') => fixture.save(context, id, { title });
  const pending = () =>
    fixture.module.get(UnitOfWork).read(async (em) => ({
      next: (await runningExtensions(em, { cycleId: fixture.cycleId, stageKey: 'call' }))[0]?.until ?? null,
      more: await mayMoreCome(em, fixture.cycleId),
    }));
  /** Ends what was granted before, so that nothing of it is waited for. */
  const ended = (id: string) =>
    fixture.db.query(
      `update entries.extension set granted_at = now() - interval '2 hours', until = now() - interval '1 s' where entry_id = $1`,
      [id],
    );
  it('after the close: the version stands until the city confirms another, once, as timely as it was', async () => {
    const { id, context } = await fixture.submitted();
    const before = (await reader.get(context, id)).versions[0]!;
    await closed('decided');
    const until = later();
    const reopened = await reopen(id, until);
    expect(reopened).toMatchObject({ state: 'open', version: 1, until: until.toISOString(), confirmedVersion: null });
    expect(reopened).toMatchObject({ ...WHY, reopenedBy: fixture.staff.actor.id });
    expect(await pending()).toMatchObject({ next: until.toISOString(), more: true });

    await edit(context, id);
    const meanwhile = await reader.get(context, id);
    expect(meanwhile).toMatchObject({ state: 'submitted', currentVersion: 1, versions: [before] });
    expect(meanwhile.reopenings).toEqual([reopened]);
    expect(await reader.verifyReceipt(before.receiptId!)).toMatchObject({ verifies: true, digest: before.digest });

    expect(await confirm(context, id)).toMatchObject({ version: 2, late: false, afterReopening: true });
    const after = await reader.get(context, id);
    expect(after.versions).toMatchObject([{ afterReopening: false }, { afterReopening: true, late: false }]);
    expect(after.reopenings).toMatchObject([{ state: 'confirmed', confirmedVersion: 2 }]);
    expect((await fixture.events(id, 'laureate.entry.submitted.v1')).at(-1)).toMatchObject({
      version: 2,
      reopeningId: reopened.id,
    });
    expect((await pending()).more).toBe(false);
    await edit(context, id, 'Once more');
    await expect(confirm(context, id)).rejects.toMatchObject({ code: 'deadline-passed' });
  });

  it('lapses without a confirmation: what was submitted stands, and what was written stays in the draft', async () => {
    const { id, context } = await fixture.submitted();
    await closed();
    await reopen(id, later());
    await edit(context, id, 'Written, never confirmed');
    await ended(id);
    await expect(confirm(context, id)).rejects.toMatchObject({ code: 'deadline-passed' });
    const answer = await reader.get(context, id);
    expect(answer).toMatchObject({ state: 'submitted', currentVersion: 1, title: 'Written, never confirmed' });
    expect(answer.reopenings).toMatchObject([{ state: 'lapsed', confirmedVersion: null }]);
    // It can be reopened again.
    await reopen(id, later());
    expect(await confirm(context, id)).toMatchObject({ version: 2, afterReopening: true });
    expect((await reader.get(context, id)).reopenings).toMatchObject([{ state: 'lapsed' }, { state: 'confirmed' }]);
  });

  it('during the call it needs no end; confirmed then, it lets nothing in after the close', async () => {
    const [first, second] = [await fixture.submitted(), await fixture.submitted()];
    expect(await reopen(first.id)).toMatchObject({ state: 'open' });
    await edit(first.context, first.id);
    expect(await confirm(first.context, first.id)).toMatchObject({ version: 2, afterReopening: true, late: false });
    await edit(first.context, first.id, 'Again');
    expect(await confirm(first.context, first.id)).toMatchObject({ version: 3, afterReopening: false });

    await reopen(second.id, later(2 * HOUR_MS));
    await edit(second.context, second.id);
    expect(await confirm(second.context, second.id)).toMatchObject({ afterReopening: true });
    await edit(second.context, second.id, 'Again');
    await closed();
    await expect(confirm(second.context, second.id)).rejects.toMatchObject({ code: 'deadline-passed' });
  });

  it('one that ends with the call lapses at its close, also for a city that was given more time', async () => {
    const { id, context, cityId } = await fixture.submitted();
    await reopen(id);
    await closed();
    await extensions.grant(fixture.staff, fixture.cycleId, {
      stageKey: 'call',
      target: { cityId },
      until: later(),
      ...WHY,
    });
    await edit(context, id);
    expect(await confirm(context, id)).toMatchObject({ late: true, afterReopening: false });
    expect((await reader.get(context, id)).reopenings).toMatchObject([{ state: 'lapsed' }]);
  });

  it('requirement 11: what lets it in is its own, whatever more time its city has', async () => {
    const { id, context, cityId } = await fixture.submitted();
    await extensions.grant(fixture.staff, fixture.cycleId, {
      stageKey: 'call',
      target: { cityId },
      until: later(5 * HOUR_MS),
      ...WHY,
    });
    await closed();
    await reopen(id, later());
    await edit(context, id);
    expect(await confirm(context, id)).toMatchObject({ afterReopening: true, late: false });
    // The time its city was given lets it in once more, as it was promised.
    await edit(context, id, 'By the extension');
    expect(await confirm(context, id)).toMatchObject({ afterReopening: false, late: true });
  });

  it('is for the secretariat, for what is submitted, and only while somebody can still look at it', async () => {
    const { id, context } = await fixture.submitted();
    await expect(reopenings.reopen(context, id, WHY)).rejects.toMatchObject({ code: 'forbidden' });
    const { context: stranger } = await fixture.city();
    await expect(reopenings.reopen(stranger, id, WHY)).rejects.toMatchObject({ code: 'not-found' });
    const { city, context: other } = await fixture.city();
    const draft = await fixture.draft(other, city.id);
    await expect(reopen(draft.id)).rejects.toMatchObject({ code: 'conflict' });
    const gone = await fixture.submitted();
    await fixture.module.get(EntryService).withdraw(gone.context, gone.id, null);
    await expect(reopen(gone.id)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching('withdrawn'),
    });

    const wrong = { code: 'rule-violated', document: { errors: [{ pointer: '/until', allowed: expect.any(String) }] } };
    await expect(reopen(id, later(-1000))).rejects.toMatchObject(wrong);
    await expect(reopen(id, later(31 * 24 * HOUR_MS))).rejects.toMatchObject(wrong);
    await closed();
    await expect(reopen(id)).rejects.toMatchObject(wrong);
    for (const columns of ["state = 'closing', closed_at = now()", "state = 'decided', closed_at = now()"]) {
      await fixture.setStage('eligibility', columns);
      await expect(reopen(id, later())).rejects.toMatchObject({ code: 'conflict' });
    }
    expect((await reader.get(context, id)).reopenings).toEqual([]);
  });

  it('stands apart from a clarification: one at a time', async () => {
    const { id } = await fixture.submitted();
    const ask = (entryId: string) =>
      fixture.module.get(ClarificationService).ask(
        fixture.staff,
        { cycleId: fixture.cycleId, stageKey: 'eligibility' },
        {
          entryId,
          fields: [{ pointer: '/title', question: 'Is this the full title?' }],
        },
      );
    await reopen(id);
    await expect(ask(id)).rejects.toMatchObject({ code: 'conflict', message: expect.stringMatching('reopened until') });
    const asked = await fixture.submitted();
    await ask(asked.id);
    await expect(reopen(asked.id)).rejects.toMatchObject({
      code: 'conflict',
      document: { clarificationId: expect.any(String) },
    });
  });

  it('requirements 3, 4: tells whoever may edit for the city, once, and nobody of the extension beneath or once it is over', async () => {
    const { id, context, cityId } = await fixture.submitted();
    await fixture.person('city', { cityId, cityRole: 'reader' });
    await reopen(id, later(2 * HOUR_MS));
    const people = fixture.module.get(PeopleService);
    const all = entriesAudiences({
      unitOfWork: fixture.module.get(UnitOfWork),
      cycles: fixture.module.get(CycleContextService),
      people,
      linkTo: (path) => `https://award.example${path}`,
    });
    const [data] = await fixture.events(id, 'laureate.entry.reopened.v1');
    expect(JSON.stringify(data)).not.toContain('study');
    expect(data).toMatchObject({ entryVersion: 1, reasonCode: 'wrong-file' });
    const told = all.find(({ kind }) => kind === 'entry-reopened')!;
    const event = { data } as never;
    expect(await told.people(event)).toEqual([context.actor.id]);
    expect(await told.facts(event, context.actor.id, 'en')).toMatchObject({ version: 1, reasonText: WHY.reasonText });
    const grants = await fixture.events(fixture.cycleId, 'laureate.extension.granted.v1');
    const beneath = grants.find(({ extensionId }) => extensionId === data!['extensionId']);
    const granted = all.find(({ kind }) => kind === 'extension-granted')!;
    expect(await granted.people({ data: beneath } as never)).toEqual([]);

    await edit(context, id);
    await confirm(context, id);
    expect(await told.people(event)).toEqual([]);
    expect(await told.facts(event, context.actor.id, 'en')).toBeNull();
    // requirement 5: the mail of the confirmation says what it is.
    const received = all.find(({ kind }) => kind === 'entry-received')!;
    const [, confirmed] = await fixture.events(id, 'laureate.entry.submitted.v1');
    expect(await received.facts({ data: confirmed } as never, context.actor.id, 'en')).toMatchObject({
      version: 2,
      afterReopening: true,
    });
  });

  describe('at once', () => {
    it('reopened twice is once', async () => {
      const { id } = await fixture.submitted();
      const answers = await Promise.allSettled([1, 2, 3].map(() => reopen(id, later(2 * HOUR_MS))));
      expect(codesOf(answers)).toEqual(['conflict', 'conflict', 'done']);
      const { rows } = await fixture.db.query('select 1 from entries.extension where entry_id = $1', [id]);
      expect(rows).toHaveLength(1);
    });

    it('confirmed twice is once', async () => {
      const { id, context } = await fixture.submitted();
      await closed();
      await reopen(id, later());
      await edit(context, id);
      const again = async () => {
        await edit(context, id, 'At the same time');
        return confirm(context, id);
      };
      const answers = await Promise.allSettled([confirm(context, id), confirm(context, id), again()]);
      expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect((await reader.get(context, id)).versions).toHaveLength(2);
    });

    it('reopened, submitted and withdrawn: each by what was committed before it', async () => {
      for (let round = 0; round < 4; round += 1) {
        const { id, context } = await fixture.submitted();
        await edit(context, id);
        const [reopened, submitted, withdrawn] = await Promise.allSettled([
          reopen(id),
          confirm(context, id),
          ...(round % 2 ? [fixture.module.get(EntryService).withdraw(context, id, null)] : []),
        ]);
        const answer = await reader.get(context, id);
        const [reopening] = answer.reopenings;
        expect(answer.reopenings).toHaveLength(reopened.status === 'fulfilled' ? 1 : 0);
        expect(answer.versions).toHaveLength(submitted.status === 'fulfilled' ? 2 : 1);
        if (withdrawn) expect([withdrawn.status, answer.state]).toEqual(['fulfilled', 'withdrawn']);
        if (!reopening) continue;
        // Reopened first, the submit has confirmed it; submitted first, the second version is the one that stands.
        const confirms = answer.versions.some(({ afterReopening }) => afterReopening);
        expect(confirms).toBe(submitted.status === 'fulfilled' && reopening.version === 1);
        expect(reopening.state).toBe(confirms ? 'confirmed' : withdrawn ? 'withdrawn' : 'open');
      }
    });

    it('requirement 9: confirmed a moment before its end is in, at its end it has lapsed', async () => {
      const { context, id } = await fixture.submitted();
      await closed();
      await reopen(id, later());
      await edit(context, id);
      const endsIn = (ms: number) =>
        fixture.module.get(UnitOfWork).run(context, async (work) => {
          const end = new Date((await work.now()).getTime() + ms);
          const columns = `granted_at = now() - interval '1 hour', until = $2`;
          await fixture.db.query(`update entries.extension set ${columns} where entry_id = $1`, [id, end]);
          return submits.submit(context, id, ACCEPTANCE);
        });
      await expect(endsIn(0)).rejects.toMatchObject({ code: 'deadline-passed' });
      expect(await endsIn(1)).toMatchObject({ version: 2, afterReopening: true });
    });
  });
});
