import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ACCEPTANCE, type EntriesFixture, openEntriesFixture } from '../../../../test/support/entries-fixture.js';
import { PRIVACY } from '../../../../test/support/privacy.js';
import { entriesAudiences } from '../entries.audiences.js';
import { EntryListService } from '../reading/entry-list.service.js';
import { SubmitService } from '../submit/submit.service.js';
import { CityProfileService } from './city-profile.service.js';
import { CityVerificationService } from './city-verification.service.js';
import type { Letter } from './city.entities.js';
import { CityService } from './city.service.js';
import { TerritoryService } from './territory.service.js';
import { TrustedDomainService } from './trusted-domain.service.js';
import { CycleContextService } from '#libs/cycles';
import { PeopleService, PrivacyService } from '#libs/identity';
import { UnitOfWork } from '#libs/platform';

const LIST = { programme: 'guangzhou' };
const because = (version: number) => ({ version, reason: 'The committee decided so.' });

describe('cities on PostgreSQL', () => {
  let fixture: EntriesFixture;
  let cities: CityService;
  let territories: TerritoryService;

  beforeAll(async () => {
    fixture = await openEntriesFixture();
    cities = fixture.module.get(CityService);
    territories = fixture.module.get(TerritoryService);
    await fixture.openCall();
  });
  afterAll(() => fixture?.close());

  const territory = async (key: string, programme = 'guangzhou') =>
    (await territories.list(programme)).territories.find((one) => one.key === key)!;
  const given = { kind: 'city', population: null, zone: 'Africa/Nairobi' } as const;

  describe('the list of territories', () => {
    it('belongs to the programme from its first cycle on, and speaks each language', async () => {
      const list = await territories.list('guangzhou');
      expect(list.territories.length).toBeGreaterThan(230);
      expect(await territory('kenya')).toEqual({
        key: 'kenya',
        isoCode: 'KE',
        region: 'Africa',
        partOf: null,
        names: { en: 'Kenya', zh: '肯尼亚', fr: 'Kenya', es: 'Kenia' },
        retired: false,
        version: 1,
      });
      expect(list.regions.find(({ key }) => key === 'Africa')?.names.zh).toBe('非洲');
      await expect(territories.list('another')).rejects.toMatchObject({ code: 'not-found' });
    });

    it('is changed with a reason by the secretariat of the programme, and by nobody else', async () => {
      const kenya = await territory('kenya');
      const { key, version, ...said } = kenya;
      const renamed = { ...said, names: { ...said.names, en: 'Republic of Kenya' } };
      const strangers = [
        await fixture.person('organiser'),
        await fixture.person('secretariat', { programme: 'another' }),
      ];
      for (const who of strangers)
        await expect(territories.setTerritory(who, { ...LIST, key }, renamed, because(version))).rejects.toMatchObject({
          code: 'forbidden',
        });
      const [first, second] = await Promise.allSettled(
        [1, 2].map(() => territories.setTerritory(fixture.staff, { ...LIST, key }, renamed, because(version))),
      );
      expect([first!.status, second!.status].toSorted()).toEqual(['fulfilled', 'rejected']);
      expect(await territory('kenya')).toMatchObject({ version: 2, names: { en: 'Republic of Kenya' } });
      expect((await territory('kenya', '*')).names.en).toBe('Kenya');
      const page = { after: undefined, limit: 10 };
      expect(await territories.changes(fixture.staff, 'guangzhou', page)).toMatchObject([
        {
          kind: 'territory',
          key,
          version: 2,
          before: { version: 1 },
          after: renamed,
          changedBy: fixture.staff.actor.id,
        },
      ]);
      const { rows } = await fixture.db.query(
        `select data from platform.outbox where type = 'laureate.territory.changed.v1'`,
      );
      expect(rows).toMatchObject([{ data: { programme: 'guangzhou', key: 'kenya', version: 2 } }]);
    });

    it('counts and lists entries where it places their cities, also those that came in before', async () => {
      const { id } = await fixture.submitted();
      const lists = fixture.module.get(EntryListService);
      const regions = async () =>
        (await lists.countsBy(fixture.cycleId, 'region')).map(({ key, received }) => [key, received]);
      const listed = async (region: string) =>
        (await lists.list(fixture.staff, fixture.cycleId, { region, after: undefined, limit: 10 })).map(
          (one) => one.id,
        );
      expect(await regions()).toEqual([['Africa', 1]]);
      const names = { en: 'East Africa', zh: '东非', fr: "Afrique de l'Est", es: 'África Oriental' };
      await territories.setRegion(fixture.staff, { ...LIST, key: 'East Africa' }, names, because(0));
      const { key, version, ...said } = await territory('kenya');
      const moved = { ...said, region: 'East Africa' };
      await territories.setTerritory(fixture.staff, { ...LIST, key }, moved, because(version));
      expect(await regions()).toEqual([['East Africa', 1]]);
      expect(await listed('East Africa')).toEqual([id]);
      expect(await listed('Africa')).toEqual([]);
      await territories.setTerritory(fixture.staff, { ...LIST, key }, said, because(version + 1));
      expect(await regions()).toEqual([['Africa', 1]]);
    });

    it('takes territories without an ISO code, and several of one code; cities name them by key', async () => {
      const names = { en: 'Free port', zh: '自由港', fr: 'Port franc', es: 'Puerto franco' };
      const added = { isoCode: null, region: 'Africa', partOf: null, names, retired: false };
      await expect(
        territories.setTerritory(
          fixture.staff,
          { ...LIST, key: 'free-port' },
          { ...added, region: 'Nowhere' },
          because(0),
        ),
      ).rejects.toMatchObject({ code: 'invalid-request', document: { errors: [{ pointer: '/region' }] } });
      await territories.setTerritory(fixture.staff, { ...LIST, key: 'free-port' }, added, because(0));
      const person = await fixture.person('city');
      const name = 'Haven';
      expect(await cities.register(person, { ...given, name, territory: 'free-port' }, PRIVACY)).toMatchObject({
        territory: 'free-port',
        countryCode: 'ZZ',
        region: 'Africa',
      });
      await expect(cities.register(person, { ...given, name, territory: 'free-port' }, PRIVACY)).rejects.toMatchObject({
        code: 'conflict',
      });
      const lake = { ...added, isoCode: 'KE', partOf: 'kenya' };
      await territories.setTerritory(fixture.staff, { ...LIST, key: 'lake-shore' }, lake, because(0));
      const refusal = { code: 'invalid-request', document: { errors: [{ allowed: 'kenya, lake-shore' }] } };
      await expect(cities.register(person, { ...given, name, countryCode: 'KE' }, PRIVACY)).rejects.toMatchObject(
        refusal,
      );
      const wrong = { ...given, name, territory: 'kenya', region: 'Europe' };
      await expect(cities.register(person, wrong, PRIVACY)).rejects.toMatchObject({
        document: { errors: [{ pointer: '/region', allowed: 'Africa' }] },
      });
      await territories.setTerritory(
        fixture.staff,
        { ...LIST, key: 'lake-shore' },
        { ...lake, retired: true },
        because(1),
      );
      expect(await cities.register(person, { ...given, name, countryCode: 'KE' }, PRIVACY)).toMatchObject({
        territory: 'kenya',
      });
    });
  });

  it('are registered by people who have answered the privacy notice, each question with a yes or a no', async () => {
    const person = await fixture.person('city');
    const city = { ...given, name: 'Kakamega', countryCode: 'KE' };
    const [first, ...others] = PRIVACY.choices;
    const question = { message: expect.stringContaining(`"${first!.key}" has no answer`), allowed: 'yes or no' };
    await expect(cities.register(person, city)).rejects.toMatchObject({
      code: 'rule-violated',
      document: { errors: expect.arrayContaining([expect.objectContaining(question)]) },
    });
    await expect(cities.register(person, city, { ...PRIVACY, choices: others })).rejects.toMatchObject({
      code: 'rule-violated',
      document: { errors: [{ pointer: '/privacy/choices', ...question }] },
    });
    const invented = [...PRIVACY.choices, { kind: 'purpose' as const, key: 'invented', granted: true }];
    const unknown = { pointer: `/privacy/choices/${invented.length - 1}`, message: 'is not asked by this notice' };
    await expect(cities.register(person, city, { ...PRIVACY, choices: invented })).rejects.toMatchObject({
      document: { errors: [unknown] },
    });
    const refusals = PRIVACY.choices.map((choice) => ({ ...choice, granted: false }));
    await expect(cities.register(person, city, { ...PRIVACY, choices: refusals.slice(1) })).rejects.toMatchObject({
      document: { errors: [{ pointer: '/privacy/choices', ...question }] },
    });
    const { rows } = await fixture.db.query('select from identity.privacy_choice where person_id = $1', [
      person.actor.id,
    ]);
    expect(rows).toEqual([]);
    await cities.register(person, city, { ...PRIVACY, choices: refusals });
    const kept = await fixture.module.get(PrivacyService).of(person.actor.id);
    expect(kept).toMatchObject({ complete: true, present: refusals });
    // Answered once, asked no more; and the secretariat does not answer for anybody.
    await cities.register(person, { ...city, name: 'Kericho' });
    await cities.register(fixture.staff, { ...city, name: 'Kitale' });
  });

  describe('the directory', () => {
    it('fills in what is known of a city, with its source', async () => {
      const person = await fixture.person('city');
      const kabul = { directory: 'af-kabul', kind: 'city' } as const;
      const city = await cities.register(person, kabul, PRIVACY);
      expect(city).toMatchObject({
        name: 'Kabul',
        territory: 'afghanistan',
        countryCode: 'AF',
        region: 'Middle East and West Asia',
        population: 4_434_550,
        zone: 'Asia/Kabul',
        directoryId: 'af-kabul',
      });
      const { rows } = await fixture.db.query('select figures from entries.city_profile where city_id = $1', [city.id]);
      expect(rows).toEqual([{ figures: { population: { value: 4_434_550, source: 'GeoNames', year: 2026 } } }]);
      await expect(cities.register(person, kabul, PRIVACY)).rejects.toMatchObject({ code: 'conflict' });
      await expect(cities.register(person, { ...kabul, directory: 'af-atlantis' }, PRIVACY)).rejects.toMatchObject({
        code: 'invalid-request',
        document: { errors: [{ pointer: '/directory' }] },
      });
    });
  });

  describe('verification', () => {
    const letter = { signedBy: 'The Mayor', function: 'Mayor', date: '2026-11-20', digest: 'a'.repeat(64) };
    const page = { after: undefined, limit: 10 };
    const here = { ...given, territory: 'kenya' };

    it('is made and taken back by the secretariat, with a reason, and shown to the city', async () => {
      const verifications = fixture.module.get(CityVerificationService);
      const { city, context } = await fixture.city();
      expect(city).toMatchObject({ verification: 'unverified', hasLetter: false });
      const verified = { verification: 'verified', reason: 'Called the town hall.', letter } as const;
      await verifications.set(fixture.staff, city.id, verified);
      expect(await cities.get(context, city.id)).toMatchObject({ verification: 'verified', hasLetter: true });
      const back = { verification: 'unverified', reason: 'The letter was forged.' } as const;
      await expect(verifications.set(fixture.staff, city.id, { ...back, letter })).rejects.toMatchObject({
        code: 'invalid-request',
      });
      await verifications.set(fixture.staff, city.id, { ...back, letter: null });
      expect(await cities.get(context, city.id)).toMatchObject({ verification: 'unverified', hasLetter: false });
      const mail = entriesAudiences({
        unitOfWork: fixture.module.get(UnitOfWork),
        cycles: fixture.module.get(CycleContextService),
        people: fixture.module.get(PeopleService),
        linkTo: (path) => path,
      }).find(({ kind }) => kind === 'city-verified')!;
      const { rows } = await fixture.db.query('select id, data from platform.outbox where subject = $1 and type = $2', [
        city.id,
        mail.on,
      ]);
      const told = await Promise.all(rows.map((event) => mail.facts(event as never, context.actor.id, 'en')));
      // The first is not true any more.
      const link = `/v1/cities/${city.id}/verifications`;
      expect(told).toEqual([null, { cityName: city.name, verified: false, link }]);
      expect(await mail.people(rows[1] as never)).toEqual([context.actor.id]);
      expect(await mail.facts(rows[1] as never, fixture.staff.actor.id, 'en')).toBeNull();
      expect(await verifications.list(context, city.id, page)).toMatchObject([
        { ...verified, mailDomain: null, doneBy: fixture.staff.actor.id },
        { ...back, letter: null },
      ]);
      const stranger = await fixture.city();
      await expect(verifications.list(stranger.context, city.id, page)).rejects.toMatchObject({ code: 'not-found' });
    });

    it('is made by a trusted mail domain for whoever has shown that the address is theirs', async () => {
      const trusted = fixture.module.get(TrustedDomainService);
      const trust = { domain: 'People.Example', territory: 'kenya', cityName: null, reason: 'The state runs it.' };
      const { id } = await trusted.add(fixture.staff, 'guangzhou', trust);
      await expect(trusted.add(fixture.staff, 'guangzhou', trust)).rejects.toMatchObject({ code: 'conflict' });
      const unproven = await fixture.person('city');
      expect(await cities.register(unproven, { ...here, name: 'Thika' }, PRIVACY)).toMatchObject({
        verification: 'unverified',
      });
      const proven = await fixture.person('city');
      await fixture.db.query(
        `insert into identity.invitation (id, person_id, grant_id, invited_by, invited_at, expires_at, accepted_at)
         select gen_random_uuid(), person_id, id, 'test', now(), now(), now() from identity.role_grant where person_id = $1`,
        [proven.actor.id],
      );
      const city = await cities.register(proven, { ...here, name: 'Nakuru' }, PRIVACY);
      expect(city).toMatchObject({ verification: 'verified', hasLetter: false });
      const [how] = await fixture.module.get(CityVerificationService).list(fixture.staff, city.id, page);
      expect(how).toMatchObject({ verification: 'verified', mailDomain: 'people.example', reason: null });
      const elsewhere = { directory: 'al-tirana', kind: 'city' } as const;
      expect(await cities.register(proven, elsewhere, PRIVACY)).toMatchObject({ verification: 'unverified' });
      await trusted.remove(fixture.staff, 'guangzhou', id, 'The domain was sold.');
      expect(await cities.register(proven, { ...here, name: 'Eldoret' }, PRIVACY)).toMatchObject({
        verification: 'unverified',
      });
      expect(await trusted.list(fixture.staff, 'guangzhou')).toEqual([]);
      await expect(trusted.remove(fixture.staff, 'guangzhou', id, 'Again.')).rejects.toMatchObject({
        code: 'not-found',
      });
    });

    it('never trusts free mail, nor for another programme', async () => {
      const trusted = fixture.module.get(TrustedDomainService);
      const free = { domain: 'mail.yahoo.co.uk', territory: null, cityName: null, reason: 'They asked.' };
      await expect(trusted.add(fixture.staff, 'guangzhou', free)).rejects.toMatchObject({ code: 'rule-violated' });
      const elsewhere = await fixture.person('secretariat', { programme: 'another' });
      const own = { ...free, domain: 'nairobi.example' };
      await expect(trusted.add(elsewhere, 'guangzhou', own)).rejects.toMatchObject({ code: 'forbidden' });
    });
  });

  it('a call may ask for verified cities: others draft, and do not submit', async () => {
    const submit = fixture.module.get(SubmitService);
    const { city, context } = await fixture.city();
    const { id } = await fixture.draft(context, city.id);
    const asks = async (revision: number, asked: string) => {
      await fixture.db.query(
        `insert into cycles.cycle_revision select (jsonb_populate_record(r, jsonb_build_object('revision', $1::int, 'definition',
           jsonb_set(r.definition, '{stages,0,settings,requiresVerification}', to_jsonb($2::text))))).*
         from cycles.cycle_revision r where revision = 1`,
        [revision, asked],
      );
      await fixture.setStage('call', `revision = ${revision}`);
    };
    const refused = (message: RegExp) => ({
      code: 'rule-violated',
      document: { errors: [{ pointer: '/city', message: expect.stringMatching(message) }] },
    });
    const verify = (letter: Letter | null) =>
      fixture.module
        .get(CityVerificationService)
        .set(fixture.staff, city.id, { verification: 'verified', reason: 'Called.', letter });
    await asks(2, 'verified');
    await expect(submit.submit(context, id, ACCEPTANCE)).rejects.toMatchObject(refused(/not verified yet/));
    await verify(null);
    await asks(3, 'by-letter');
    await expect(submit.submit(context, id, ACCEPTANCE)).rejects.toMatchObject(refused(/letter/));
    await verify({ signedBy: 'The Mayor', function: 'Mayor', date: '2026-11-20', digest: 'a'.repeat(64) });
    expect(await submit.submit(context, id, ACCEPTANCE)).toMatchObject({ version: 1 });
    await fixture.setStage('call', 'revision = 1');
  });

  describe('the profile', () => {
    const of = (value: number) => ({ value, source: 'Statistical yearbook', year: 2025 });

    it('is kept version by version; its people count as the size of the city', async () => {
      const profiles = fixture.module.get(CityProfileService);
      const { city, context } = await fixture.city();
      expect(await profiles.get(context, city.id)).toMatchObject({ version: 0, figures: {}, region: 'Africa' });
      const first = { population: of(50_000), surface: of(100), gini: of(0.4) };
      expect(await profiles.set(context, city.id, 0, first)).toMatchObject({
        version: 1,
        figures: first,
        warnings: [],
      });
      expect(await cities.get(context, city.id)).toMatchObject({ population: 50_000 });
      const second = { ...first, density: of(700) };
      await expect(profiles.set(fixture.staff, city.id, 0, second)).rejects.toMatchObject({
        code: 'stale-version',
        document: { yours: second, theirs: first },
      });
      expect(await profiles.set(fixture.staff, city.id, 1, second)).toMatchObject({
        version: 2,
        warnings: [{ pointer: '/figures/density' }],
        changedBy: fixture.staff.actor.id,
      });
      const versions = await profiles.versions(context, city.id, { before: undefined, limit: 10 });
      expect(versions.map(({ version, figures }) => [version, figures])).toEqual([
        [2, second],
        [1, first],
      ]);
      const stranger = await fixture.city();
      await expect(profiles.set(stranger.context, city.id, 2, first)).rejects.toMatchObject({ code: 'not-found' });
    });
  });
});
