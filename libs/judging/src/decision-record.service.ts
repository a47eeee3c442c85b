import { Injectable } from '@nestjs/common';
import type { Adjustment, DecisionInputs, EntryOutcome, ReleaseAudience, StageRef } from '#libs/contracts';
import { StageHandlers, requireStage, stageInHand, toInstant } from '#libs/cycles';
import { Problem, UnitOfWork } from '#libs/platform';
import { DecisionProposal } from './decision-proposal.entity.js';
import { DecisionSignature, type SignatureKind } from './decision-signature.entity.js';
import { Decision } from './decision.entity.js';
import { Outcome } from './outcome.entity.js';
import { Release } from './release.entity.js';

/** Everything an auditor needs to make a decision again and compare it with what was recorded. */
export interface DecisionRecord {
  decisionId: string;
  cycleId: string;
  stageKey: string;
  stageType: string;
  revision: number;
  mode: DecisionInputs['mode'];
  digestAlgorithm: string;
  /** As the deciding activity recorded them. */
  recorded: { inputsDigest: string; methodDigest: string; decisionDigest: string | null; certifiedAt: string };
  /** As the tables hold them now: what the recorded digests must be those of. */
  inputs: DecisionInputs;
  /** Settings of the stage in its definition; what the method's digest is made of where the inputs do not hold it. */
  settings: unknown;
  proposals: {
    version: number;
    outcomes: EntryOutcome[];
    log: string[];
    adjustments: Adjustment[];
    digest: string;
    actorId: string;
    reasonCode: string | null;
    at: string;
  }[];
  standing: {
    kind: SignatureKind;
    personId: string;
    proposalVersion: number;
    proposalDigest: string;
    commandId: string;
    at: string;
  }[];
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
    for (const { stageKey } of certified) records.push(await this.ofStage({ cycleId, stageKey }));
    return records;
  }

  /** The record of a stage's decision. Throws `not-found` while it is not certified. */
  async ofStage({ cycleId, stageKey }: StageRef): Promise<DecisionRecord> {
    return this.unitOfWork.read(async (em) => {
      const stage = await requireStage(em, { cycleId, stageKey });
      const decision = await em.findOne(Decision, { cycleId, stageKey, state: 'certified' });
      if (!decision) throw new Problem('not-found', `The decision of "${stage.title}" is not certified.`);
      const hand = await stageInHand(em, stage);
      const inputs = await this.handlers.of(stage.type).inputs!(em, hand);
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
        mode,
        digestAlgorithm,
        recorded: {
          inputsDigest,
          methodDigest,
          decisionDigest: stage.decisionDigest ?? null,
          certifiedAt: toInstant(certifiedAt!),
        },
        inputs,
        settings: hand.settings,
        proposals: proposals.map(
          ({ version, outcomes: all, log, adjustments, digest, actorId, reasonCode, madeAt }) => ({
            version,
            outcomes: all,
            log,
            adjustments,
            digest,
            actorId,
            reasonCode: reasonCode ?? null,
            at: toInstant(madeAt),
          }),
        ),
        standing: signatures.map(({ kind, personId, proposalVersion, proposalDigest, commandId, signedAt }) => ({
          kind,
          personId,
          proposalVersion,
          proposalDigest,
          commandId,
          at: toInstant(signedAt),
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
}
