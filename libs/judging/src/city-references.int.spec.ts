import { randomUUID } from 'node:crypto';
import { EntityManager } from '@mikro-orm/postgresql';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LaureateEvent } from '#libs/contracts';
import { CycleContextService } from '#libs/cycles';
import { CityMergeService, EligibilityService, entriesAudiences } from '#libs/entries';
import { PeopleService } from '#libs/identity';
import { type RequestContext, UnitOfWork } from '#libs/platform';
import { oneHoldsTheOther } from '../../../test/support/at-once.js';
import { type JudgingFixture, openJudgingFixture } from '../../../test/support/judging-fixture.js';
import { ConflictService } from './panel/conflict.service.js';
import { complaintsWhere } from './complaints/complaint.queries.js';
import { ComplaintService } from './complaints/complaint.service.js';
import { DecisionRecordService } from './decision/decision-record.service.js';
import { decisionDigests } from './methods/decision.rules.js';
import { DecisionService } from './decision/decision.service.js';
import { PanelService } from './panel/panel.service.js';
import { ResultService } from './decision/result.service.js';

const system = { actor: { id: 'service:worker' }, cause: 'workflow:test' };
const TEXT = 'We believe that we were mixed up with another city.';

describe('what judging knows of a city that is merged', () => {
  let fixture: JudgingFixture;
  let ref: { cycleId: string; stageKey: string };
  let people: RequestContext[];
  let complaints: ComplaintService;

  beforeAll(async () => {
    fixture = await openJudgingFixture({
      countries: ['KE', 'ES', 'BR', 'PE'],
      eligibilityToDo: true,
      complaints: {
        eligibility: { window: 'P14D', answer: 'P30D', handledBy: ['secretariat', 'organiser'], publish: 'outcome' },
      },
    });
    ref = { cycleId: fixture.cycleId, stageKey: 'eligibility' };
    complaints = fixture.api.get(ComplaintService);
    people = [];
    for (const { cityId } of fixture.entries) people.push(await fixture.person('city', { cityId }));
    const decisions = fixture.worker.get(DecisionService);
    await fixture.openStage(ref);
    await decisions.prepare(system, ref);
    for (const { id } of fixture.entries)
      await fixture.api.get(EligibilityService).check(fixture.staff, ref, id, {
        outcome: 'valid',
        version: 1,
        reasonCode: 'accepted',
        reasonText: 'Sample text is enough for a test.',
      });
    await fixture.closeStage(ref);
    await decisions.propose(system, ref);
    const { proposalDigest } = await fixture.proposal(ref);
    for (const who of [fixture.staff, await fixture.person('organiser')])
      await decisions.certify(system, ref, fixture.command(who, ref, proposalDigest));
    await decisions.release(system, ref, 'concerned', {
      commandId: randomUUID(),
      actorId: fixture.staff.actor.id,
      stageKey: ref.stageKey,
      audience: 'concerned',
    });
  });
  afterAll(() => fixture?.close());

  const preview = (cityId: string, intoId: string) =>
    fixture.api.get(CityMergeService).preview(fixture.staff, { cityId, intoId });
  const merge = async (cityId: string, intoId: string) => {
    const { digest } = await preview(cityId, intoId);
    const given = { intoId, digest, reasonCode: 'registered-twice', reasonText: 'Two offices registered it.' } as const;
    await fixture.api.get(CityMergeService).merge(fixture.staff, cityId, given);
  };
  const reasons = async (personId: string, entryId: string) => {
    const em = fixture.api.get(EntityManager).fork();
    const found = await fixture.api.get(ConflictService).ofPerson(em, fixture.screening, [entryId], personId);
    return found.flatMap((conflict) => conflict.reasons.map(({ code }) => code));
  };
  const file = (who: RequestContext, entryId: string) =>
    complaints.file(who, entryId, { stageKey: 'eligibility', text: TEXT });
  const acting = async ({ actor }: RequestContext): Promise<RequestContext> => {
    const person = await fixture.api.get(PeopleService).find(actor.id);
    return { ...fixture.staff, actor, principal: { personId: actor.id, grants: person!.roles, apiKeyId: null } };
  };

  it('is the other one from then on: conflicts, complaints and results follow, what was certified stays', async () => {
    const [duplicate, stays] = fixture.entries as [(typeof fixture.entries)[0], (typeof fixture.entries)[0]];
    const expert = await fixture.seat(fixture.screening, 'member');
    await fixture.api.get(PanelService).appoint(fixture.staff, fixture.screening, {
      personId: expert.actor.id,
      seat: 'member',
      countryCodes: [],
      cityIds: [duplicate.cityId],
    });
    await file(people[0]!, duplicate.id);
    expect(await reasons(expert.actor.id, stays.id)).toEqual([]);
    await fixture.db.query(
      `insert into judging.release (decision_id, audience, released_by) select id, 'public', 'test' from judging.decision`,
    );
    const { named, warnings } = await preview(duplicate.cityId, stays.cityId);
    expect(named).toEqual([
      { kind: 'complaints', count: 1 },
      { kind: 'conflicts of certifiers', count: 0 },
      { kind: 'conflicts of panel members', count: 1 },
      { kind: 'published results', count: 1 },
    ]);
    expect(warnings.map(({ code }) => code)).toEqual(['other-place']);
    const records = fixture.api.get(DecisionRecordService);
    const before = await records.ofStage(ref);
    const results = async (who: RequestContext) =>
      (await fixture.api.get(ResultService).ofEntry(who.principal, duplicate.id)).results;
    const released = await results(people[0]!);
    expect(released).toMatchObject([{ stageKey: 'eligibility', outcome: 'valid' }]);

    await merge(duplicate.cityId, stays.cityId);

    // Every record as it was, and every digest that of its inputs, though the rules asked for the city.
    const record = await records.ofStage(ref);
    expect(record).toEqual(before);
    const [proposal] = record.proposals;
    expect(decisionDigests(record.inputs, record.settings, proposal!)).toMatchObject({
      inputs: record.recorded.inputsDigest,
      method: record.recorded.methodDigest,
      proposal: proposal!.digest,
    });
    expect(await results(await acting(people[1]!))).toEqual(released);
  });

  it('is named by a conflict of interest as before: requirement 13, one that was missed', async () => {
    const [duplicate, stays] = fixture.entries as [(typeof fixture.entries)[0], (typeof fixture.entries)[0]];
    const [member] = (
      await fixture.db.query<{ id: string }>(`select person_id as id from judging.panel_member where city_ids @> $1`, [
        JSON.stringify([duplicate.cityId]),
      ])
    ).rows;
    // Written down with the city that is gone; of the country of either.
    expect(await reasons(member!.id, stays.id)).toEqual(['same-city', 'same-country']);
    expect(await reasons(member!.id, duplicate.id)).toEqual(['same-city', 'same-country']);
    expect(await reasons(member!.id, fixture.entries[2]!.id)).toEqual([]);
  });

  it('complains once about a decision, under whichever name; both cities hear of it', async () => {
    const [duplicate, stays] = fixture.entries as [(typeof fixture.entries)[0], (typeof fixture.entries)[0]];
    const now = await acting(people[1]!);
    await expect(file(now, stays.id)).rejects.toMatchObject({ code: 'conflict' });
    // By the roles it came with, before it heard of the merge.
    await expect(file(people[0]!, duplicate.id)).rejects.toMatchObject({ code: 'not-found' });
    expect(await complaints.ofEntry(now.principal, duplicate.id)).toHaveLength(1);
    const em = fixture.api.get(EntityManager).fork();
    const [complaint] = await complaintsWhere(em, 'c.entry_id = ?', [duplicate.id]);
    expect(complaint).toMatchObject({ cityId: stays.cityId });
    const told = await fixture.api.get(PeopleService).peopleOfCity(complaint!.cityId);
    expect(told).toEqual([people[0]!, people[1]!].map(({ actor }) => actor.id).toSorted());
    const { rows } = await fixture.db.query('select city_id as city from judging.complaint');
    expect(rows).toEqual([{ city: duplicate.cityId }]);
  });

  it('is told to everybody who acts for it, once; mails about what came in before reach them too', async () => {
    const [duplicate, stays] = fixture.entries as [(typeof fixture.entries)[0], (typeof fixture.entries)[0]];
    const notifier = await fixture.start('notifier');
    const audiences = entriesAudiences({
      unitOfWork: notifier.get(UnitOfWork),
      cycles: notifier.get(CycleContextService),
      people: notifier.get(PeopleService),
      linkTo: (path) => `https://award.example${path}`,
    });
    const audience = (kind: string) => audiences.find((one) => one.kind === kind)!;
    const [data] = await fixture.events('laureate.city.merged.v1');
    const event = { type: 'laureate.city.merged.v1', data } as unknown as LaureateEvent;
    const merged = audience('city-merged');
    expect(merged.occasion(event)).toBe(data!['mergeId']);
    const both = [people[0]!, people[1]!].map(({ actor }) => actor.id).toSorted();
    expect(await merged.people(event)).toEqual(both);
    const facts = {
      cityName: `City ${duplicate.cityId}`,
      intoName: `City ${stays.cityId}`,
      link: `https://award.example/v1/cities/${stays.cityId}`,
    };
    for (const personId of both) expect(await merged.facts(event, personId, 'en')).toEqual(facts);
    expect(await merged.facts(event, people[2]!.actor.id, 'en')).toBeNull();
    const submitted = { entryId: duplicate.id, cityId: duplicate.cityId, cycleId: fixture.cycleId, version: 1 };
    const received = { type: 'laureate.entry.submitted.v1', data: submitted } as unknown as LaureateEvent;
    expect(await audience('entry-received').people(received)).toEqual(both);
  });

  it('complains before the merge, which is asked for again, or no more after it; never during', async () => {
    const [, stays, other, another] = fixture.entries as [unknown, ...Record<'id' | 'cityId', string>[]];
    const [unitOfWork, db, context] = [fixture.api.get(UnitOfWork), fixture.db, fixture.staff];
    const ended = (all: PromiseSettledResult<unknown>[]) =>
      all.map((one) => (one.status === 'fulfilled' ? 'done' : (one.reason as { code: string }).code));
    const filed = async (entryId: string) =>
      (await db.query('select 1 from judging.complaint where entry_id = $1', [entryId])).rowCount;

    const first = await oneHoldsTheOther(
      { unitOfWork, db, context },
      () => file(people[2]!, other!.id),
      () => merge(other!.cityId, stays!.cityId),
    );
    expect([ended(first), await filed(other!.id)]).toEqual([['done', 'conflict'], 1]);
    const second = await oneHoldsTheOther(
      { unitOfWork, db, context },
      () => merge(another!.cityId, stays!.cityId),
      () => file(people[3]!, another!.id),
    );
    expect([ended(second), await filed(another!.id)]).toEqual([['done', 'conflict'], 0]);
  });
});
