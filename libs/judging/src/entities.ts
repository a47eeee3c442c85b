import type { EntitySchema } from '@mikro-orm/core';
import { Assignment, AssignmentRun, Review } from './screening/screening.entities.js';
import { Certifier, PanelMember, Recusal } from './panel/panel.entities.js';
import {
  CoSignature,
  Decision,
  DecisionProposal,
  DecisionSignature,
  Outcome,
  Release,
  Supersession,
} from './decision/decision.entities.js';
import { Complaint, ComplaintHandler, ComplaintOutcome } from './complaints/complaint.entities.js';
import { OpenedBallot } from './jury/opened-ballot.entity.js';

/**
 * The entities of `judging`, for `PlatformModule.forRoot`. Sealed ballots and keys have none:
 * nobody is to load them by habit.
 */
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
