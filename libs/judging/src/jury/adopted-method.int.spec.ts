import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AmendmentService, CycleService, CyclesActivities } from '#libs/cycles';
import type { RequestContext } from '#libs/platform';
import { type JudgingFixture, openJudgingFixture } from '../../../../test/support/judging-fixture.js';
import { BallotService } from './ballot.service.js';
import { DecisionService } from '../decision/decision.service.js';

const system = { actor: { id: 'service:worker' }, cause: 'workflow:test' };

describe('a method left to the panel', () => {
  let fixture: JudgingFixture;
  let jurors: RequestContext[];
  beforeAll(async () => {
    fixture = await openJudgingFixture({ countries: ['KE', 'BR'], jury: { method: 'adopted-by-panel' } });
    await fixture.decided(
      'screening',
      'shortlisted',
      fixture.entries.map(({ id }) => id),
    );
    jurors = [];
    for (const seat of ['chair', 'member', 'member', 'deputy'] as const)
      jurors.push(await fixture.seat(fixture.jury, seat));
    await fixture.openStage(fixture.jury);
  });
  afterAll(() => fixture?.close());

  const adopt = async (settings: object) => {
    const { definition, revision: baseRevision } = await fixture.api.get(CycleService).definition(fixture.cycleId);
    const stages = definition.stages.map((stage) => (stage.key === 'jury' ? { ...stage, settings } : stage));
    const given = { definition: { ...definition, stages }, baseRevision, adoptsMethodOf: 'jury' };
    return fixture.api
      .get(AmendmentService)
      .propose(jurors[0]!, fixture.cycleId, { ...given, reason: { code: 'adopted' } });
  };

  it('keeps the ballot box shut until more than half of the panel have signed one; then counts by it', async () => {
    const { entries, jury, worker, cycleId } = fixture;
    const cast = () =>
      fixture.api.get(BallotService).cast(jurors[1]!, jury, { ranking: entries.map(({ id }) => [id]) });
    await expect(worker.get(DecisionService).prepare(system, jury)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('has not adopted its method'),
    });
    await expect(cast()).rejects.toMatchObject({ code: 'conflict' });

    const { id: amendmentId, definitionDigest, signaturesNeeded } = await adopt({ quotas: { winners: 1 } });
    expect(signaturesNeeded).toBe(2);
    const sign = ({ actor: { id: actorId } }: RequestContext) =>
      worker.get(CyclesActivities).signAmendment({
        cycleId,
        command: { commandId: crypto.randomUUID(), actorId, amendmentId, definitionDigest },
      });
    for (const stranger of [fixture.staff, jurors[3]!])
      await expect(sign(stranger)).rejects.toMatchObject({ details: [{ status: 403 }] });
    expect(await sign(jurors[0]!)).toMatchObject({ amendment: { state: 'proposed' } });
    expect(await sign(jurors[1]!)).toMatchObject({ amendment: { state: 'adopted' }, stages: [{ stageKey: 'jury' }] });

    await worker.get(DecisionService).prepare(system, jury);
    await cast();
    await fixture.closeStage(jury);
    await worker.get(DecisionService).propose(system, jury);
    const { outcomes } = await fixture.proposal(jury);
    expect(outcomes.filter(({ outcome }) => outcome === 'winner')).toHaveLength(1);
    await expect(adopt({ quotas: { winners: 2 } })).rejects.toMatchObject({ code: 'conflict' });
  });
});
