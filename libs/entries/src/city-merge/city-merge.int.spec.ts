import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ACCEPTANCE, type EntriesFixture } from '../../../../test/support/entries-fixture.js';
import { PRIVACY } from '../../../../test/support/privacy.js';
import { CityProfileService } from '../cities/city-profile.service.js';
import { CityVerificationService } from '../cities/city-verification.service.js';
import { CityService } from '../cities/city.service.js';
import { FrameworkService } from '../draft/framework.service.js';
import { ExtensionService } from '../more-time/extension.service.js';
import { EntryReaderService } from '../reading/entry-reader.service.js';
import { SubmitService } from '../submit/submit.service.js';
import { CityMergeService } from './city-merge.service.js';
import { CityPeopleService, IdentityService, PeopleService } from '#libs/identity';
import {
  type CityMergeFixture,
  openCityMergeFixture,
  because,
  here,
} from '../../../../test/support/city-merge-fixture.js';

const page = { after: undefined, limit: 50 };

describe('a merge of cities', () => {
  let fixture: EntriesFixture;
  let merges: CityMergeService;
  let cities: CityService;
  let merge: CityMergeFixture['merge'];
  let acting: CityMergeFixture['acting'];
  let roles: CityMergeFixture['roles'];

  beforeAll(async () => {
    ({ fixture, merges, cities, merge, acting, roles } = await openCityMergeFixture());
  });
  afterAll(() => fixture?.close());

  it('moves entries with their receipts as they are, and says what happened', async () => {
    const a = await fixture.city();
    const b = await fixture.submitted();
    const reader = fixture.module.get(EntryReaderService);
    const sealed = () =>
      fixture.db.query(
        `select v.*, r.id as receipt, r.digest as receipt_digest, e.alias from entries.entry_version v
         join entries.receipt r using (entry_id, version) join entries.entry e on e.id = v.entry_id where v.entry_id = $1`,
        [b.id],
      );
    const before = (await sealed()).rows;
    const { version } = await reader.get(b.context, b.id);
    const done = await merge(b.cityId, a.city.id);
    expect(done).toMatchObject({ cityId: b.cityId, intoId: a.city.id, ...because, doneBy: fixture.staff.actor.id });
    expect((await sealed()).rows).toEqual(before);
    const moved = await reader.get(a.context, b.id);
    expect(moved).toMatchObject({ version: version + 1, city: { id: a.city.id } });
    const { rows } = await fixture.db.query(
      `select type, subject, data from platform.outbox where data ->> 'mergeId' = $1 order by type`,
      [done.id],
    );
    const of = { mergeId: done.id, cityId: a.city.id, from: b.cityId, reasonCode: because.reasonCode };
    expect(rows).toEqual([
      {
        type: 'laureate.city.merged.v1',
        subject: b.cityId,
        data: { mergeId: done.id, cityId: b.cityId, intoId: a.city.id, reasonCode: because.reasonCode },
      },
      {
        type: 'laureate.entry.city-changed.v1',
        subject: b.id,
        data: { ...of, entryId: b.id, cycleId: fixture.cycleId },
      },
    ]);
    expect(await merges.list(await acting(b.context.actor.id), a.city.id, page)).toEqual([done]);
    expect(done.moved.entries).toEqual([{ id: b.id, cycleId: fixture.cycleId, state: 'submitted' }]);
  });

  it('leaves the row of the city, which says where it went; lists leave it out unless asked', async () => {
    const a = await fixture.city();
    const b = await fixture.city();
    await merge(b.city.id, a.city.id);
    const now = await acting(b.context.actor.id);
    const mergedInto = { id: a.city.id, name: a.city.name, reasonCode: 'registered-twice' };
    for (const who of [fixture.staff, now])
      expect(await cities.get(who, b.city.id)).toMatchObject({ name: b.city.name, mergedInto });
    expect((await cities.list(now, page)).map(({ id }) => id)).toEqual([a.city.id]);
    const all = (await cities.list(now, { ...page, merged: true })).map(({ id }) => id);
    expect(all).toEqual([a.city.id, b.city.id].toSorted());
    const stranger = await fixture.city();
    await expect(cities.get(stranger.context, b.city.id)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('ends whatever could be done for the city, also by who has not heard of it', async () => {
    const a = await fixture.city();
    const b = await fixture.city();
    await merge(b.city.id, a.city.id);
    const merged = { code: 'conflict', document: { mergedInto: a.city.id } };
    // With the roles that a process may remember for two more seconds.
    const stale = b.context;
    await expect(fixture.draft(stale, b.city.id)).rejects.toMatchObject(merged);
    await expect(fixture.module.get(CityProfileService).set(stale, b.city.id, 0, {})).rejects.toMatchObject(merged);
    const verified = { verification: 'verified', reason: 'Called.', letter: null } as const;
    await expect(
      fixture.module.get(CityVerificationService).set(fixture.staff, b.city.id, verified),
    ).rejects.toMatchObject(merged);
    await expect(
      fixture.module.get(ExtensionService).grant(fixture.staff, fixture.cycleId, {
        stageKey: 'call',
        target: { cityId: b.city.id },
        until: new Date(Date.now() + 86_400_000),
        ...because,
      }),
    ).rejects.toMatchObject(merged);
    const colleague = { name: 'Ben', language: 'en', zone: 'UTC', address: `${randomUUID()}@city.example` } as const;
    await expect(
      fixture.module.get(CityPeopleService).invite(stale, b.city.id, colleague, 'reader'),
    ).rejects.toMatchObject(merged);
    await expect(
      fixture.module.get(IdentityService).grantRole(fixture.staff, stale.actor.id, { role: 'city', cityId: b.city.id }),
    ).rejects.toMatchObject(merged);
    const again = { ...here, name: b.city.name.toUpperCase() };
    await expect(cities.register(await fixture.person('city'), again, PRIVACY)).rejects.toMatchObject({
      ...merged,
      message: expect.stringContaining(a.city.name),
    });
    await expect(merges.preview(fixture.staff, { cityId: a.city.id, intoId: b.city.id })).rejects.toMatchObject(merged);
  });

  it('lets the people of both act for it, with the stronger of two roles; what they were stays on record', async () => {
    const a = await fixture.city();
    const b = await fixture.city();
    const identity = fixture.module.get(IdentityService);
    const grant = (personId: string, cityId: string, cityRole: 'owner' | 'editor' | 'reader') =>
      identity.grantRole(fixture.staff, personId, { role: 'city', programme: 'guangzhou', cityId, cityRole });
    const [both, reader] = await Promise.all([fixture.person('city'), fixture.person('city')]);
    await grant(both.actor.id, a.city.id, 'reader');
    await grant(both.actor.id, b.city.id, 'editor');
    await grant(reader.actor.id, b.city.id, 'reader');
    await grant(b.context.actor.id, a.city.id, 'reader');
    await grant(a.context.actor.id, b.city.id, 'editor');
    const { people } = await merges.preview(fixture.staff, { cityId: b.city.id, intoId: a.city.id });
    expect(people.find(({ personId }) => personId === both.actor.id)).toMatchObject({
      cityRole: 'editor',
      present: 'reader',
      becomes: 'editor',
    });
    await merge(b.city.id, a.city.id);
    expect(await roles(b.city.id)).toEqual({});
    expect(await roles(a.city.id)).toEqual({
      [a.context.actor.id]: 'owner',
      [b.context.actor.id]: 'owner',
      [both.actor.id]: 'editor',
      [reader.actor.id]: 'reader',
    });
    const { rows } = await fixture.db.query(
      `select city_role as role, revoked_reason_code as why from identity.role_grant where city_id = $1 order by 1`,
      [b.city.id],
    );
    expect(rows).toEqual(['editor', 'editor', 'owner', 'reader'].map((role) => ({ role, why: 'city-merged' })));
  });

  it('moves an invitation that nobody has answered: its mail still lets them in', async () => {
    const a = await fixture.city();
    const b = await fixture.city();
    const colleague = { name: 'Ben', language: 'en', zone: 'UTC', address: `${randomUUID()}@city.example` } as const;
    const people = fixture.module.get(CityPeopleService);
    const { personId, invitationId } = await people.invite(b.context, b.city.id, colleague, 'editor');
    await merge(b.city.id, a.city.id);
    const { rows } = await fixture.db.query(
      `select g.city_id as city, g.city_role as role, g.revoked_at as revoked from identity.invitation i
       join identity.role_grant g on g.id = i.grant_id where i.id = $1`,
      [invitationId],
    );
    expect(rows).toEqual([{ city: a.city.id, role: 'editor', revoked: null }]);
    expect(await people.list(a.city.id)).toContainEqual(
      expect.objectContaining({ personId, pending: true, cityRole: 'editor' }),
    );
  });

  it('says which hand-over ends, since who was to take over is an owner already', async () => {
    const a = await fixture.city();
    const b = await fixture.city();
    const { rows } = await fixture.db.query<{ address: string }>(
      'select address from identity.person_address where person_id = $1',
      [a.context.actor.id],
    );
    const to = { name: 'An owner', language: 'en', zone: 'UTC', address: rows[0]!.address } as const;
    await fixture.module.get(CityPeopleService).handOver(b.context, b.city.id, { from: null, to, reason: null });
    const { warnings } = await merges.preview(fixture.staff, { cityId: b.city.id, intoId: a.city.id });
    expect(warnings.map(({ code }) => code)).toEqual(['hand-over-ends']);
    await merge(b.city.id, a.city.id);
    expect(await roles(a.city.id)).toEqual({ [a.context.actor.id]: 'owner', [b.context.actor.id]: 'owner' });
  });

  it('joins frameworks of one name while they have room, and keeps a full one apart', async () => {
    const a = await fixture.city();
    const b = await fixture.city();
    const frameworks = fixture.module.get(FrameworkService);
    const linked = async (of: typeof a, name: string, count: number) => {
      const drafts = [];
      for (let at = 0; at < count; at++) {
        const { id } = await fixture.draft(of.context, of.city.id);
        await frameworks.join(of.context, id, name);
        drafts.push(id);
      }
      return drafts;
    };
    const green = [...(await linked(a, 'Green', 1)), ...(await linked(b, 'GREEN', 2))];
    const blue = await linked(a, 'Blue', 2);
    const otherBlue = await linked(b, 'blue', 2);
    const preview = await merges.preview(fixture.staff, { cityId: b.city.id, intoId: a.city.id });
    expect(preview.warnings).toEqual([{ code: 'framework-full', message: expect.stringContaining('"blue (2)"') }]);
    await merge(b.city.id, a.city.id);
    const { rows } = await fixture.db.query<{ name: string; entries: string[] }>(
      `select f.name, jsonb_agg(e.id order by e.id) as entries from entries.framework f
       join entries.entry e on e.framework_id = f.id and e.framework_place is not null
       where f.city_id = $1 group by f.id order by f.name`,
      [a.city.id],
    );
    const expected = { Blue: blue, Green: green, 'blue (2)': otherBlue };
    expect(Object.fromEntries(rows.map(({ name, entries }) => [name, entries.toSorted()]))).toEqual(
      Object.fromEntries(Object.entries(expected).map(([name, ids]) => [name, ids.toSorted()])),
    );
  });

  it('gives it what it had not: verification and letter, profile and size', async () => {
    const a = await cities.register(await fixture.person('city'), { ...here, name: `Kisii ${randomUUID()}` }, PRIVACY);
    const b = await fixture.city();
    const letter = { signedBy: 'The Mayor', function: 'Mayor', date: '2026-11-20', digest: 'a'.repeat(64) };
    const verified = { verification: 'verified', reason: 'Called the town hall.', letter } as const;
    await fixture.module.get(CityVerificationService).set(fixture.staff, b.city.id, verified);
    const figures = { population: { value: 50_000, source: 'Statistical yearbook', year: 2025 } };
    await fixture.module.get(CityProfileService).set(b.context, b.city.id, 0, figures);
    const preview = await merges.preview(fixture.staff, { cityId: b.city.id, intoId: a.id });
    expect(preview.warnings.map(({ code }) => code)).toEqual(['becomes-verified']);
    await merge(b.city.id, a.id);
    expect(await cities.get(fixture.staff, a.id)).toMatchObject({
      verification: 'verified',
      hasLetter: true,
      population: 50_000,
    });
    const profiles = fixture.module.get(CityProfileService);
    expect(await profiles.get(fixture.staff, a.id)).toMatchObject({ version: 1, figures });
    expect(await profiles.get(fixture.staff, b.city.id)).toMatchObject({ version: 1, figures });
    const [how] = await fixture.module.get(CityVerificationService).list(fixture.staff, a.id, page);
    expect(how).toMatchObject({ verification: 'verified', letter, reason: expect.stringContaining(b.city.name) });
  });

  it('lets the time that was given to the city count for it: requirement 11, an extension that could not be used', async () => {
    const a = await fixture.city();
    const b = await fixture.city();
    const { id } = await fixture.draft(b.context, b.city.id);
    await fixture.module.get(ExtensionService).grant(fixture.staff, fixture.cycleId, {
      stageKey: 'call',
      target: { cityId: b.city.id },
      until: new Date(Date.now() + 86_400_000),
      ...because,
    });
    await fixture.openCall(-20, -10);
    await merge(b.city.id, a.city.id);
    const submits = fixture.module.get(SubmitService);
    await expect(submits.submit(b.context, id, ACCEPTANCE)).rejects.toMatchObject({ code: 'not-found' });
    expect(await submits.submit(await acting(b.context.actor.id), id, ACCEPTANCE)).toMatchObject({ late: true });
    await fixture.openCall();
  });

  it('repeated, is what was done; into another one it is refused', async () => {
    const [a, b, c] = [await fixture.city(), await fixture.city(), await fixture.city()];
    const { digest } = await merges.preview(fixture.staff, { cityId: b.city.id, intoId: a.city.id });
    const given = { intoId: a.city.id, digest, ...because };
    const [first, second] = await Promise.all([1, 2].map(() => merges.merge(fixture.staff, b.city.id, given)));
    expect(second).toEqual(first);
    await expect(merge(b.city.id, c.city.id)).rejects.toMatchObject({ document: { mergedInto: a.city.id } });
    const { rows } = await fixture.db.query(
      `select count(*)::int as count from platform.outbox where type = 'laureate.city.merged.v1' and subject = $1`,
      [b.city.id],
    );
    expect(rows).toEqual([{ count: 1 }]);
  });

  it('of one that took in others leads all of them to the city that is left', async () => {
    const [a, b, c] = [await fixture.city(), await fixture.city(), await fixture.city()];
    await merge(c.city.id, b.city.id);
    await merge(b.city.id, a.city.id);
    expect(await cities.get(fixture.staff, c.city.id)).toMatchObject({ mergedInto: { id: a.city.id } });
    const people = fixture.module.get(PeopleService);
    expect(await people.peopleOfCity(c.city.id)).toEqual(await people.peopleOfCity(a.city.id));
    expect(await people.peopleOfCity(c.city.id)).toContain(c.context.actor.id);
    expect((await merges.list(fixture.staff, a.city.id, page)).map(({ cityId }) => cityId)).toEqual([
      c.city.id,
      b.city.id,
    ]);
  });
});
