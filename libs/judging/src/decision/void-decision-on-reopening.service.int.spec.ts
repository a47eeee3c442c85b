import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ReopenCommand } from '#libs/contracts';
import { BallotService, DecisionRecordService, DecisionService, JudgingActivities, ReviewService } from '#libs/judging';
import type { RequestContext } from '#libs/platform';
import { type JudgingFixture, openJudgingFixture } from '../../../../test/support/judging-fixture.js';

const COUNTRIES = ['KE', 'ES', 'BR'];
const system = { actor: { id: 'service:worker' }, cause: 'workflow:test' };
const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

describe('reopening a stage', () => {
  let fixture: JudgingFixture;
  let decisions: DecisionService;
  let activities: JudgingActivities;
  let chair: RequestContext;

  beforeAll(async () => {
    fixture = await openJudgingFixture({
      countries: COUNTRIES,
      screening: { reviewsPerEntry: 1, quotas: { shortlisted: 2, deserving: 1 } },
    });
    decisions = fixture.worker.get(DecisionService);
    activities = fixture.worker.get(JudgingActivities);
    chair = await fixture.seat(fixture.screening, 'chair');
  });
  afterAll(() => fixture?.close());

  const reopening = (stageKey: string, deadlineAt = inHours(2)): ReopenCommand => ({
    commandId: randomUUID(),
    actorId: fixture.staff.actor.id,
    stageKey,
    deadlineAt,
    reason: { code: 'closed-by-mistake' },
  });
  const reopen = (command: ReopenCommand) => activities.reopenStage({ cycleId: fixture.cycleId, command });
  const refused = (status: number, detail: string) => ({
    type: 'Refused',
    details: [expect.objectContaining({ status, detail: expect.stringContaining(detail) })],
  });
  const review = async (value: number) => {
    const reviews = fixture.api.get(ReviewService);
    for (const { id, version } of await reviews.list(chair.principal, fixture.screening)) {
      const scores = {
        innovation: value,
        effectiveness: value,
        context: value,
        replicability: value,
        relevance: value,
      };
      await reviews.write(chair, id, version, { scores, comment: 'Read.' });
    }
  };

  it('voids what was proposed and signed; the next close proposes anew, and only that can be certified', async () => {
    const { screening } = fixture;
    await fixture.openStage(screening);
    await expect(reopen(reopening('screening'))).rejects.toMatchObject(refused(409, 'It is open'));
    await decisions.prepare(system, screening);
    await review(3);
    await fixture.closeStage(screening);
    await decisions.propose(system, screening);
    const first = await fixture.proposal(screening);
    await decisions.sign(system, screening, fixture.command(chair, screening, first.proposalDigest));
    const organiser = await fixture.person('organiser');
    await decisions.certify(system, screening, fixture.command(organiser, screening, first.proposalDigest));

    const command = reopening('screening');
    const plan = await reopen(command);
    const facts = { state: 'open', closedAt: null, deadlineAt: command.deadlineAt, deadlineVersion: 2 };
    expect(plan.changed).toEqual([expect.objectContaining({ stageKey: 'screening', ...facts })]);
    expect(await reopen(command)).toEqual(plan);
    expect(await fixture.events('laureate.stage.reopened.v1')).toMatchObject([
      { stageKey: 'screening', to: command.deadlineAt, deadlineVersion: 2, reasonCode: 'closed-by-mistake' },
    ]);
    await expect(fixture.proposal(screening)).rejects.toMatchObject({ code: 'conflict' });
    const late = fixture.command(fixture.staff, screening, first.proposalDigest);
    await expect(decisions.certify(system, screening, late)).rejects.toMatchObject({ code: 'conflict' });

    await decisions.prepare(system, screening);
    await review(5);
    await fixture.closeStage(screening);
    await decisions.propose(system, screening);
    const second = await fixture.proposal(screening);
    expect(second).toMatchObject({ version: 2, signatures: 0, certifications: 0, standing: [] });
    expect(second.inputsDigest).not.toBe(first.inputsDigest);
    await expect(decisions.certify(system, screening, late)).rejects.toMatchObject({ code: 'conflict' });
    await decisions.sign(system, screening, fixture.command(chair, screening, second.proposalDigest));
    for (const who of [organiser, fixture.staff]) {
      await decisions.certify(system, screening, fixture.command(who, screening, second.proposalDigest));
    }
    await expect(reopen(reopening('screening'))).rejects.toMatchObject(
      refused(409, 'is certified: it can be superseded'),
    );
    const record = await fixture.api.get(DecisionRecordService).ofStage(screening);
    expect(record).toMatchObject({ voidUntil: 1, proposals: [{ version: 1 }, { version: 2 }] });
    expect(await fixture.events('laureate.decision.proposed.v1')).toMatchObject([
      { proposalVersion: 1 },
      { proposalVersion: 2 },
    ]);
  });

  it('refuses a jury whose ballots are opened, and one whose stage comes before another that has opened', async () => {
    const { jury } = fixture;
    const juror = await fixture.seat(jury, 'chair');
    await fixture.openStage(jury);
    await decisions.prepare(system, jury);
    const { entries } = await fixture.api.get(BallotService).paper(juror.principal, jury);
    await fixture.api.get(BallotService).cast(juror, jury, { ranking: entries.map(({ id }) => [id]) });
    await fixture.closeStage(jury);
    await decisions.propose(system, jury);
    await expect(reopen(reopening('jury'))).rejects.toMatchObject(refused(409, 'its ballots are opened'));

    await fixture.setStage({ ...jury, stageKey: 'call' }, `state = 'decided', opened_at = now(), closed_at = now()`);
    await fixture.openStage({ ...jury, stageKey: 'eligibility' });
    await expect(reopen(reopening('call'))).rejects.toMatchObject(
      refused(409, '"Eligibility", which comes after it, is open'),
    );
  });

  it('names the first possible date of what the deadline would run over, or moves it along', async () => {
    await fixture.setStage({ ...fixture.jury, stageKey: 'eligibility' }, `state = 'scheduled', opened_at = null`);
    const { rows } = await fixture.db.query<{ opens: Date }>(
      `update cycles.stage set opens_at = now() + interval '5 hours', deadline_at = now() + interval '6 hours',
         hard_close_at = now() + interval '6 hours' where cycle_id = $1 and key = 'eligibility' returning opens_at as opens`,
      [fixture.cycleId],
    );
    await fixture.setStage({ ...fixture.jury, stageKey: 'call' }, `deadline_at = now(), hard_close_at = now()`);
    const command = reopening('call', new Date(rows[0]!.opens.getTime() + 3_600_000).toISOString());
    await expect(reopen(command)).rejects.toMatchObject({ details: [expect.objectContaining({ status: 422 })] });
    const { changed } = await reopen({ ...command, shiftFollowing: true });
    expect(changed!.map(({ stageKey, state }) => [stageKey, state])).toEqual(
      expect.arrayContaining([
        ['call', 'open'],
        ['eligibility', 'scheduled'],
      ]),
    );
  });
});
