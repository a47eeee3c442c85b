import { oneHoldsTheOther } from '../../../../test/support/at-once.js';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ACCEPTANCE, type EntriesFixture, openEntriesFixture } from '../../../../test/support/entries-fixture.js';
import { PRIVACY } from '../../../../test/support/privacy.js';
import { CityDuplicatesService } from '../cities/city-duplicates.service.js';
import { CityProfileService } from '../cities/city-profile.service.js';
import { CityVerificationService } from '../cities/city-verification.service.js';
import { CityService } from '../cities/city.service.js';
import { EntryService } from '../draft/entry.service.js';
import { FrameworkService } from '../draft/framework.service.js';
import { ExtensionService } from '../more-time/extension.service.js';
import { EntryReaderService } from '../reading/entry-reader.service.js';
import { SubmitService } from '../submit/submit.service.js';
import { CityMergeService } from './city-merge.service.js';
import { CityPeopleService, IdentityService, PeopleService } from '#libs/identity';
import { type RequestContext, UnitOfWork } from '#libs/platform';

const because = { reasonCode: 'registered-twice', reasonText: 'Two offices registered it.' } as const;
const page = { after: undefined, limit: 50 };
const here = { countryCode: 'KE', kind: 'city', population: null, zone: 'Africa/Nairobi' } as const;

