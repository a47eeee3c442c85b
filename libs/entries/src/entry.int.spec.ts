import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ACCEPTANCE, CONTACT, type House, openHouse } from '../../../test/support/entries-house.js';
import { completeContent } from '../../../test/support/entry-contents.js';
import { CityService, EntryReader, EntryService, ErasureService, ExtensionService, SubmitService } from './index.js';

describe('entries and their cities', () => {
  let house: House;
  let entries: EntryService;
  let reader: EntryReader;

  beforeAll(async () => {
    house = await openHouse();
    entries = house.module.get(EntryService);
    reader = house.module.get(EntryReader);
    await house.openCall();
  });
  afterAll(() => house.close());

  const first = { after: undefined, limit: 50 };

  it('a city is registered once; who registers it acts for it', async () => {
    const cities = house.module.get(CityService);
    const given = {
      name: 'Kisumu',
      countryCode: 'KE',
      kind: 'city',
      region: 'Africa',
      population: null,
      zone: 'Africa/Nairobi',
    } as const;
    const person = await house.person('city');
    const city = await cities.register(person, given);
    await expect(cities.register(person, { ...given, name: 'kisumu' })).rejects.toMatchObject({ code: 'conflict' });
    await expect(cities.register(person, { ...given, countryCode: 'XX' })).rejects.toMatchObject({
      code: 'invalid-request',
    });
    await expect(cities.register(person, { ...given, zone: 'EAT' })).rejects.toMatchObject({ code: 'invalid-request' });
    const { rows } = await house.db.query('select role, programme from identity.role_grant where city_id = $1', [
      city.id,
    ]);
    expect(rows).toEqual([{ role: 'city', programme: 'guangzhou' }]);
  });

  it('a stale save is refused with both texts', async () => {
    const { city, context } = await house.city();
    const { id, version } = await house.draft(context, city.id);
    const saved = await entries.saveDraft(context, id, version, { content: completeContent({ title: 'Theirs' }) });
    expect(saved.version).toBe(version + 1);
    const mine = completeContent({ title: 'Mine' });
    await expect(entries.saveDraft(context, id, version, { content: mine })).rejects.toMatchObject({
      code: 'stale-version',
      document: { status: 409, version: version + 1, yours: mine, theirs: { content: { title: 'Theirs' } } },
    });
  });

  it('two saves of the same version at once: one wins, the other is told', async () => {
    const { city, context } = await house.city();
    const { id, version } = await house.draft(context, city.id);
    const saves = ['A', 'B'].map((title) =>
      entries.saveDraft(context, id, version, { content: completeContent({ title }) }),
    );
    const answers = await Promise.allSettled(saves);
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('a draft may be unfinished, but not wrong', async () => {
    const { city, context } = await house.city();
    const { id, version } = await entries.draft(context, house.cycleId, { cityId: city.id, content: {} });
    await expect(
      entries.saveDraft(context, id, version, { content: { dates: { start: 'soon' } } }),
    ).rejects.toMatchObject({ code: 'rule-violated', document: { errors: [{ pointer: '/content/dates/start' }] } });
  });

  it("another city's entry is not there, by every way", async () => {
    const { id, cityId } = await house.submitted();
    const { context: stranger, city } = await house.city();
    const hidden = { code: 'not-found' };
    const reason = { reasonCode: 'x', reasonText: 'x' };
    await expect(reader.get(stranger, id)).rejects.toMatchObject(hidden);
    await expect(entries.saveDraft(stranger, id, 1, { content: {} })).rejects.toMatchObject(hidden);
    await expect(house.module.get(SubmitService).submit(stranger, id, ACCEPTANCE)).rejects.toMatchObject(hidden);
    await expect(entries.withdraw(stranger, id, null)).rejects.toMatchObject(hidden);
    await expect(entries.draft(stranger, house.cycleId, { cityId, content: {} })).rejects.toMatchObject(hidden);
    await expect(
      house.module.get(ErasureService).erase(stranger, id, { pointer: '/title', ...reason }),
    ).rejects.toMatchObject(hidden);
    await expect(house.module.get(CityService).get(stranger, cityId)).rejects.toMatchObject(hidden);
    const until = new Date(Date.now() + 9e9);
    const extension = { stageKey: 'call', target: { entryId: id }, until, ...reason };
    const granting = house.module.get(ExtensionService).grant(stranger, house.cycleId, extension);
    await expect(granting).rejects.toMatchObject({ code: 'forbidden' });
    expect(await reader.list(stranger, house.cycleId, first)).toEqual([]);
    expect((await house.module.get(CityService).list(stranger, first)).map((own) => own.id)).toEqual([city.id]);
    await expect(reader.get(stranger, randomUUID())).rejects.toMatchObject(hidden);
  });

  it('a role for cities that names none, and one of another programme, see nothing', async () => {
    const { id, cityId } = await house.submitted();
    const anyCity = await house.person('city');
    const otherProgramme = await house.person('secretariat', { programme: 'dubai' });
    const otherCity = await house.person('city', { programme: 'dubai', cityId });
    const panel = await house.person('expert', { cycleId: house.cycleId });
    for (const context of [anyCity, otherProgramme, otherCity, panel]) {
      await expect(reader.get(context, id)).rejects.toMatchObject({ code: 'not-found' });
      expect(await reader.list(context, house.cycleId, first)).toEqual([]);
    }
  });

  it('the staff reads all, the auditor without contacts; nobody of them edits or submits', async () => {
    const { id } = await house.submitted();
    const auditor = await house.person('auditor');
    expect(await reader.get(house.staff, id)).toMatchObject({
      contacts: [CONTACT],
      versions: [{ receiptId: expect.any(String) }],
    });
    expect(await reader.get(auditor, id)).toMatchObject({ contacts: [], versions: [{ receiptId: null }] });
    expect(
      (await reader.list(auditor, house.cycleId, { after: undefined, limit: 200 })).map((entry) => entry.id),
    ).toContain(id);
    const submits = house.module.get(SubmitService);
    const onBehalf = { ...house.staff, actor: { ...house.staff.actor, onBehalfOf: randomUUID() } };
    for (const context of [house.staff, onBehalf, auditor]) {
      await expect(submits.submit(context, id, ACCEPTANCE)).rejects.toMatchObject({ code: 'forbidden' });
      await expect(entries.saveDraft(context, id, 3, { content: {} })).rejects.toMatchObject({ code: 'forbidden' });
    }
    await expect(entries.withdraw(house.staff, id, 'asked-by-letter')).rejects.toMatchObject({ code: 'forbidden' });
    expect(await entries.withdraw(onBehalf, id, 'asked-by-letter')).toMatchObject({ state: 'withdrawn' });
    const { rows } = await house.db.query(
      `select actor, on_behalf_of from platform.outbox where subject = $1 and type = 'laureate.entry.withdrawn.v1'`,
      [id],
    );
    expect(rows).toEqual([{ actor: house.staff.actor.id, on_behalf_of: onBehalf.actor.onBehalfOf }]);
  });

  it('a withdrawn entry is withdrawn for good', async () => {
    const { id, context } = await house.submitted();
    const { version } = await entries.withdraw(context, id, null);
    const submits = house.module.get(SubmitService);
    for (const again of [
      () => entries.withdraw(context, id, null),
      () => entries.saveDraft(context, id, version, { content: {} }),
      () => submits.submit(context, id, ACCEPTANCE),
    ]) {
      await expect(again()).rejects.toMatchObject({ code: 'conflict' });
    }
  });

  it('is listed by pages without gap or repetition', async () => {
    const { city, context } = await house.city();
    const made = [];
    for (let i = 0; i < 5; i++) made.push((await house.draft(context, city.id)).id);
    const seen: string[] = [];
    for (let after: string | undefined; ; after = seen.at(-1)) {
      const page = await reader.list(context, house.cycleId, { after, limit: 2 });
      seen.push(...page.map((entry) => entry.id));
      if (page.length === 0) break;
    }
    expect(seen).toEqual(made.toSorted());
  });
});
