import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CycleContextService } from '#libs/cycles';
import { PeopleService } from '#libs/identity';
import { type RequestContext, UnitOfWork } from '#libs/platform';
import {
  ACCEPTANCE,
  CONTACT,
  type EntriesFixture,
  codesOf,
  openEntriesFixture,
} from '../../../../test/support/entries-fixture.js';
import { completeContent } from '../../../../test/support/entry-contents.js';
import { EntryService } from '../draft/entry.service.js';
import type { PaperAnswer } from '../draft/paper.queries.js';
import { SectionHistoryService } from '../draft/section-history.service.js';
import { SectionService } from '../draft/section.service.js';
import { entriesAudiences } from '../entries.audiences.js';
import { partOf } from '../form/form-sections.js';
import { runningExtensions } from '../more-time/extension.queries.js';
import { EntryReaderService } from '../reading/entry-reader.service.js';
import { ConsentService } from './consent.service.js';
import { type NewPaper, PaperService } from './paper.service.js';
import { SubmitService } from './submit.service.js';

const HOUR_MS = 3_600_000;
const WHY = { reasonCode: 'by-post', reasonText: 'The letter came to the reception.' };
const NO_ANSWER = {
  reasonCode: 'no-network',
  reasonText: 'The island has no network since the storm.',
  entryLanguage: 'en',
};
const later = (ms = HOUR_MS) => new Date(Date.now() + ms);
const ago = (ms: number) => new Date(Date.now() - ms);

