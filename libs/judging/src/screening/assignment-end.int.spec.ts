import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { IdentityService, PeopleService } from '#libs/identity';
import type { RequestContext } from '#libs/platform';
import { type JudgingFixture, openJudgingFixture } from '../../../../test/support/judging-fixture.js';
import { DecisionService } from '../decision/decision.service.js';
import { PanelService } from '../panel/panel.service.js';
import { type AssignmentAnswer, ReviewService } from './review.service.js';

const system = { actor: { id: 'service:worker' }, cause: 'workflow:test' };
const review = {
  scores: { innovation: 3, effectiveness: 3, context: 3, replicability: 3, relevance: 3 },
  comment: '',
};

/** Whoever holds the role in its cycle and a seat that judges reads and reviews an assignment, nobody else. */
describe('an assignment ends', () => {
  let fixture: JudgingFixture;
  let reviews: ReviewService;
  let experts: [RequestContext, RequestContext, RequestContext];

  beforeAll(async () => {
    fixture = await openJudgingFixture({ countries: ['KE', 'ES', 'BR'], screening: { reviewsPerEntry: 1 } });
    reviews = fixture.api.get(ReviewService);
    await fixture.openStage(fixture.screening);
    const seat = (kind: 'chair' | 'member') => fixture.seat(fixture.screening, kind);
    experts = [await seat('chair'), await seat('member'), await seat('member')];
    await fixture.worker.get(DecisionService).prepare(system, fixture.screening);
  });
  afterAll(() => fixture?.close());

  const assignmentsOf = (who: RequestContext) => reviews.list(who.principal, fixture.screening);
  /** With what somebody holds now, as the next request of theirs comes. */
  const asHeld = async (who: RequestContext): Promise<RequestContext> => {
    const { roles } = (await fixture.api.get(PeopleService).find(who.actor.id))!;
    return { ...who, principal: { ...who.principal!, grants: roles } };
  };
  const refused = async (who: RequestContext, { id }: AssignmentAnswer) => {
    await expect(reviews.read(who.principal, id)).rejects.toMatchObject({ code: 'not-found' });
    await expect(reviews.write(who, id, 0, review)).rejects.toMatchObject({ code: 'not-found' });
  };

  it('with the seat: what a deputy has not reviewed passes to another expert, who is told', async () => {
    const [chair, deputy, member] = experts;
    const [own] = await assignmentsOf(deputy);
    expect(await reviews.read(deputy.principal, own!.id)).toMatchObject({ state: 'open' });
    const seat = { personId: deputy.actor.id, seat: 'deputy' as const, countryCodes: [], cityIds: [] };
    await fixture.api.get(PanelService).appoint(fixture.staff, fixture.screening, seat);

    await refused(deputy, own!);
    expect(await assignmentsOf(deputy)).toMatchObject([{ id: own!.id, state: 'recused' }]);
    const passedOn = (await Promise.all([chair, member].map(assignmentsOf)))
      .flat()
      .filter(({ entryId, state }) => entryId === own!.entryId && state === 'open');
    expect(passedOn).toHaveLength(1);
    expect(await fixture.events('laureate.assignment.taken-over.v1')).toMatchObject([
      { assignmentId: passedOn[0]!.id },
    ]);
  });

  it('not with a review that was written before: it stands, and its assignment stays with who wrote it', async () => {
    const [, , member] = experts;
    const [own] = await assignmentsOf(member);
    await reviews.write(member, own!.id, 0, review);
    const seat = { personId: member.actor.id, seat: 'deputy' as const, countryCodes: [], cityIds: [] };
    await fixture.api.get(PanelService).appoint(fixture.staff, fixture.screening, seat);
    expect((await assignmentsOf(member))[0]).toMatchObject({ id: own!.id, state: 'done', version: 1 });
    await fixture.api.get(PanelService).appoint(fixture.staff, fixture.screening, { ...seat, seat: 'member' });
    expect(await reviews.read(member.principal, own!.id)).toMatchObject({ state: 'done' });
  });

  it('with the role in its cycle, also for who is still an expert of another one', async () => {
    const [chair] = experts;
    const own = (await assignmentsOf(chair)).find(({ state }) => state === 'open')!;
    const identity = fixture.api.get(IdentityService);
    const { roles } = (await fixture.api.get(PeopleService).find(chair.actor.id))!;
    const grant = roles.find(({ cycleId }) => cycleId === fixture.cycleId)!;
    await identity.revokeRole(system, chair.actor.id, grant.id);
    const revoked = await asHeld(chair);
    const elsewhere = { ...grant, cycleId: 'another cycle' };
    await refused(revoked, own);
    await refused({ ...revoked, principal: { ...revoked.principal!, grants: [elsewhere] } }, own);
  });
});
