import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EligibilityService } from '#libs/entries';
import type { RequestContext } from '#libs/platform';
import { type JudgingFixture, openJudgingFixture } from '../../../../test/support/judging-fixture.js';
import { DecisionRecordService } from './decision-record.service.js';
import { recomputeDecision } from '../methods/decision.rules.js';
import { DecisionService } from './decision.service.js';
import { JudgingActivities } from '../judging.activities.js';
import { ProposalService } from './proposal.service.js';

const system = { actor: { id: 'service:worker' }, cause: 'workflow:test' };

describe('the decision of a stage of another lib, without a panel', () => {
  let fixture: JudgingFixture;
  let ref: { cycleId: string; stageKey: string };
  let decisions: DecisionService;

  beforeAll(async () => {
    fixture = await openJudgingFixture({ countries: ['KE', 'ES'], eligibilityToDo: true });
    ref = { cycleId: fixture.cycleId, stageKey: 'eligibility' };
    decisions = fixture.worker.get(DecisionService);
    await fixture.openStage(ref);
    await decisions.prepare(system, ref);
  });
  afterAll(() => fixture?.close());

  it('is proposed only when its inputs are enough; a refusal leaves nothing behind', async () => {
    const check = (entryId: string) =>
      fixture.api.get(EligibilityService).check(fixture.staff, ref, entryId, {
        outcome: 'valid',
        version: 1,
        reasonCode: 'accepted',
        reasonText: 'Sample text is enough for a test.',
      });
    await check(fixture.entries[0]!.id);
    await fixture.closeStage(ref);
    const { proposeDecision } = fixture.worker.get(JudgingActivities);
    await expect(proposeDecision(ref)).rejects.toMatchObject({
      type: 'Refused',
      nonRetryable: true,
      details: [expect.objectContaining({ status: 409, detail: expect.stringContaining(fixture.entries[1]!.id) })],
    });
    expect((await fixture.db.query('select from judging.decision')).rowCount).toBe(0);
    await check(fixture.entries[1]!.id);
    expect(await proposeDecision(ref)).toMatchObject({
      stage: { state: 'deciding' },
      decision: { signaturesNeeded: 0, certificationsNeeded: 2, complete: false },
    });
  });

  it('is adjusted by the secretariat and certified without a signature', async () => {
    const proposals = fixture.api.get(ProposalService);
    const organiser = await fixture.person('organiser');
    const changes = [{ entryId: fixture.entries[1]!.id, outcome: 'invalid' as const }];
    const adjustment = { changes, reasonCode: 'appeal', reasonText: 'A closer look.' };
    await expect(proposals.adjust(organiser, ref, 1, adjustment)).rejects.toMatchObject({ code: 'forbidden' });
    const { proposalDigest } = await proposals.adjust(fixture.staff, ref, 1, adjustment);
    const command = (who: RequestContext) => fixture.command(who, ref, proposalDigest);
    await expect(decisions.sign(system, ref, command(fixture.staff))).rejects.toMatchObject({ code: 'conflict' });
    await decisions.certify(system, ref, command(fixture.staff));
    const { stage } = await decisions.certify(system, ref, command(organiser));
    expect(stage.state).toBe('decided');
    const record = await fixture.api.get(DecisionRecordService).ofStage(ref);
    expect(recomputeDecision(record.inputs).outcomes.map(({ outcome }) => outcome)).toEqual(['valid', 'valid']);
    expect(record.outcomes.map(({ outcome }) => outcome).toSorted()).toEqual(['invalid', 'valid']);
    expect(record.proposals[1]!.adjustments).toEqual([{ ...changes[0], reasonCode: 'appeal' }]);
  });

  it('is nothing at all for a stage that decides nothing', async () => {
    const call = { cycleId: fixture.cycleId, stageKey: 'call' };
    await fixture.openStage(call);
    await fixture.closeStage(call);
    expect(await decisions.propose(system, call)).toMatchObject({ stage: { state: 'decided' }, decision: null });
    expect(await decisions.propose(system, call)).toMatchObject({ stage: { state: 'decided' }, decision: null });
  });
});