describe('an entry on paper', () => {
  let fixture: EntriesFixture;
  let papers: PaperService;
  let submits: SubmitService;
  let reader: EntryReaderService;
  let sections: SectionService;
  let [typist, checker]: RequestContext[] = [];

  beforeAll(async () => {
    fixture = await openEntriesFixture({ beside: true });
    papers = fixture.module.get(PaperService);
    submits = fixture.module.get(SubmitService);
    reader = fixture.module.get(EntryReaderService);
    sections = fixture.module.get(SectionService);
    [typist, checker] = [await fixture.person('secretariat'), await fixture.person('secretariat')];
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
  const register = async (more: Partial<NewPaper> = {}) => {
    const { city, context } = await fixture.city();
    const given = {
      cityId: city.id,
      arrivedAt: ago(HOUR_MS),
      means: 'post' as const,
      until: later(3 * HOUR_MS),
      ...WHY,
    };
    const paper = await papers.register(fixture.staff, fixture.cycleId, { ...given, ...more });
    return { paper, context, cityId: city.id };
  };
  const type = async (as: RequestContext, { entryId }: PaperAnswer, more: object = {}) => {
    const { content, sections: all } = await reader.get(as, entryId);
    const said = completeContent({ ...content, ...more });
    for (const section of all)
      await sections.save(as, { entryId, key: section.key }, section.version, partOf(section, said));
    const { contactsVersion } = await reader.get(as, entryId);
    if (contactsVersion === 1) await sections.saveContacts(as, entryId, 1, [CONTACT]);
  };
  /** A scan that was checked, as the worker leaves it. */
  const scanned = async ({ entryId }: PaperAnswer) => {
    const id = randomUUID();
    await fixture.db.query(
      `insert into entries.attachment (id, entry_id, section, purpose, name, size, state, media_type, digest, storage_key,
         created_by, created_at, uploaded_at, checked_at)
       values ($1, $2, 'original', 'original', 'scan.pdf', 9, 'ready', 'application/pdf', $3, 'k', 'x', now(), now(), now())`,
      [id, entryId, 'a'.repeat(64)],
    );
    return id;
  };
  const attest = async (as: RequestContext, { id, entryId }: PaperAnswer) =>
    papers.attest(as, id, (await reader.get(as, entryId)).version);
  /** Registered, typed, scanned, checked. */
  const attested = async (more: Partial<NewPaper> = {}) => {
    const registered = await register(more);
    await type(typist!, registered.paper);
    await scanned(registered.paper);
    return { ...registered, paper: await attest(checker!, registered.paper) };
  };
  const confirm = (context: RequestContext, { entryId }: PaperAnswer) => submits.submit(context, entryId, ACCEPTANCE);
  it('requirement 17: is typed by one, checked by another, confirmed by its city, and counts from its arrival', async () => {
    const { paper, context } = await attested();
    expect(paper).toMatchObject({ state: 'to-confirm', typists: [typist!.actor.id], attestedBy: checker!.actor.id });
    expect(Object.values(paper.originals)).toEqual(['a'.repeat(64)]);
    // Confirmed long after the close, which it came before.
    await fixture.setStage(
      'call',
      `state = 'decided', opens_at = now() - interval '2 days', deadline_at = now() - interval '30 minutes',
       hard_close_at = now() - interval '20 minutes', closed_at = now() - interval '20 minutes'`,
    );
    const receipt = await confirm(context, paper);
    expect(receipt).toMatchObject({ version: 1, late: false, arrivedAt: paper.arrivedAt });
    expect(receipt.at > paper.arrivedAt).toBe(true);
    expect(await reader.verifyReceipt(receipt.receiptId)).toMatchObject({
      verifies: true,
      at: receipt.at,
      arrivedAt: paper.arrivedAt,
    });
    const entry = await reader.get(context, paper.entryId);
    expect(entry).toMatchObject({ state: 'submitted', versions: [{ arrivedAt: paper.arrivedAt, late: false }] });
    expect(entry.paper).toMatchObject({ state: 'confirmed', version: 1 });
    const history = fixture.module.get(SectionHistoryService);
    const ref = { entryId: paper.entryId, key: 'summary' };
    expect(await history.list(context, ref, { before: undefined, limit: 5 })).toMatchObject([
      { savedBy: typist!.actor.id, transcribed: true },
    ]);
    expect((await fixture.events(paper.entryId, 'laureate.entry.submitted.v1'))[0]).toMatchObject({
      paperId: paper.id,
      late: false,
    });
    // The scan is no part of what was submitted, so that nobody who judges gets it.
    const { rows } = await fixture.db.query('select attachments from entries.entry_version where entry_id = $1', [
      paper.entryId,
    ]);
    expect(rows).toEqual([{ attachments: {} }]);
  });

  it('requirement 9: is late, or refused, by the instant it arrived', async () => {
    await fixture.setStage(
      'call',
      `deadline_at = now() - interval '2 hours', hard_close_at = now() - interval '1 hour', state = 'closing', closed_at = now() - interval '1 hour'`,
    );
    const late = await attested({ arrivedAt: ago(1.5 * HOUR_MS) });
    expect(await confirm(late.context, late.paper)).toMatchObject({ late: true });
    await expect(register({ arrivedAt: ago(0.5 * HOUR_MS) })).rejects.toMatchObject({
      code: 'deadline-passed',
      message: expect.stringMatching(/^It arrived on .* UTC; "Call for entries" took nothing from /),
    });
    await expect(register({ arrivedAt: later() })).rejects.toMatchObject({ code: 'rule-violated' });
  });

  it('has the call wait until its city is to have confirmed it, and is let in once', async () => {
    const until = later(2 * HOUR_MS);
    await closed();
    const { paper, context } = await attested({ until });
    const next = () =>
      fixture.module.get(UnitOfWork).read(async (em) => {
        const running = await runningExtensions(em, { cycleId: fixture.cycleId, stageKey: 'call' });
        return running[0]?.until ?? null;
      });
    expect(await next()).toBe(until.toISOString());
    await confirm(context, paper);
    expect(await next()).not.toBe(until.toISOString());
    await fixture.save(context, paper.entryId, { title: 'Changed afterwards' });
    await expect(submits.submit(context, paper.entryId, ACCEPTANCE)).rejects.toMatchObject({ code: 'deadline-passed' });
  });

  it('is taken back when it was registered by mistake, before it is checked; the call waits for it no more', async () => {
    const until = later(2 * HOUR_MS);
    await closed();
    const next = () =>
      fixture.module.get(UnitOfWork).read(async (em) => {
        const running = await runningExtensions(em, { cycleId: fixture.cycleId, stageKey: 'call' });
        return running[0]?.until ?? null;
      });
    const { paper, context } = await register({ until });
    expect(await next()).toBe(until.toISOString());
    const mistake = { reasonCode: 'twice', reasonText: 'Registered twice.' };
    await expect(papers.discard(context, paper.id, mistake)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await papers.discard(typist!, paper.id, mistake)).toMatchObject({ state: 'withdrawn' });
    expect(await next()).not.toBe(until.toISOString());
    expect(await fixture.events(paper.entryId, 'laureate.entry.withdrawn.v1')).toMatchObject([{ reasonCode: 'twice' }]);
    await expect(papers.discard(typist!, paper.id, mistake)).rejects.toMatchObject({ code: 'conflict' });
    await expect(type(typist!, paper)).rejects.toMatchObject({ code: 'conflict' });

    const checked = await attested({ until });
    await expect(papers.discard(typist!, checked.paper.id, mistake)).rejects.toMatchObject({ code: 'conflict' });
    // Checked and taken back at once: one of the two.
    const other = await register({ until });
    await type(typist!, other.paper);
    await scanned(other.paper);
    const outcomes = await Promise.allSettled([
      attest(checker!, other.paper),
      papers.discard(typist!, other.paper.id, mistake),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('is written by the secretariat alone until it counts, and by nobody of it afterwards', async () => {
    const { paper, context } = await register();
    const ref = { entryId: paper.entryId, key: 'lessons' };
    const texts = { lessons: { learned: 'As on paper.' } };
    await expect(sections.save(context, ref, 0, texts)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching('came on paper'),
    });
    const { context: stranger } = await fixture.city();
    await expect(sections.save(stranger, ref, 0, texts)).rejects.toMatchObject({ code: 'not-found' });
    await type(typist!, paper);
    await expect(confirm(context, paper)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching('checked'),
    });
    await scanned(paper);
    await attest(checker!, paper);
    await confirm(context, paper);
    await expect(sections.save(typist!, ref, 1, texts)).rejects.toMatchObject({ code: 'forbidden' });
    await fixture.save(context, paper.entryId, { title: 'The city changes it' });
    expect(await submits.submit(context, paper.entryId, ACCEPTANCE)).toMatchObject({ version: 2, arrivedAt: null });
    // Nor does it ever for an entry that was drafted here.
    const other = await fixture.submitted();
    await expect(sections.save(typist!, { entryId: other.id, key: 'lessons' }, 1, texts)).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  it('requirement 17: nobody checks what they have typed, also not a part, and there is something to compare it with', async () => {
    const { paper } = await register();
    const incomplete = { code: 'conflict', message: expect.stringMatching('scan') };
    await type(typist!, paper);
    await expect(attest(checker!, paper)).rejects.toMatchObject(incomplete);
    await scanned(paper);
    await expect(attest(typist!, paper)).rejects.toMatchObject({ code: 'forbidden' });
    const { sections: all, version } = await reader.get(checker!, paper.entryId);
    const { version: saved, key } = all.find((section) => section.key === 'lessons')!;
    await expect(papers.attest(checker!, paper.id, version - 1)).rejects.toMatchObject({ code: 'stale-version' });
    await sections.save(checker!, { entryId: paper.entryId, key }, saved, { lessons: { learned: 'One word.' } });
    await expect(attest(checker!, paper)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await attest(fixture.staff, paper)).toMatchObject({ typists: [typist!.actor.id, checker!.actor.id] });
  });

  it('requirement 5: what is typed after the check has to be checked again, and only that is asked about', async () => {
    const { paper, context } = await attested();
    await type(typist!, paper, { title: 'As it really says' });
    await expect(confirm(context, paper)).rejects.toMatchObject({ code: 'conflict' });
    expect(await papers.get(context, paper.id)).toMatchObject({
      state: 'transcribing',
      attestedBy: null,
      originals: {},
    });
    const again = await attest(checker!, paper);
    expect(again).toMatchObject({ attestation: 2, state: 'to-confirm' });
    const told = entriesAudiences({
      unitOfWork: fixture.module.get(UnitOfWork),
      cycles: fixture.module.get(CycleContextService),
      people: fixture.module.get(PeopleService),
      linkTo: (path) => `https://award.example${path}`,
    });
    const asked = told.find(({ kind }) => kind === 'paper-to-confirm')!;
    const [first, second] = await fixture.events(paper.entryId, 'laureate.paper.attested.v1');
    expect(await asked.people({ data: first } as never)).toEqual([]);
    expect(await asked.people({ data: second } as never)).toEqual([context.actor.id]);
    expect(asked.occasion({ data: first } as never)).not.toBe(asked.occasion({ data: second } as never));
    expect(await asked.facts({ data: second } as never, context.actor.id, 'en')).toMatchObject({
      entryTitle: 'As it really says',
      arrivedAt: paper.arrivedAt,
      until: paper.until,
    });
    const [grant] = (await fixture.events(fixture.cycleId, 'laureate.extension.granted.v1')).slice(-1);
    expect(await told.find(({ kind }) => kind === 'extension-granted')!.people({ data: grant } as never)).toEqual([]);
    await confirm(context, paper);
    expect(await asked.facts({ data: second } as never, context.actor.id, 'en')).toBeNull();
  });

  it('requirement 17: counts without its city by two members only, who both stay named, and nothing is accepted for it', async () => {
    const { paper, context } = await attested();
    const { id, entryId } = paper;
    await expect(papers.second(checker!, id)).rejects.toMatchObject({ code: 'conflict' });
    await expect(papers.declare(context, id, NO_ANSWER)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await papers.declare(typist!, id, NO_ANSWER)).toMatchObject({
      state: 'declared',
      declared: { by: typist!.actor.id, reasonCode: 'no-network' },
    });
    await expect(papers.declare(checker!, id, NO_ANSWER)).rejects.toMatchObject({ code: 'conflict' });
    await expect(papers.second(typist!, id)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(papers.second(context, id)).rejects.toMatchObject({ code: 'forbidden' });
    const receipt = await papers.second(checker!, id);
    expect(receipt).toMatchObject({ version: 1, late: false, arrivedAt: paper.arrivedAt });
    const entry = await reader.get(context, entryId);
    expect(entry.paper).toMatchObject({ state: 'counted', seconded: { by: checker!.actor.id }, version: 1 });
    expect((await fixture.module.get(ConsentService).get(context, entryId)).present).toBeNull();
    expect(JSON.stringify(await fixture.events(entryId, 'laureate.paper.declared.v1'))).not.toContain('island');
    await expect(papers.second(fixture.staff, id)).rejects.toMatchObject({ code: 'conflict' });
    const alone = 'update entries.paper set seconded_by = declared_by where id = $1';
    await expect(fixture.db.query(alone, [id])).rejects.toThrow(/paper_check/);
  });

  it('whoever has it in hand for the secretariat does not confirm it for the city', async () => {
    const { paper, context, cityId } = await attested();
    const grants = [
      ...typist!.principal!.grants,
      ...context.principal!.grants.filter((grant) => grant.cityId === cityId),
    ];
    const both = { ...typist!, principal: { ...typist!.principal!, grants } };
    await expect(confirm(both, paper)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('ends with its time: neither its city nor two members have it count then', async () => {
    await closed();
    const { paper, context } = await attested();
    await fixture.db.query(
      `update entries.extension set granted_at = now() - interval '2 hours', until = now() - interval '1 s' where entry_id = $1`,
      [paper.entryId],
    );
    await expect(confirm(context, paper)).rejects.toMatchObject({ code: 'deadline-passed' });
    await expect(papers.declare(typist!, paper.id, NO_ANSWER)).rejects.toMatchObject({ code: 'conflict' });
    expect(await papers.get(context, paper.id)).toMatchObject({ state: 'lapsed' });
    expect(await reader.get(context, paper.entryId)).toMatchObject({ state: 'draft', currentVersion: 0 });
  });

  it('is registered by the secretariat, and not when nothing after the call would see it', async () => {
    const { city, context } = await fixture.city();
    const given = { cityId: city.id, arrivedAt: ago(HOUR_MS), means: 'courier' as const, until: later(), ...WHY };
    await expect(papers.register(context, fixture.cycleId, given)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(register({ until: later(31 * 24 * HOUR_MS) })).rejects.toMatchObject({ code: 'rule-violated' });
    await fixture.setStage('eligibility', "state = 'closing', closed_at = now()");
    await expect(register()).rejects.toMatchObject({ code: 'conflict' });
    const { context: stranger } = await fixture.city();
    await fixture.setStage('eligibility', "state = 'open', closed_at = null");
    const { paper } = await register();
    await expect(papers.get(stranger, paper.id)).rejects.toMatchObject({ code: 'not-found' });
    expect((await papers.list(fixture.cycleId, { after: undefined, limit: 100 })).map(({ id }) => id)).toContain(
      paper.id,
    );
  });

  describe('at once', () => {
    it('confirmed twice, and by two members: one version', async () => {
      const { paper, context } = await attested();
      await papers.declare(typist!, paper.id, NO_ANSWER);
      const answers = await Promise.allSettled([
        confirm(context, paper),
        confirm(context, paper),
        papers.second(checker!, paper.id),
        papers.second(fixture.staff, paper.id),
      ]);
      expect(codesOf(answers)).toEqual(['conflict', 'conflict', 'conflict', 'done']);
      expect((await reader.get(context, paper.entryId)).versions).toHaveLength(1);
    });

    it('checked, typed and confirmed: never a version that nobody has checked', async () => {
      for (let round = 0; round < 4; round += 1) {
        const { paper, context } = await attested();
        const [, confirmed] = await Promise.allSettled([
          type(typist!, paper, { title: 'Typed at the same time' }),
          confirm(context, paper),
          fixture.module.get(EntryService).withdraw(context, paper.entryId, null),
        ]);
        const { versions } = await reader.get(context, paper.entryId);
        expect(versions).toHaveLength(confirmed.status === 'fulfilled' ? 1 : 0);
        const { rows } = await fixture.db.query(
          `select 1 from entries.entry_version where entry_id = $1 and content->>'title' = 'Typed at the same time'`,
          [paper.entryId],
        );
        expect(rows).toEqual([]);
      }
    });
  });
});
