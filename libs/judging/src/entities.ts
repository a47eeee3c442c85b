import type { EntitySchema } from '@mikro-orm/core';
import { AssignmentRun } from './assignment-run.entity.js';
import { Assignment } from './assignment.entity.js';
import { Certifier } from './certifier.entity.js';
import { CoSignature } from './co-signature.entity.js';
import { ComplaintHandler } from './complaint-handler.entity.js';
import { ComplaintOutcome } from './complaint-outcome.entity.js';
import { Complaint } from './complaint.entity.js';
import { DecisionProposal } from './decision-proposal.entity.js';
import { DecisionSignature } from './decision-signature.entity.js';
import { Decision } from './decision.entity.js';
import { OpenedBallot } from './opened-ballot.entity.js';
import { Outcome } from './outcome.entity.js';
import { PanelMember } from './panel-member.entity.js';
import { Recusal } from './recusal.entity.js';
import { Release } from './release.entity.js';
import { Review } from './review.entity.js';
import { Supersession } from './supersession.entity.js';

/** The entities of `judging`, for `PlatformModule.forRoot`. Sealed ballots and keys have none: nobody is to load them by habit. */
export const judgingEntities = [
  Assignment,
  AssignmentRun,
  Certifier,
  CoSignature,
  Complaint,
  ComplaintHandler,
  ComplaintOutcome,
  Decision,
  DecisionProposal,
  DecisionSignature,
  OpenedBallot,
  Outcome,
  PanelMember,
  Recusal,
  Release,
  Review,
  Supersession,
] as EntitySchema[];
