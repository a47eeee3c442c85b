import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Audience, EventType, Language, LaureateEvent, StageRef } from '#libs/contracts';
import { CycleContextService, OwedService, StageHandlers, requireStage, stageAudiences } from '#libs/cycles';
import { PeopleService } from '#libs/identity';
import { type RequestContext, UnitOfWork } from '#libs/platform';
import { type JudgingFixture, openJudgingFixture } from '../../../test/support/judging-fixture.js';
import { BallotService } from './jury/ballot.service.js';
import { DecisionService } from './decision/decision.service.js';
import { judgingAudiences } from './judging.audiences.js';
import { RecusalService } from './panel/recusal.service.js';
import { ReviewService } from './screening/review.service.js';

const system = { actor: { id: 'service:worker' }, cause: 'workflow:test' };
const scores = { innovation: 3, effectiveness: 3, context: 3, replicability: 3, relevance: 3 };

describe('audiences of judging, with the rights of the notifier', () => {
  let fixture: JudgingFixture;
  let audiences: Audience[];
  let experts: RequestContext[];
  let jurors: RequestContext[];
  let city: RequestContext;

  beforeAll(async () => {
    fixture = await openJudgingFixture({
      countries: ['KE', 'ES', 'BR'],
      screening: { reviewsPerEntry: 1, quotas: { shortlisted: 2, deserving: 1 } },
    });
    const notifier = await fixture.start('notifier');
    const options = {
      unitOfWork: notifier.get(UnitOfWork),
      cycles: notifier.get(CycleContextService),
      people: notifier.get(PeopleService),
      handlers: notifier.get(StageHandlers),
      linkTo: (path: string) => `https://award.example${path}`,
    };
    audiences = [...judgingAudiences(options), ...stageAudiences(options)];
    experts = [await fixture.seat(fixture.screening, 'chair'), await fixture.seat(fixture.screening, 'member')];
    experts.push(await fixture.seat(fixture.screening, 'member'));
    jurors = [await fixture.seat(fixture.jury, 'chair'), await fixture.seat(fixture.jury, 'member')];
    await fixture.seat(fixture.jury, 'deputy');
    city = await fixture.person('city', { cityId: fixture.entries[0]!.cityId });
    await fixture.openStage(fixture.screening);
    await fixture.worker.get(DecisionService).prepare(system, fixture.screening);
  });
  afterAll(() => fixture?.close());

  const eventOf = (type: EventType, data: object) => ({ type, data }) as unknown as LaureateEvent;
  /**
   * Whom an event concerns: kind, occasion and people of each audience that has anybody, and a way
   * to ask for the facts.
   */
  const told = async (event: LaureateEvent) => {
    const asked = await Promise.all(
      audiences
        .filter(({ on }) => on === event.type)
        .map(async (audience) => ({
          kind: audience.kind,
          occasion: await audience.occasion(event),
          people: await audience.people(event),
          facts: (personId: string, language: Language = 'en') => audience.facts(event, personId, language),
        })),
    );
    return asked.filter(({ people }) => people.length > 0);
  };
  const ids = (people: RequestContext[]) => people.map(({ actor }) => actor.id).toSorted();
  const last = async (type: EventType) => eventOf(type, (await fixture.events(type)).at(-1)!);
  /** An open stage whose reminder is the last one so far. */
  const LAST_STEP = `state = 'open', ladder = '[{"step": "P1D", "at": "2020-01-01T00:00:00.000Z"}]'`;
  const owedIn = (ref: StageRef) =>
    fixture.api.get(UnitOfWork).read(async (em) => fixture.api.get(OwedService).in(em, await requireStage(em, ref)));
  const due = (ref: object) =>
    eventOf('laureate.reminder.due.v1', {
      ...ref,
      step: 'P1D',
      deadlineVersion: 1,
      deadlineAt: new Date().toISOString(),
    });

  it('tells each expert how many entries are theirs, and the one who takes over', async () => {
    const [assigned] = await told(await last('laureate.assignments.made.v1'));
    expect(assigned).toMatchObject({ kind: 'assignment' });
    expect(assigned!.people.toSorted()).toEqual(ids(experts));
    expect(await assigned!.facts(experts[0]!.actor.id)).toMatchObject({
      count: 1,
      stageTitle: 'Technical screening',
      demonstration: true,
      link: `https://award.example/v1/cycles/${fixture.cycleId}/stages/screening/assignments`,
    });
    const [own] = await fixture.api.get(ReviewService).list(experts[0]!.principal, fixture.screening);
    const recusal = { entryId: own!.entryId, reasonCode: 'adviser' };
    await fixture.api.get(RecusalService).declare(experts[0]!, fixture.screening, recusal);
    const [over] = await told(await last('laureate.assignment.taken-over.v1'));
    expect(over!.occasion).not.toBe(assigned!.occasion);
    expect(await over!.facts(over!.people[0]!)).toMatchObject({ count: 1 });
    // Whoever has nothing left is told nothing more.
    expect(await assigned!.facts(experts[0]!.actor.id)).toBeNull();
  });

  it('reminds experts with open reviews of what they owe, and nobody of another type of stage', async () => {
    // A step that a later one has overtaken reminds of nothing.
    expect(await told(due(fixture.screening))).toEqual([]);
    await fixture.setStage(fixture.screening, LAST_STEP);
    const [reminded, ...others] = await told(due(fixture.screening));
    expect(others).toEqual([]);
    expect(reminded!.occasion).toBe(`technical-screening/${fixture.cycleId}/screening/P1D/1`);
    expect(reminded!.people.toSorted()).toEqual(ids(experts.slice(1)));
    const reviews = fixture.api.get(ReviewService);
    for (const expert of experts.slice(1)) {
      for (const { id } of await reviews.list(expert.principal, fixture.screening))
        await reviews.write(expert, id, 0, { scores, comment: '' });
      expect(await reminded!.facts(expert.actor.id)).toBeNull();
    }
    expect(await told(due(fixture.screening))).toEqual([]);
    expect(await told(due({ cycleId: fixture.cycleId, stageKey: 'call' }))).toEqual([]);
  });

  it('tells the panel of a moved deadline, unless it moved again', async () => {
    const moved = (deadlineVersion: number) =>
      eventOf('laureate.stage.deadline-moved.v1', {
        ...fixture.jury,
        deadlineVersion,
        from: '2027-01-01T00:00:00.000Z',
      });
    const [now] = await told(moved(1));
    expect(now!.people.toSorted()).toEqual(ids(jurors));
    expect(now!.occasion).toBe(`jury/${fixture.cycleId}/jury/1`);
    expect(await now!.facts(jurors[0]!.actor.id)).toMatchObject({ previousDeadlineAt: '2027-01-01T00:00:00.000Z' });
    const [before] = await told(moved(0));
    expect(await before!.facts(jurors[0]!.actor.id)).toBeNull();
  });

  it('tells cities their own outcome, once, whatever the audiences of the release', async () => {
    const decisions = fixture.worker.get(DecisionService);
    await fixture.closeStage(fixture.screening);
    const { decision } = await decisions.propose(system, fixture.screening);
    const command = (who: RequestContext) => fixture.command(who, fixture.screening, decision!.proposalDigest);
    await decisions.sign(system, fixture.screening, command(experts[0]!));
    await decisions.certify(system, fixture.screening, command(fixture.staff));
    await decisions.certify(system, fixture.screening, command(await fixture.person('organiser')));
    const plan = { commandId: randomUUID(), actorId: fixture.staff.actor.id, stageKey: 'screening' };
    await decisions.release(system, fixture.screening, 'concerned', { ...plan, audience: 'concerned' });
    const released = await last('laureate.stage.released.v1');
    const [shortlist, ...others] = await told(released);
    expect(others).toEqual([]);
    expect(shortlist).toMatchObject({ kind: 'shortlist', people: [city.actor.id] });
    expect(await shortlist!.facts(city.actor.id)).toMatchObject({
      entries: [{ title: 'Initiative 1', outcome: expect.any(String) }],
    });
    expect(await shortlist!.facts(fixture.staff.actor.id)).toBeNull();
    const [again] = await told(eventOf(released.type, { ...released.data, audience: 'public' }));
    expect(again!.occasion).toBe(shortlist!.occasion);
  });

  it('reminds jurors who have not cast, and shows the staff who owes what', async () => {
    await fixture.openStage(fixture.jury);
    await fixture.worker.get(DecisionService).prepare(system, fixture.jury);
    const ballots = fixture.api.get(BallotService);
    const { entries } = await ballots.paper(jurors[0]!.principal, fixture.jury);
    await ballots.cast(jurors[0]!, fixture.jury, { ranking: entries.map(({ id }) => [id]) });
    await fixture.setStage(fixture.jury, LAST_STEP);
    const [reminded] = await told(due(fixture.jury));
    expect(reminded!.people).toEqual([jurors[1]!.actor.id]);
    expect(await reminded!.facts(jurors[1]!.actor.id)).toMatchObject({ owed: ['a ballot to cast'] });
    expect(await reminded!.facts(jurors[1]!.actor.id, 'fr')).toMatchObject({
      owed: ['votre bulletin de vote à déposer'],
    });
    expect(await reminded!.facts(jurors[0]!.actor.id)).toBeNull();
    expect(await owedIn(fixture.jury)).toMatchObject([{ personId: jurors[1]!.actor.id, what: 'a ballot to cast' }]);
    expect(await owedIn(fixture.screening)).toEqual([]);
  });
});
