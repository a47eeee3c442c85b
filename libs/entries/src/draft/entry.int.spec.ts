import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ACCEPTANCE,
  CONTACT,
  type EntriesFixture,
  openEntriesFixture,
} from '../../../../test/support/entries-fixture.js';
import { completeContent } from '../../../../test/support/entry-contents.js';
import { PRIVACY } from '../../../../test/support/privacy.js';
import { CityService } from '../cities/city.service.js';
import { ErasureService } from '../erasure/erasure.service.js';
import { partOf, sectionsOf } from '../form/form-sections.js';
import { GUANGZHOU_FORM } from '../form/form.js';
import { ExtensionService } from '../more-time/extension.service.js';
import { EntryListService } from '../reading/entry-list.service.js';
import { EntryReaderService } from '../reading/entry-reader.service.js';
import { SubmitService } from '../submit/submit.service.js';
import { EntryService } from './entry.service.js';
import { OnBehalfOfService } from './on-behalf-of.service.js';
import { SectionService } from './section.service.js';
import type { RequestContext } from '#libs/platform';

describe('entries and their cities', () => {
  let fixture: EntriesFixture;
  let entries: EntryService;
  let sections: SectionService;
  let reader: EntryReaderService;
  let lists: EntryListService;

  beforeAll(async () => {
    fixture = await openEntriesFixture();
    entries = fixture.module.get(EntryService);
    sections = fixture.module.get(SectionService);
    reader = fixture.module.get(EntryReaderService);
    lists = fixture.module.get(EntryListService);
    await fixture.openCall();
  });
  afterAll(() => fixture.close());

  const first = { after: undefined, limit: 50 };
  const onBehalf = (personId: string) => ({
    ...fixture.staff,
    actor: { ...fixture.staff.actor, onBehalfOf: personId },
  });

  it('a city is registered once; who registers it acts for it', async () => {
    const cities = fixture.module.get(CityService);
    const given = {
      name: 'Kisumu',
      countryCode: 'KE',
      kind: 'city',
      region: 'Africa',
      population: null,
      zone: 'Africa/Nairobi',
    } as const;
    const person = await fixture.person('city');
    const city = await cities.register(person, given, PRIVACY);
    await expect(cities.register(person, { ...given, name: 'kisumu' }, PRIVACY)).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(cities.register(person, { ...given, countryCode: 'XX' }, PRIVACY)).rejects.toMatchObject({
      code: 'invalid-request',
    });
    await expect(cities.register(person, { ...given, zone: 'EAT' }, PRIVACY)).rejects.toMatchObject({
      code: 'invalid-request',
    });
    const { rows } = await fixture.db.query(
      'select role, programme, city_role from identity.role_grant where city_id = $1',
      [city.id],
    );
    expect(rows).toEqual([{ role: 'city', programme: 'guangzhou', city_role: 'owner' }]);
  });

  it('requirement 12: a stale save is refused with both texts, so that none is lost', async () => {
    const { city, context } = await fixture.city();
    const { id: entryId } = await fixture.draft(context, city.id);
    const summary = { entryId, key: 'summary' };
    expect(await sections.save(context, summary, 1, { title: 'Theirs' })).toMatchObject({ version: 2 });
    const mine = { title: 'Mine' };
    await expect(sections.save(context, summary, 1, mine)).rejects.toMatchObject({
      code: 'stale-version',
      document: { status: 409, version: 2, yours: mine, theirs: { content: { title: 'Theirs' } } },
    });
    expect(await reader.get(context, entryId)).toMatchObject({ title: 'Theirs', content: { title: 'Theirs' } });
  });

  it('two saves of the same version at once: one wins, the other is told', async () => {
    const { city, context } = await fixture.city();
    const { id: entryId } = await fixture.draft(context, city.id);
    const saves = ['A', 'B'].map((title) => sections.save(context, { entryId, key: 'summary' }, 1, { title }));
    const answers = await Promise.allSettled(saves);
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('editors of different sections at once disturb nobody, and no text is lost', async () => {
    const { city, context } = await fixture.city();
    const { id: entryId } = await entries.draft(context, fixture.cycleId, { cityId: city.id, content: {} });
    const content = completeContent();
    const parts = sectionsOf(GUANGZHOU_FORM).map((section) => ({ key: section.key, part: partOf(section, content) }));
    const twice = [1, 2].map((round) =>
      Promise.all(
        parts.map(async ({ key, part }) => {
          if (round === 1) return sections.save(context, { entryId, key }, 0, part);
          await expect(sections.save(context, { entryId, key }, 5, part)).rejects.toMatchObject({
            code: 'stale-version',
          });
        }),
      ),
    );
    await Promise.all(twice);
    const answer = await reader.get(context, entryId);
    expect(answer.content).toEqual(content);
    expect(answer.sections.map(({ key, version, complete }) => ({ key, version, complete }))).toEqual(
      parts.map(({ key }) => ({ key, version: 1, complete: true })),
    );
  });

  it('says of each section what is missing, and by its pointer', async () => {
    const { city, context } = await fixture.city();
    const { id } = await entries.draft(context, fixture.cycleId, { cityId: city.id, content: { title: 'Alone' } });
    const { sections: shown } = await reader.get(context, id);
    expect(shown.find(({ key }) => key === 'summary')).toMatchObject({
      version: 1,
      complete: false,
      missing: [{ pointer: '/content/abstract' }, { pointer: '/content/dates' }, { pointer: '/content/themes' }],
    });
    expect(shown.find(({ key }) => key === 'links')).toMatchObject({ version: 0, savedAt: null, complete: true });
  });

  it('a field of another section is refused, and so is a section the form has not', async () => {
    const { city, context } = await fixture.city();
    const { id: entryId } = await fixture.draft(context, city.id);
    await expect(sections.save(context, { entryId, key: 'links' }, 1, { title: 'Not here' })).rejects.toMatchObject({
      code: 'rule-violated',
      document: { errors: [{ pointer: '/content/title' }] },
    });
    await expect(sections.save(context, { entryId, key: 'nothing' }, 0, {})).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('contacts have a version of their own, and are no change of the content', async () => {
    const { id: entryId, context } = await fixture.submitted();
    const { contactsVersion } = await reader.get(context, entryId);
    const other = [{ ...CONTACT, name: 'Ben Sample' }];
    expect(await sections.saveContacts(context, entryId, contactsVersion, other)).toMatchObject({ contacts: other });
    await expect(sections.saveContacts(context, entryId, contactsVersion, [CONTACT])).rejects.toMatchObject({
      code: 'stale-version',
      document: { yours: [CONTACT], theirs: other },
    });
    const again = fixture.module.get(SubmitService).submit(context, entryId, ACCEPTANCE);
    await expect(again).rejects.toMatchObject({ code: 'conflict' });
  });

  it('a draft may be unfinished, but not wrong', async () => {
    const { city, context } = await fixture.city();
    const { id: entryId } = await entries.draft(context, fixture.cycleId, { cityId: city.id, content: {} });
    await expect(
      sections.save(context, { entryId, key: 'summary' }, 0, { dates: { start: 'soon' } }),
    ).rejects.toMatchObject({ code: 'rule-violated', document: { errors: [{ pointer: '/content/dates/start' }] } });
  });

  it("another city's entry is not there, by every way", async () => {
    const { id, cityId } = await fixture.submitted();
    const { context: stranger, city } = await fixture.city();
    const hidden = { code: 'not-found' };
    const reason = { reasonCode: 'x', reasonText: 'x' };
    await expect(reader.get(stranger, id)).rejects.toMatchObject(hidden);
    await expect(sections.save(stranger, { entryId: id, key: 'summary' }, 1, {})).rejects.toMatchObject(hidden);
    await expect(sections.saveContacts(stranger, id, 1, [])).rejects.toMatchObject(hidden);
    await expect(fixture.module.get(SubmitService).submit(stranger, id, ACCEPTANCE)).rejects.toMatchObject(hidden);
    await expect(entries.withdraw(stranger, id, null)).rejects.toMatchObject(hidden);
    await expect(entries.draft(stranger, fixture.cycleId, { cityId, content: {} })).rejects.toMatchObject(hidden);
    await expect(
      fixture.module.get(ErasureService).erase(stranger, id, { pointer: '/title', ...reason }),
    ).rejects.toMatchObject(hidden);
    await expect(fixture.module.get(CityService).get(stranger, cityId)).rejects.toMatchObject(hidden);
    const until = new Date(Date.now() + 9e9);
    const extension = { stageKey: 'call', target: { entryId: id }, until, ...reason };
    const granting = fixture.module.get(ExtensionService).grant(stranger, fixture.cycleId, extension);
    await expect(granting).rejects.toMatchObject({ code: 'forbidden' });
    expect(await lists.list(stranger, fixture.cycleId, first)).toEqual([]);
    expect((await fixture.module.get(CityService).list(stranger, first)).map((own) => own.id)).toEqual([city.id]);
    await expect(reader.get(stranger, randomUUID())).rejects.toMatchObject(hidden);
  });

  it('a role for cities that names none, and one of another programme, see nothing', async () => {
    const { id, cityId } = await fixture.submitted();
    const anyCity = await fixture.person('city');
    const otherProgramme = await fixture.person('secretariat', { programme: 'dubai' });
    const otherCity = await fixture.person('city', { programme: 'dubai', cityId });
    const panel = await fixture.person('expert', { cycleId: fixture.cycleId });
    for (const context of [anyCity, otherProgramme, otherCity, panel]) {
      await expect(reader.get(context, id)).rejects.toMatchObject({ code: 'not-found' });
      expect(await lists.list(context, fixture.cycleId, first)).toEqual([]);
    }
  });

  it('the staff reads all, the auditor without contacts; nobody of them edits or submits', async () => {
    const { id, context: owner } = await fixture.submitted();
    const ownerId = owner.actor.id;
    const auditor = await fixture.person('auditor');
    expect(await reader.get(fixture.staff, id)).toMatchObject({
      contacts: [CONTACT],
      versions: [{ receiptId: expect.any(String) }],
    });
    expect(await reader.get(auditor, id)).toMatchObject({ contacts: [], versions: [{ receiptId: null }] });
    expect(
      (await lists.list(auditor, fixture.cycleId, { after: undefined, limit: 200 })).map((entry) => entry.id),
    ).toContain(id);
    const submits = fixture.module.get(SubmitService);
    for (const context of [fixture.staff, onBehalf(ownerId), auditor]) {
      await expect(submits.submit(context, id, ACCEPTANCE)).rejects.toMatchObject({ code: 'forbidden' });
      for (const save of [
        () => sections.save(context, { entryId: id, key: 'summary' }, 1, {}),
        () => sections.saveContacts(context, id, 2, []),
      ])
        await expect(save()).rejects.toMatchObject({ code: 'forbidden' });
    }
  });

  it('requirement 17: the staff acts for a named owner of the city only; both are recorded, and the city sees it', async () => {
    const acting = fixture.module.get(OnBehalfOfService);
    const { id, context: owner, cityId } = await fixture.submitted();
    const editor = await fixture.person('city', { cityId, cityRole: 'editor' });
    const stranger = (await fixture.city()).context;
    const another = await fixture.person('city', { programme: 'dubai', cityId });
    const withdraw = (context: RequestContext) => entries.withdraw(context, id, 'asked-by-letter');
    for (const nobody of [randomUUID(), editor, stranger, another, fixture.staff]) {
      const context = onBehalf(typeof nobody === 'string' ? nobody : nobody.actor.id);
      await expect(withdraw(context)).rejects.toMatchObject({ code: 'forbidden' });
    }
    await expect(withdraw(fixture.staff)).rejects.toMatchObject({ code: 'forbidden' });

    const forEditor = onBehalf(editor.actor.id);
    const drafted = await entries.draft(forEditor, fixture.cycleId, { cityId, content: {} });
    expect(await withdraw(onBehalf(owner.actor.id))).toMatchObject({ state: 'withdrawn' });
    const { rows } = await fixture.db.query(
      `select actor, on_behalf_of from platform.outbox where subject = $1 and type = 'laureate.entry.withdrawn.v1'`,
      [id],
    );
    expect(rows).toEqual([{ actor: fixture.staff.actor.id, on_behalf_of: owner.actor.id }]);
    const doneBy = { id: fixture.staff.actor.id, name: 'A secretariat' };
    const shown = { cycleId: fixture.cycleId, doneBy, doneAt: expect.any(String) };
    const acts = await acting.list(owner, cityId, first);
    expect(acts).toMatchObject([
      { ...shown, kind: 'entry-drafted', entryId: drafted.id, onBehalfOf: { id: editor.actor.id, name: 'A city' } },
      { ...shown, kind: 'entry-withdrawn', entryId: id, onBehalfOf: { id: owner.actor.id } },
    ]);
    expect(await acting.list(fixture.staff, cityId, { after: acts[0]!.id, limit: 1 })).toEqual([acts[1]]);
    await expect(acting.list(stranger, cityId, first)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('a withdrawn entry is withdrawn for good', async () => {
    const { id, context } = await fixture.submitted();
    await entries.withdraw(context, id, null);
    const submits = fixture.module.get(SubmitService);
    for (const again of [
      () => entries.withdraw(context, id, null),
      () => sections.save(context, { entryId: id, key: 'summary' }, 1, {}),
      () => sections.saveContacts(context, id, 2, []),
      () => submits.submit(context, id, ACCEPTANCE),
    ]) {
      await expect(again()).rejects.toMatchObject({ code: 'conflict' });
    }
  });

  it('is listed by pages without gap or repetition', async () => {
    const { city, context } = await fixture.city();
    const made = [];
    for (let i = 0; i < 5; i++) made.push((await fixture.draft(context, city.id)).id);
    const seen: string[] = [];
    for (let after: string | undefined; ; after = seen.at(-1)) {
      const page = await lists.list(context, fixture.cycleId, { after, limit: 2 });
      seen.push(...page.map((entry) => entry.id));
      if (page.length === 0) break;
    }
    expect(seen).toEqual(made.toSorted());
  });
});
