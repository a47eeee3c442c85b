import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Adjustment, DecisionInputs, EntryOutcome, ReleaseAudience, Signature, StageRef } from '#libs/contracts';
import { StageHandlers, type StageContext, requireStage, stageContextOf, toInstant } from '#libs/cycles';
import { Problem, UnitOfWork } from '#libs/platform';
import { Decision, DecisionProposal, DecisionSignature, Outcome, Release, Supersession } from './decision.entities.js';
import { signatureOf } from './decision-facts.queries.js';
import { refusal } from '../refusals.words.js';
import { requireSupersession, supersessionInputs } from './supersession-inputs.queries.js';

/** Number of records of one kind in a stage that followed one revision of the definition. */
export interface RecordRevisions {
  record: 'eligibility-check' | 'assignment-run' | 'review' | 'ballot-cast' | 'opened-ballot';
  revision: number;
  count: number;
}

/** Everything an auditor needs to make a decision again and compare it with what was recorded. */
export interface DecisionRecord {
  decisionId: string;
  cycleId: string;
  stageKey: string;
  stageType: string;
  revision: number;
  /** 1 for the stage's own, 2 … for those that supersede it. */
  number: number;
  supersedes: string | null;
  mode: string;
  digestAlgorithm: string;
  /** As the deciding activity recorded them. */
  recorded: { inputsDigest: string; methodDigest: string; decisionDigest: string | null; certifiedAt: string };
  /** As the tables hold them now: what the recorded digests must be those of. */
  inputs: DecisionInputs;
  /** Settings of the stage in its definition; what the method's digest is made of where the inputs do not hold it. */
  settings: unknown;
  /** Which revisions the records followed that it is made of. */
  records: RecordRevisions[];
  /** Proposals up to this version are void: the stage was reopened after them. */
  voidUntil: number;
  proposals: {
    version: number;
    outcomes: EntryOutcome[];
    log: string[];
    reserve: string[];
    adjustments: Adjustment[];
    digest: string;
    actorId: string;
    reasonCode: string | null;
    at: string;
  }[];
  standing: (Signature & {
    proposalVersion: number;
    proposalDigest: string;
    commandId: string;
    at: string;
  })[];
  outcomes: EntryOutcome[];
  releases: { audience: ReleaseAudience; releasedBy: string; at: string }[];
}

/** Opens decisions to the auditor, once they are certified: never an open ballot. */
@Injectable()
export class DecisionRecordService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly handlers: StageHandlers,
  ) {}

  /** The records of a cycle's certified decisions, in their order. */
  async ofCycle(cycleId: string): Promise<DecisionRecord[]> {
    const certified = await this.unitOfWork.read((em) =>
      em.find(Decision, { cycleId, state: 'certified' }, { orderBy: { certifiedAt: 'asc' } }),
    );
    const records: DecisionRecord[] = [];
    for (const { stageKey, number } of certified) records.push(await this.ofStage({ cycleId, stageKey }, number));
    return records;
  }

  /**
   * The record of a stage's own decision, or of the one with another number. Throws `not-found`
   * while it is not certified.
   */
  async ofStage({ cycleId, stageKey }: StageRef, number = 1): Promise<DecisionRecord> {
    return this.unitOfWork.read(async (em) => {
      const stage = await requireStage(em, { cycleId, stageKey });
      const decision = await em.findOne(Decision, { cycleId, stageKey, number, state: 'certified' });
      if (!decision) throw new Problem('not-found', refusal('decision.notCertified', { title: stage.title }));
      const stageContext = await stageContextOf(em, stage);
      const inputs = await this.inputs(em, decision, stageContext);
      const of = { decisionId: decision.id };
      const proposals = await em.find(DecisionProposal, of, { orderBy: { version: 'asc' } });
      const signatures = await em.find(DecisionSignature, of, { orderBy: { id: 'asc' } });
      const outcomes = await em.find(Outcome, of, { orderBy: { entryId: 'asc' } });
      const releases = await em.find(Release, of, { orderBy: { releasedAt: 'asc' } });
      const { revision, mode, digestAlgorithm, inputsDigest, methodDigest, certifiedAt } = decision;
      return {
        ...of,
        cycleId: stage.cycleId,
        stageKey: stage.key,
        stageType: stage.type,
        revision,
        number,
        supersedes: decision.supersedes ?? null,
        mode,
        digestAlgorithm,
        recorded: {
          inputsDigest,
          methodDigest,
          decisionDigest: number === 1 ? (stage.decisionDigest ?? null) : null,
          certifiedAt: toInstant(certifiedAt!),
        },
        inputs,
        settings: stageContext.settings,
        records: await recordRevisions(em, { cycleId, stageKey }),
        voidUntil: decision.voidUntil,
        proposals: proposals.map(
          ({ version, outcomes: all, log, reserve, adjustments, digest, actorId, reasonCode, madeAt }) => ({
            version,
            outcomes: all,
            log,
            reserve,
            adjustments,
            digest,
            actorId,
            reasonCode: reasonCode ?? null,
            at: toInstant(madeAt),
          }),
        ),
        standing: signatures.map((each) => ({
          ...signatureOf(each),
          proposalVersion: each.proposalVersion,
          proposalDigest: each.proposalDigest,
          commandId: each.commandId,
          at: toInstant(each.signedAt),
        })),
        outcomes: outcomes.map(({ entryId, outcome }) => ({ entryId, outcome })),
        releases: releases.map(({ audience, releasedBy, releasedAt }) => ({
          audience,
          releasedBy,
          at: toInstant(releasedAt),
        })),
      };
    });
  }

  private async inputs(em: SqlEntityManager, decision: Decision, stageContext: StageContext): Promise<DecisionInputs> {
    const { id: decisionId, supersedes, ...ref } = decision;
    if (supersedes == null) return this.handlers.of(stageContext.stage.type).inputs!(em, stageContext);
    const { asked, before } = await requireSupersession(em, { ...ref, decisionId });
    return supersessionInputs(em, before, asked);
  }
}

/**
 * The workflows of the superseding decisions that were asked for in a cycle: the stage's key and
 * the decision's id of each.
 */
export async function supersessionsOf(
  em: SqlEntityManager,
  cycleId: string,
): Promise<{ stageKey: string; decisionId: string }[]> {
  const asked = await em.find(Supersession, { cycleId }, { orderBy: { id: 'asc' } });
  return asked.map(({ stageKey, id }) => ({ stageKey, decisionId: id }));
}

/** The revisions that the records of a stage followed: what people checked, reviewed and cast before it was decided. */
async function recordRevisions(em: SqlEntityManager, { cycleId, stageKey }: StageRef): Promise<RecordRevisions[]> {
  const ofStage = 'join stage s on t.cycle_id = s.cycle_id and t.stage_key = s.stage_key';
  return em.execute<RecordRevisions[]>(
    `with stage as (select ?::uuid as cycle_id, ?::text as stage_key)
     select record, revision, count(*)::int as count from (
       select 'eligibility-check' as record, t.revision from entries.eligibility_check t
         join stage s on s.stage_key = t.stage_key join entries.entry e on e.id = t.entry_id and e.cycle_id = s.cycle_id
       union all select 'assignment-run', t.revision from judging.assignment_run t ${ofStage}
       union all select 'review', r.revision from judging.review r join judging.assignment t on t.id = r.assignment_id ${ofStage}
       union all select 'ballot-cast', t.revision from judging.ballot_cast t ${ofStage}
       union all select 'opened-ballot', t.revision from judging.opened_ballot t ${ofStage}
     ) each group by record, revision order by record, revision`,
    [cycleId, stageKey],
  );
}
