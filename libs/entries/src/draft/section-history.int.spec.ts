import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CycleDefinition } from '#libs/cycles';
import { ACCEPTANCE, type EntriesFixture, openEntriesFixture } from '../../../../test/support/entries-fixture.js';
import { completeContent } from '../../../../test/support/entry-contents.js';
import { type Form, GUANGZHOU_FORM } from '../form/form.js';
import type { JsonObject } from '../form/json-pointer.js';
import { EntryReaderService } from '../reading/entry-reader.service.js';
import { SubmitService } from '../submit/submit.service.js';
import { EntryService } from './entry.service.js';
import { SectionHistoryService } from './section-history.service.js';
import { SectionService } from './section.service.js';

describe('the history of a draft', () => {
  let fixture: EntriesFixture;
  let sections: SectionService;
  let history: SectionHistoryService;
  let reader: EntryReaderService;

  beforeAll(async () => {
    fixture = await openEntriesFixture();
    sections = fixture.module.get(SectionService);
    history = fixture.module.get(SectionHistoryService);
    reader = fixture.module.get(EntryReaderService);
    await fixture.openCall();
  });
  afterAll(() => fixture.close());

  const drafted = async (more?: JsonObject) => {
    const { city, context } = await fixture.city();
    return { context, city, entryId: (await fixture.draft(context, city.id, more)).id };
  };
  const lessons = (entryId: string) => ({ entryId, key: 'lessons' });
  const learned = (text: string) => ({ lessons: { learned: text } });

  it('keeps every version with its author, shows what changed, and gives an old one back', async () => {
    const { context, city, entryId } = await drafted();
    const colleague = await fixture.person('city', { cityId: city.id });
    const ref = lessons(entryId);
    await sections.save(context, ref, 1, learned('Ask the people first.'));
    await sections.save(colleague, ref, 2, learned('Ask the neighbours first.'));

    const versions = await history.list(context, ref, { before: undefined, limit: 2 });
    expect(versions).toMatchObject([
      { version: 3, savedBy: colleague.actor.id, savedByName: 'A city' },
      { version: 2, savedBy: context.actor.id },
    ]);
    expect(await history.list(context, ref, { before: 2, limit: 2 })).toMatchObject([{ version: 1 }]);
    expect(await history.diff(context, ref, 2, 3)).toMatchObject({
      from: { version: 2 },
      to: { version: 3, savedBy: colleague.actor.id },
      changes: [
        {
          pointer: '/lessons/learned',
          parts: [
            { change: 'same', text: 'Ask the ' },
            { change: 'removed', text: 'people' },
            { change: 'added', text: 'neighbours' },
            { change: 'same', text: ' first.' },
          ],
        },
      ],
    });

    const { content } = await history.get(context, ref, 2);
    await sections.save(context, ref, 3, content);
    expect((await reader.get(context, entryId)).content['lessons']).toEqual({ learned: 'Ask the people first.' });
    expect((await history.diff(context, ref, 2, 4)).changes).toEqual([]);
  });

  it('requirement 12: what a stale tab wrote is in its answer, what it would have overwritten in the history', async () => {
    const { context, entryId } = await drafted();
    const ref = lessons(entryId);
    await sections.save(context, ref, 1, learned('An hour of work.'));
    await expect(sections.save(context, ref, 1, learned('Of a tab left open.'))).rejects.toMatchObject({
      code: 'stale-version',
      document: { yours: learned('Of a tab left open.'), theirs: { version: 2, content: learned('An hour of work.') } },
    });
    // Whoever overwrites it on purpose loses nothing either.
    await sections.save(context, ref, 2, learned('Of a tab left open.'));
    expect(await history.get(context, ref, 2)).toMatchObject({ content: learned('An hour of work.') });
  });

  it('is the business of the city and the staff; auditors read it without names, others not at all', async () => {
    const { context, entryId } = await drafted();
    const ref = lessons(entryId);
    const auditor = await fixture.person('auditor');
    expect(await history.get(auditor, ref, 1)).toMatchObject({ savedByName: null });
    expect(await history.get(fixture.staff, ref, 1)).toMatchObject({ savedByName: 'A city' });
    const stranger = (await fixture.city()).context;
    const expert = await fixture.person('expert', { cycleId: fixture.cycleId });
    for (const other of [stranger, expert]) {
      const hidden = { code: 'not-found' };
      await expect(history.list(other, ref, { before: undefined, limit: 9 })).rejects.toMatchObject(hidden);
      await expect(history.get(other, ref, 1)).rejects.toMatchObject(hidden);
      await expect(history.diff(other, ref, 1, 1)).rejects.toMatchObject(hidden);
    }
    await expect(history.get(context, ref, 7)).rejects.toMatchObject({ code: 'not-found' });
  });

  describe('when the form is amended while the call runs', () => {
    /** `links` moves into the summary, `lessons` goes, `budget` comes and is required. */
    const AMENDED: Form = (() => {
      const { lessons: _, ...properties } = GUANGZHOU_FORM['properties'] as JsonObject;
      const required = (GUANGZHOU_FORM['required'] as string[]).filter((field) => field !== 'lessons');
      const named = GUANGZHOU_FORM['sections'] as { key: string; title: string; fields: string[] }[];
      const kept = named
        .filter(({ key }) => key !== 'links' && key !== 'lessons')
        .map((section) => (section.key === 'summary' ? { ...section, fields: [...section.fields, 'links'] } : section));
      return {
        ...GUANGZHOU_FORM,
        properties: { ...properties, budget: { type: 'integer', title: 'Budget in euros' } },
        required: [...required, 'budget'],
        sections: [...kept, { key: 'money', title: 'Money', fields: ['budget'] }],
      };
    })();
    const sectionOf = async (context: typeof fixture.staff, entryId: string, key: string) =>
      (await reader.get(context, entryId)).sections.find((section) => section.key === key);
    let before: { context: typeof fixture.staff; entryId: string }[];
    let submitted: { context: typeof fixture.staff; id: string };

    beforeAll(async () => {
      before = [];
      for (let i = 0; i < 4; i++) before.push(await drafted());
      submitted = await fixture.submitted();
      const { rows } = await fixture.db.query<{ definition: CycleDefinition }>(
        'select definition from cycles.cycle_revision where cycle_id = $1 and revision = 1',
        [fixture.cycleId],
      );
      const revise = (revision: number, definition: object) =>
        fixture.db.query(
          `insert into cycles.cycle_revision (cycle_id, revision, definition, digest, digest_algorithm, actor_id, created_at)
           values ($1, $2, $3, 'test', 'test', 'test', now())`,
          [fixture.cycleId, revision, definition],
        );
      // Revision 2 amends something else.
      await revise(2, { ...rows[0]!.definition, title: 'Another title' });
      await fixture.setStage('call', 'revision = 2');
      expect(await reader.get(before[0]!.context, before[0]!.entryId)).toMatchObject({
        form: { revision: 1, inForce: 2, amended: false, faults: [] },
      });
      await revise(3, { ...rows[0]!.definition, form: AMENDED });
      await fixture.setStage('call', 'revision = 3');
    });

    it('an entry keeps its form until it is edited, and says what the new one finds', async () => {
      const [{ context, entryId }] = before as [(typeof before)[0]];
      const shown = await reader.get(context, entryId);
      expect(shown.sections.every(({ complete }) => complete)).toBe(true);
      expect(shown.sections.map(({ key }) => key)).toContain('lessons');
      expect(shown.form).toEqual({
        revision: 1,
        inForce: 3,
        amended: true,
        faults: [
          { pointer: '/content/budget', message: 'is missing' },
          expect.objectContaining({ pointer: '/content/lessons', message: 'is not asked for any more' }),
        ],
      });
      expect(await reader.get(submitted.context, submitted.id)).toMatchObject({
        state: 'submitted',
        form: { revision: 1, amended: true },
      });
      const submits = fixture.module.get(SubmitService);
      await expect(submits.submit(context, entryId, ACCEPTANCE)).rejects.toMatchObject({
        code: 'rule-violated',
        document: { errors: [{ pointer: '/content/budget' }, { pointer: '/content/lessons' }] },
      });
    });

    it('a save takes over the new form: texts move to where they belong, none is lost, and it can be submitted', async () => {
      const [, { context, entryId }] = before as [(typeof before)[0], (typeof before)[0]];
      const saved = await sections.save(context, { entryId, key: 'money' }, 0, { budget: 5 });
      expect(saved).toMatchObject({ version: 1, formRevision: 3 });
      const { lessons: _, ...rest } = completeContent();
      const shown = await reader.get(context, entryId);
      expect(shown).toMatchObject({
        content: { ...rest, budget: 5 },
        form: { revision: 3, inForce: 3, amended: false, faults: [] },
      });
      expect(shown.content).not.toHaveProperty('lessons');
      expect(await sectionOf(context, entryId, 'summary')).toMatchObject({ version: 2, complete: true });
      // What is not asked for any more stays in the history.
      expect(await history.get(context, lessons(entryId), 1)).toMatchObject({
        content: { lessons: completeContent()['lessons'] },
      });
      expect(await fixture.module.get(SubmitService).submit(context, entryId, ACCEPTANCE)).toMatchObject({
        version: 1,
      });
    });

    it('requirement 12: a tab that still has the old form open saves into it, and its text arrives', async () => {
      const [, , { context, entryId }] = before as [(typeof before)[0], (typeof before)[0], (typeof before)[0]];
      const links = [{ url: 'https://city.example/written-in-an-old-tab' }];
      const old = await sections.save(context, { entryId, key: 'links' }, 1, { links });
      expect(old).toMatchObject({ formRevision: 3, version: 3 });
      expect((await reader.get(context, entryId)).content['links']).toEqual(links);
      // The summary was written for that, too: whoever has it open is told.
      await expect(
        sections.save(context, { entryId, key: 'summary' }, 1, { title: 'Without the links' }),
      ).rejects.toMatchObject({ code: 'stale-version', document: { theirs: { content: { links } } } });
      await expect(sections.save(context, { entryId, key: 'links' }, 3, { links })).rejects.toMatchObject({
        code: 'not-found',
      });
    });

    it('a section saved by the new form does not take away what stood in it by the old one', async () => {
      const [{ context, entryId }] = before.slice(3) as [(typeof before)[0]];
      const { title, abstract, dates, themes } = completeContent();
      await sections.save(context, { entryId, key: 'summary' }, 1, { title: 'New', abstract, dates, themes } as never);
      const { content, title: shown } = await reader.get(context, entryId);
      expect(content['links']).toEqual(completeContent()['links']);
      expect([shown, title]).toEqual(['New', completeContent()['title']]);
    });

    it('a draft begun now follows the new form', async () => {
      const { city, context } = await fixture.city();
      const { lessons: _, ...content } = completeContent();
      const entries = fixture.module.get(EntryService);
      const begin = (given: JsonObject) => entries.draft(context, fixture.cycleId, { cityId: city.id, content: given });
      await expect(begin(completeContent())).rejects.toMatchObject({
        document: { errors: [{ pointer: '/content/lessons' }] },
      });
      const { id } = await begin(content);
      expect(await reader.get(context, id)).toMatchObject({ form: { revision: 3, amended: false } });
    });
  });
});