describe('merging cities on PostgreSQL', () => {
  let fixture: EntriesFixture;
  let merges: CityMergeService;
  let cities: CityService;

  beforeAll(async () => {
    fixture = await openEntriesFixture();
    merges = fixture.module.get(CityMergeService);
    cities = fixture.module.get(CityService);
    await fixture.openCall();
  });
  afterAll(() => fixture?.close());

  const merge = async (cityId: string, intoId: string, staff = fixture.staff) => {
    const { digest } = await merges.preview(staff, { cityId, intoId });
    return merges.merge(staff, cityId, { intoId, digest, ...because });
  };
  /** Somebody with a role in a city as it is now. */
  const acting = async (personId: string): Promise<RequestContext> => {
    const person = await fixture.module.get(PeopleService).find(personId);
    const principal = { personId, grants: person!.roles, apiKeyId: null };
    return { ...fixture.staff, actor: { id: personId, onBehalfOf: null }, principal };
  };
  const cityOf = async (entryId: string) => {
    const { rows } = await fixture.db.query<{ id: string }>('select city_id as id from entries.entry where id = $1', [
      entryId,
    ]);
    return rows[0]!.id;
  };
  const roles = async (cityId: string) => {
    const { rows } = await fixture.db.query<{ person: string; role: string }>(
      `select person_id as person, city_role as role from identity.city_person where city_id = $1 order by 1, 2`,
      [cityId],
    );
    return Object.fromEntries(rows.map(({ person, role }) => [person, role]));
  };

  describe('the dry run', () => {
    it('says everything that moves, who would be told, and changes nothing', async () => {
      const a = await fixture.city();
      const b = await fixture.city();
      const draft = await fixture.draft(b.context, b.city.id, { title: 'Night buses' });
      const { id: submitted } = await fixture.draft(b.context, b.city.id, { title: 'Clean water' });
      await fixture.module.get(SubmitService).submit(b.context, submitted, ACCEPTANCE);
      const { id: frameworkId } = await fixture.module.get(FrameworkService).join(b.context, draft.id, 'Mobility');
      const extension = await fixture.module.get(ExtensionService).grant(fixture.staff, fixture.cycleId, {
        stageKey: 'call',
        target: { cityId: b.city.id },
        until: new Date(Date.now() + 86_400_000),
        reasonCode: 'flood',
        reasonText: 'The office was flooded.',
      });
      const before = await fixture.db.query(`select count(*)::int as events from platform.outbox`);
      const preview = await merges.preview(fixture.staff, { cityId: b.city.id, intoId: a.city.id });
      expect(preview).toMatchObject({
        city: { id: b.city.id, name: b.city.name },
        into: { id: a.city.id },
        cycles: [
          {
            id: fixture.cycleId,
            programme: 'guangzhou',
            entries: [
              { id: draft.id, title: 'Night buses', state: 'draft' },
              { id: submitted, title: 'Clean water', state: 'submitted' },
            ],
            frameworks: [{ id: frameworkId, becomes: 'moved', called: 'Mobility' }],
            extensions: [{ id: extension.id, entryId: null, until: extension.until }],
            clarifications: 0,
          },
        ],
        contacts: 2,
        people: [{ personId: b.context.actor.id, cityRole: 'owner', present: null, becomes: 'owner' }],
        taken: { verification: false, profile: false, population: false },
        warnings: [],
        mails: [{ kind: 'city-merged', count: 2 }],
        undoable: false,
        digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      });
      expect(await merges.preview(fixture.staff, { cityId: b.city.id, intoId: a.city.id })).toEqual(preview);
      expect(await cityOf(draft.id)).toBe(b.city.id);
      expect(await fixture.db.query(`select count(*)::int as events from platform.outbox`)).toMatchObject({
        rows: before.rows,
      });
    });

    it('is what the merge goes by: requirement 6, a bulk decision on the wrong selection', async () => {
      const a = await fixture.city();
      const b = await fixture.city();
      const { digest } = await merges.preview(fixture.staff, { cityId: b.city.id, intoId: a.city.id });
      const { id } = await fixture.draft(b.context, b.city.id);
      const given = { intoId: a.city.id, digest, ...because };
      await expect(merges.merge(fixture.staff, b.city.id, given)).rejects.toMatchObject({
        code: 'conflict',
        document: { digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
      });
      expect(await cityOf(id)).toBe(b.city.id);
      const asked = { cityId: a.city.id, intoId: b.city.id };
      const otherWay = await merges.preview(fixture.staff, asked);
      await expect(merges.merge(fixture.staff, b.city.id, { ...given, digest: otherWay.digest })).rejects.toMatchObject(
        {
          code: 'conflict',
        },
      );
    });

    it('is for the secretariat of every programme in which something would move', async () => {
      const a = await fixture.city();
      const b = await fixture.city();
      const elsewhere = await fixture.person('secretariat', { programme: 'another' });
      const both = { cityId: b.city.id, intoId: a.city.id };
      await expect(merges.preview(elsewhere, both)).rejects.toMatchObject({ code: 'forbidden' });
      const { digest } = await merges.preview(fixture.staff, both);
      const given = { intoId: a.city.id, digest, ...because };
      await expect(merges.merge(elsewhere, b.city.id, given)).rejects.toMatchObject({ code: 'forbidden' });
    });

    it('refuses a city and itself, and one that there is not', async () => {
      const { city } = await fixture.city();
      const itself = { cityId: city.id, intoId: city.id };
      await expect(merges.preview(fixture.staff, itself)).rejects.toMatchObject({ code: 'rule-violated' });
      const nowhere = { cityId: city.id, intoId: randomUUID() };
      await expect(merges.preview(fixture.staff, nowhere)).rejects.toMatchObject({ code: 'not-found' });
    });
  });

  describe('a merge', () => {
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
        fixture.module
          .get(IdentityService)
          .grantRole(fixture.staff, stale.actor.id, { role: 'city', cityId: b.city.id }),
      ).rejects.toMatchObject(merged);
      const again = { ...here, name: b.city.name.toUpperCase() };
      await expect(cities.register(await fixture.person('city'), again, PRIVACY)).rejects.toMatchObject({
        ...merged,
        message: expect.stringContaining(a.city.name),
      });
      await expect(merges.preview(fixture.staff, { cityId: a.city.id, intoId: b.city.id })).rejects.toMatchObject(
        merged,
      );
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
      const a = await cities.register(
        await fixture.person('city'),
        { ...here, name: `Kisii ${randomUUID()}` },
        PRIVACY,
      );
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

  describe('at once', () => {
    type Cities = Record<'a' | 'b', Awaited<ReturnType<EntriesFixture['city']>>>;
    /** A merge of b into a, as it was shown just now, and something else that somebody does. */
    type Both = { merged: () => Promise<unknown>; other: () => Promise<unknown> };
    const ended = (all: PromiseSettledResult<unknown>[]) =>
      all.map((one) => (one.status === 'fulfilled' ? 'done' : (one.reason as { code: string }).code));
    const shown = async ({ a, b }: Cities) => {
      const { digest } = await merges.preview(fixture.staff, { cityId: b.city.id, intoId: a.city.id });
      return () => merges.merge(fixture.staff, b.city.id, { intoId: a.city.id, digest, ...because });
    };
    /** Both with the merge first, then with the other first; each time of two new cities. How merge and other ended. */
    const inBothOrders = async (
      begun: (cities: Cities) => Promise<{ other: Both['other']; after: (first: 'merge' | 'other') => Promise<void> }>,
    ) => {
      const found: Record<string, string[]> = {};
      for (const first of ['merge', 'other'] as const) {
        const cities = { a: await fixture.city(), b: await fixture.city() };
        const { other, after } = await begun(cities);
        const merged = await shown(cities);
        const meeting = { unitOfWork: fixture.module.get(UnitOfWork), context: fixture.staff, db: fixture.db };
        const [one, two] =
          first === 'merge'
            ? await oneHoldsTheOther(meeting, merged, other)
            : (await oneHoldsTheOther(meeting, other, merged)).toReversed();
        found[first] = ended([one!, two!]);
        await after(first);
      }
      return found;
    };

    it('crosswise, the first is done and the other refused', async () => {
      const [a, b] = [await fixture.city(), await fixture.city()];
      const entries = [await fixture.draft(a.context, a.city.id), await fixture.draft(b.context, b.city.id)];
      const [one, other] = [await shown({ a: b, b: a }), await shown({ a, b })];
      const meeting = { unitOfWork: fixture.module.get(UnitOfWork), context: fixture.staff, db: fixture.db };
      expect(ended(await oneHoldsTheOther(meeting, one, other))).toEqual(['done', 'conflict']);
      for (const { id } of entries) expect(await cityOf(id)).toBe(b.city.id);
    });

    it('in a ring, one is done, and no city is left merged into one that is merged', async () => {
      const ring = [await fixture.city(), await fixture.city(), await fixture.city()];
      const all = await Promise.all(ring.map((b, at) => shown({ a: ring[(at + 1) % 3]!, b })));
      expect(ended(await Promise.allSettled(all.map((one) => one()))).toSorted()).toEqual([
        'conflict',
        'conflict',
        'done',
      ]);
      const { rows } = await fixture.db.query(
        `select c.id from entries.city c join entries.city o on o.id = c.merged_into where o.merged_into is not null`,
      );
      expect(rows).toEqual([]);
    });

    it('with a draft, the entry was never begun, or the merge is asked for again', async () => {
      const found = await inBothOrders(async ({ b }) => ({
        other: () =>
          fixture.module.get(EntryService).draft(b.context, fixture.cycleId, { cityId: b.city.id, content: {} }),
        // What was not shown is not moved, and nothing is begun for a city that is gone.
        after: async (first) => {
          const { rows } = await fixture.db.query('select id from entries.entry where city_id = $1', [b.city.id]);
          expect(rows).toHaveLength(first === 'merge' ? 0 : 1);
        },
      }));
      expect(found).toEqual({ merge: ['done', 'conflict'], other: ['conflict', 'done'] });
    });

    it('with a submit, the entry has moved and is not theirs to submit, or the merge is asked for again', async () => {
      const found = await inBothOrders(async ({ a, b }) => {
        const { id } = await fixture.draft(b.context, b.city.id);
        return {
          other: () => fixture.module.get(SubmitService).submit(b.context, id, ACCEPTANCE),
          after: async (first) => {
            const entries = await fixture.db.query('select state, city_id as city from entries.entry where id = $1', [
              id,
            ]);
            const moved = { state: 'draft', city: a.city.id };
            expect(entries.rows).toEqual([first === 'merge' ? moved : { state: 'submitted', city: b.city.id }]);
          },
        };
      });
      // Who was of the merged city only is not of the other one yet, by the roles they came with.
      expect(found).toEqual({ merge: ['done', 'not-found'], other: ['conflict', 'done'] });
    });

    describe('with an entry being linked to a framework', () => {
      const frameworks = () => fixture.module.get(FrameworkService);
      /** No entry is linked to a framework of another city. */
      const linked = async ({ a, b }: Cities) => {
        const { rows } = await fixture.db.query<{ name: string; city: string; of: string }>(
          `select lower(f.name) as name, e.city_id as city, f.city_id as of
           from entries.entry e join entries.framework f on f.id = e.framework_id where e.city_id in ($1, $2)`,
          [a.city.id, b.city.id],
        );
        for (const { city, of } of rows) expect(of).toBe(city);
        return rows.map(({ city }) => (city === a.city.id ? 'a' : 'b')).toSorted();
      };

      it('of the city that goes, it has moved before, or the merge is asked for again', async () => {
        const found = await inBothOrders(async (cities) => {
          const { a, b } = cities;
          await frameworks().join(a.context, (await fixture.draft(a.context, a.city.id)).id, 'Green');
          const { id } = await fixture.draft(b.context, b.city.id);
          return {
            other: () => frameworks().join(b.context, id, 'Green'),
            after: async (first) => expect(await linked(cities)).toEqual(first === 'merge' ? ['a'] : ['a', 'b']),
          };
        });
        expect(found).toEqual({ merge: ['done', 'not-found'], other: ['conflict', 'done'] });
      });

      it('of the city that stays, it is linked beside those that move', async () => {
        const found = await inBothOrders(async (cities) => {
          const { a, b } = cities;
          await frameworks().join(b.context, (await fixture.draft(b.context, b.city.id)).id, 'Green');
          const { id } = await fixture.draft(a.context, a.city.id);
          return {
            other: () => frameworks().join(a.context, id, 'green'),
            after: async (first) => expect(await linked(cities)).toEqual(first === 'merge' ? ['a', 'a'] : ['a', 'b']),
          };
        });
        expect(found).toEqual({ merge: ['done', 'done'], other: ['conflict', 'done'] });
      });
    });

    it('with an invitation, nobody is left with a role for the city that is gone', async () => {
      const found = await inBothOrders(async ({ a, b }) => {
        const colleague = {
          name: 'Ben',
          language: 'en',
          zone: 'UTC',
          address: `${randomUUID()}@city.example`,
        } as const;
        const owners = [a, b].map(({ context }) => context.actor.id);
        return {
          other: () => fixture.module.get(CityPeopleService).invite(b.context, b.city.id, colleague, 'editor'),
          after: async (first) => {
            const [ofA, ofB] = [await roles(a.city.id), await roles(b.city.id)];
            if (first === 'merge') {
              expect(ofA).toEqual(Object.fromEntries(owners.map((id) => [id, 'owner'])));
              expect(ofB).toEqual({});
            } else {
              expect(ofA).toEqual({ [owners[0]!]: 'owner' });
              expect(ofB[owners[1]!]).toBe('owner');
              expect(Object.values(ofB).toSorted()).toEqual(['editor', 'owner']);
            }
          },
        };
      });
      expect(found).toEqual({ merge: ['done', 'conflict'], other: ['conflict', 'done'] });
    });
  });

  describe('cities that may be the same', () => {
    const register = async (name: string, countryCode: string, kind: 'city' | 'region' = 'city') =>
      (await cities.register(await fixture.person('city'), { ...here, name, countryCode, kind }, PRIVACY)).id;

    it('are shown by likeness of their names within a territory, the most alike first, page by page', async () => {
      const sao = await register('São Tomé', 'ST');
      const city = await register('City of Sao Tome', 'ST');
      const typo = await register('Sao Tomme', 'ST');
      await register('Sao Tome', 'BR');
      await register('Neves', 'ST');
      const duplicates = fixture.module.get(CityDuplicatesService);
      const all = (await duplicates.list({ different: false, after: undefined, limit: 50 })).filter(
        ({ a }) => a.countryCode === 'ST',
      );
      const pair = (x: string, y: string) => [x, y].toSorted();
      expect(all.map(({ a, b }) => [a.id, b.id])).toEqual([pair(sao, city), pair(sao, typo), pair(city, typo)]);
      expect(all[0]).toMatchObject({ likeness: 1, sameDirectory: false, a: { entries: 0, people: 1 } });
      const paged = [];
      let after: { likeness: number; a: string; b: string } | undefined;
      for (;;) {
        const [one] = await duplicates.list({ different: false, after, limit: 1 });
        if (!one) break;
        paged.push(one);
        after = { likeness: one.likeness, a: one.a.id, b: one.b.id };
      }
      expect(paged.filter(({ a }) => a.countryCode === 'ST')).toEqual(all);
      await merge(city, sao);
      const left = (await duplicates.list({ different: false, after: undefined, limit: 50 })).filter(
        ({ a }) => a.countryCode === 'ST',
      );
      expect(left.map(({ a, b }) => [a.id, b.id])).toEqual([pair(sao, typo)]);
    });

    it('are not shown any more once somebody has found them to be different, until that is taken back', async () => {
      const [a, b] = [await register('Mindelo', 'CV'), await register('City of Mindelo', 'CV')].toSorted() as [
        string,
        string,
      ];
      const duplicates = fixture.module.get(CityDuplicatesService);
      const listed = async (different: boolean) =>
        (await duplicates.list({ different, after: undefined, limit: 50 })).filter(
          ({ a: one }) => one.countryCode === 'CV',
        );
      expect(await listed(false)).toMatchObject([{ a: { id: a }, b: { id: b }, mark: null }]);
      const why = { verdict: 'different', reasonText: 'An island apart.' } as const;
      const { actor } = fixture.staff;
      expect(await duplicates.mark(fixture.staff, [b, a], why)).toMatchObject({ ...why, markedBy: actor.id });
      expect(await listed(false)).toEqual([]);
      expect(await listed(true)).toMatchObject([{ a: { id: a }, b: { id: b }, mark: { ...why, markedBy: actor.id } }]);
      await duplicates.mark(fixture.staff, [a, b], { verdict: 'open', reasonText: 'They say they are one.' });
      expect(await listed(false)).toMatchObject([{ mark: { verdict: 'open' } }]);
      expect(await listed(true)).toEqual([]);
      await Promise.all([1, 2, 3].map(() => duplicates.mark(fixture.staff, [a, b], why)));
      expect(await listed(false)).toEqual([]);
      await expect(duplicates.mark(fixture.staff, [a, a], why)).rejects.toMatchObject({ code: 'not-found' });
    });

    it('are shown by the directory whatever they are called', async () => {
      const listed = { directory: 'al-tirana', kind: 'city' } as const;
      const { id } = await cities.register(await fixture.person('city'), listed, PRIVACY);
      const other = await register('Tiranë', 'AL', 'region');
      await fixture.db.query(`update entries.city set directory_id = 'al-tirana', name = 'Bashkia' where id = $1`, [
        other,
      ]);
      const [found] = (
        await fixture.module.get(CityDuplicatesService).list({ different: false, after: undefined, limit: 50 })
      ).filter(({ sameDirectory }) => sameDirectory);
      expect([found!.a.id, found!.b.id]).toEqual([id, other].toSorted());
    });
  });
});
