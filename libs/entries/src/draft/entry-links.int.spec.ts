import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CycleService, Stage, guangzhouTemplate } from '#libs/cycles';
import { type RequestContext, UnitOfWork } from '#libs/platform';
import {
  ACCEPTANCE,
  CONTACT,
  type EntriesFixture,
  openEntriesFixture,
} from '../../../../test/support/entries-fixture.js';
import { completeContent } from '../../../../test/support/entry-contents.js';
import { checkableEntries } from '../eligibility/eligibility.queries.js';
import { EntryReaderService } from '../reading/entry-reader.service.js';
import { SubmitService } from '../submit/submit.service.js';
import { EntryService } from './entry.service.js';
import { FrameworkService } from './framework.service.js';
import { ResubmissionService } from './resubmission.service.js';
import { SectionService } from './section.service.js';

describe('entries that are linked', () => {
  let fixture: EntriesFixture;
  let entries: EntryService;
  let reader: EntryReaderService;

  beforeAll(async () => {
    fixture = await openEntriesFixture();
    entries = fixture.module.get(EntryService);
    reader = fixture.module.get(EntryReaderService);
    await fixture.openCall();
  });
  afterAll(() => fixture.close());

  describe('as parts of one framework', () => {
    let frameworks: FrameworkService;
    beforeAll(() => {
      frameworks = fixture.module.get(FrameworkService);
    });
    const drafts = async (count: number) => {
      const { city, context } = await fixture.city();
      const ids: string[] = [];
      for (let i = 0; i < count; i++) ids.push((await fixture.draft(context, city.id, { title: `Part ${i + 1}` })).id);
      return { context, ids: ids as [string, string, string, string] };
    };
    const NAME = 'Climate plan 2030';

    it('are shown on each of them, by a name that means the same in any letters', async () => {
      const { context, ids } = await drafts(2);
      const first = await frameworks.join(context, ids[0], NAME);
      expect(await frameworks.join(context, ids[1], NAME.toUpperCase())).toMatchObject({ id: first.id });
      for (const id of ids) {
        expect((await reader.get(context, id)).framework).toEqual({
          id: first.id,
          name: NAME.toUpperCase(),
          entries: [
            { id: ids[0], title: 'Part 1', state: 'draft' },
            { id: ids[1], title: 'Part 2', state: 'draft' },
          ],
        });
      }
      // The framework of another city is another one, whatever it is called.
      const other = await drafts(1);
      expect((await frameworks.join(other.context, other.ids[0], NAME)).id).not.toBe(first.id);
    });

    it('are three at most; one that leaves or is withdrawn makes room', async () => {
      const { context, ids } = await drafts(4);
      for (const id of ids.slice(0, 3)) await frameworks.join(context, id, NAME);
      await frameworks.join(context, ids[0], NAME);
      await expect(frameworks.join(context, ids[3], NAME)).rejects.toMatchObject({
        code: 'conflict',
        message: expect.stringMatching(/"Part 1", "Part 2", "Part 3"/),
      });
      await frameworks.leave(context, ids[1]);
      await frameworks.leave(context, ids[1]);
      const { entries: linked } = await frameworks.join(context, ids[3], NAME);
      expect(linked.map(({ title }) => title)).toEqual(['Part 1', 'Part 4', 'Part 3']);
      await entries.withdraw(context, ids[0], null);
      await frameworks.join(context, ids[1], NAME);
      const { rows } = await fixture.db.query(
        `select data -> 'frameworkId' <> 'null' as joined from platform.outbox
         where type = 'laureate.entry.framework-changed.v1' and subject = $1 order by sequence`,
        [ids[1]],
      );
      expect(rows).toEqual([{ joined: true }, { joined: false }, { joined: true }]);
    });

    it('two that take the last place at once: one gets it, the other is told', async () => {
      const { context, ids } = await drafts(4);
      for (const id of ids.slice(0, 2)) await frameworks.join(context, id, NAME);
      const joins = ids.slice(2).map((id) => frameworks.join(context, id, NAME));
      const answers = await Promise.allSettled(joins);
      expect(answers.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
      expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'conflict' } });
    });

    it('the database itself has no fourth place, and no place twice', async () => {
      const { context, ids } = await drafts(4);
      for (const id of ids.slice(0, 3)) await frameworks.join(context, id, NAME);
      const { id } = (await reader.get(context, ids[0])).framework!;
      const force = (place: number) =>
        fixture.db.query('update entries.entry set framework_id = $1, framework_place = $2 where id = $3', [
          id,
          place,
          ids[3],
        ]);
      await expect(force(4)).rejects.toThrow(/framework_place/);
      await expect(force(3)).rejects.toThrow(/framework_place_once/);
    });

    it('eligibility knows how many a framework has', async () => {
      const { context, ids } = await drafts(2);
      for (const id of ids) {
        await frameworks.join(context, id, NAME);
        await fixture.module.get(SubmitService).submit(context, id, ACCEPTANCE);
      }
      const { id: alone } = await fixture.submitted();
      const found = await fixture.module.get(UnitOfWork).read(async (em) => {
        const stage = await em.findOneOrFail(Stage, { cycleId: fixture.cycleId, key: 'eligibility' });
        const { cycleId, key: stageKey } = stage;
        return checkableEntries(em, { cycleId, stageKey, closedAt: null }, { entryIds: [...ids, alone] }, 9);
      });
      const counts = Object.fromEntries(found.map((entry) => [entry.id, entry.frameworkEntries]));
      expect(counts).toEqual({ [ids[0]]: 2, [ids[1]]: 2, [alone]: 1 });
    });

    it('are linked by their city alone, and only while the call takes entries', async () => {
      const { context, ids } = await drafts(1);
      const stranger = (await fixture.city()).context;
      await expect(frameworks.join(stranger, ids[0], NAME)).rejects.toMatchObject({ code: 'not-found' });
      await expect(frameworks.join(fixture.staff, ids[0], NAME)).rejects.toMatchObject({ code: 'forbidden' });
      await fixture.openCall(-2, -1);
      await expect(frameworks.join(context, ids[0], NAME)).rejects.toMatchObject({ code: 'deadline-passed' });
      await expect(frameworks.leave(context, ids[0])).rejects.toMatchObject({ code: 'deadline-passed' });
      await fixture.openCall();
      await entries.withdraw(context, ids[0], null);
      await expect(frameworks.join(context, ids[0], NAME)).rejects.toMatchObject({ code: 'conflict' });
    });
  });

  describe('as entered again in a later cycle', () => {
    let resubmissions: ResubmissionService;
    let next: string;
    const newEvidence = 'An evaluation by the university.';

    beforeAll(async () => {
      resubmissions = fixture.module.get(ResubmissionService);
      const cycles = fixture.module.get(CycleService);
      const template = guangzhouTemplate({ edition: '8', year: new Date().getUTCFullYear() + 3 });
      const draft = await cycles.createDraft(fixture.staff, { ...template, stages: template.stages.slice(0, 2) });
      next = (await cycles.publish(fixture.staff, draft.id, draft.version)).id;
      await fixture.db.query(
        `update cycles.stage set state = 'open', opens_at = now() - interval '1 day' where cycle_id = $1 and key = 'call'`,
        [next],
      );
    });
    const again = (context: RequestContext, id: string, evidence = newEvidence) =>
      resubmissions.begin(context, id, { cycleId: next, newEvidence: evidence });

    it('begin with what was submitted last and the new evidence, and say what they resubmit', async () => {
      const { id, context } = await fixture.submitted();
      await fixture.revise(context, id, { title: 'As submitted last' });
      await fixture.save(context, id, { title: 'Never submitted' });
      const { id: later, leftOut } = await again(context, id);
      expect(leftOut).toEqual([]);
      const shown = await reader.get(context, later);
      const { digest } = (await reader.get(context, id)).versions[1]!;
      expect(shown).toMatchObject({
        cycleId: next,
        state: 'draft',
        content: { ...completeContent({ title: 'As submitted last' }), newEvidence },
        resubmissionOf: { entryId: id, cycleId: fixture.cycleId, version: 2, title: 'As submitted last', digest },
      });
      expect(shown.sections[0]).toMatchObject({ key: 'resubmission', version: 1, complete: true });
      expect((await reader.get(context, id)).resubmissionOf).toBeNull();
    });

    it('do not come in without the new evidence; it is submitted with the rest, and in the digest', async () => {
      const { id, context } = await fixture.submitted();
      await expect(again(context, id, 'word '.repeat(301))).rejects.toMatchObject({
        code: 'rule-violated',
        document: { errors: [{ pointer: '/newEvidence', allowed: 'at most 300 words' }] },
      });
      const { id: later } = await again(context, id);
      const sections = fixture.module.get(SectionService);
      await sections.saveContacts(context, later, 1, [CONTACT]);
      await sections.save(context, { entryId: later, key: 'resubmission' }, 1, { newEvidence: '' });
      const submits = fixture.module.get(SubmitService);
      await expect(submits.submit(context, later, ACCEPTANCE)).rejects.toMatchObject({
        document: { errors: [{ pointer: '/content/newEvidence', message: 'is empty' }] },
      });
      await sections.save(context, { entryId: later, key: 'resubmission' }, 2, { newEvidence });
      const { receiptId } = await submits.submit(context, later, ACCEPTANCE);
      expect(await reader.verifyReceipt(receiptId)).toMatchObject({ verifies: true });
      const { rows } = await fixture.db.query(
        `select content ->> 'newEvidence' as evidence, hmacs ? '/newEvidence' as sealed
         from entries.entry_version where entry_id = $1`,
        [later],
      );
      expect(rows).toEqual([{ evidence: newEvidence, sealed: true }]);
    });

    it('are of their own city, once a cycle, of something that was submitted to another cycle', async () => {
      const { id, context, cityId } = await fixture.submitted();
      const stranger = (await fixture.city()).context;
      await expect(again(stranger, id)).rejects.toMatchObject({ code: 'not-found' });
      await expect(again(fixture.staff, id)).rejects.toMatchObject({ code: 'forbidden' });
      const { id: draft } = await fixture.draft(context, cityId);
      await expect(again(context, draft)).rejects.toMatchObject({ code: 'conflict' });
      const here = { cycleId: fixture.cycleId, newEvidence };
      await expect(resubmissions.begin(context, id, here)).rejects.toMatchObject({ code: 'conflict' });

      const twice = await Promise.allSettled([again(context, id), again(context, id)]);
      expect(twice.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
      expect(twice.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'conflict' } });
      const made = twice.find((one) => one.status === 'fulfilled') as PromiseFulfilledResult<{ id: string }>;
      await entries.withdraw(context, made.value.id, null);
      await expect(again(context, id)).resolves.toMatchObject({ state: 'draft' });
    });
  });
});
