import { z } from 'zod';
import { SUPERSESSION_KINDS } from '../vocabulary/decision.js';
import { digest, event, id, reasonCode, stageRef } from './event.js';

const supersession = {
  ...stageRef,
  decisionId: id,
  supersedes: id,
  number: z.int(),
  kind: z.enum(SUPERSESSION_KINDS),
};

/** Events of panels, reviews, ballots and decisions (topic `laureate.judging`). */
export const JUDGING_EVENTS = {
  'laureate.assignments.made.v1': event(
    'laureate.judging',
    'Entries were assigned to the experts of a stage',
    z.object({ ...stageRef, count: z.int(), seed: z.string(), inputsDigest: digest }),
  ),
  'laureate.panel.seated.v1': event(
    'laureate.judging',
    'Somebody was given a seat on the panel of a stage, or another one, or none any more',
    z.object({ ...stageRef, personId: id, seat: z.enum(['chair', 'member', 'deputy']).nullable() }),
  ),
  'laureate.assignment.taken-over.v1': event(
    'laureate.judging',
    'An expert takes over the entry of one who is recused',
    z.object({ ...stageRef, assignmentId: id, personId: id }),
  ),
  'laureate.recusal.declared.v1': event(
    'laureate.judging',
    'A panel member declared a conflict with an entry',
    z.object({ ...stageRef, recusalId: id }),
  ),
  'laureate.review.submitted.v1': event(
    'laureate.judging',
    'A review was submitted',
    z.object({ ...stageRef, alias: id }),
  ),
  'laureate.ballot.cast.v1': event('laureate.judging', 'A ballot was cast', z.object({ ...stageRef, personId: id })),
  'laureate.decision.proposed.v1': event(
    'laureate.judging',
    'A proposal was computed or adjusted; earlier signatures are void',
    z.object({
      ...stageRef,
      decisionId: id,
      proposalVersion: z.int(),
      inputsDigest: digest,
      methodDigest: digest,
      proposalDigest: digest,
      reasonCode,
    }),
  ),
  'laureate.decision.signed.v1': event(
    'laureate.judging',
    'The chair signed a proposal',
    z.object({ ...stageRef, decisionId: id, proposalVersion: z.int() }),
  ),
  'laureate.decision.certified.v1': event(
    'laureate.judging',
    'Somebody certified a proposal',
    z.object({
      ...stageRef,
      decisionId: id,
      proposalVersion: z.int(),
      /** The certifier in whose place a stand-in certified. */
      inPlaceOf: id.optional(),
      /** The auditor who co-signed. */
      coSignedBy: id.optional(),
    }),
  ),
  'laureate.decision.co-signed.v1': event(
    'laureate.judging',
    'An auditor co-signed for a certifier who is in conflict with an entry',
    z.object({ ...stageRef, decisionId: id, proposalVersion: z.int(), personId: id }),
  ),
  'laureate.certifier.named.v1': event(
    'laureate.judging',
    'Somebody was named to certify the decision of a stage, or to stand in for a certifier',
    z.object({ ...stageRef, personId: id, standsInFor: id.nullable() }),
  ),
  'laureate.certifier.removed.v1': event(
    'laureate.judging',
    'Somebody is not named as certifier or stand-in any more',
    z.object({ ...stageRef, personId: id }),
  ),
  'laureate.supersession.proposed.v1': event(
    'laureate.judging',
    'A decision that supersedes a certified one was proposed',
    z.object({ ...supersession, askedBy: id, complaintId: id.nullable(), proposalDigest: digest, reasonCode }),
  ),
  'laureate.supersession.dropped.v1': event(
    'laureate.judging',
    'A decision that was to supersede another one was given up',
    z.object(supersession),
  ),
  'laureate.decision.superseded.v1': event(
    'laureate.judging',
    'A certified decision was superseded by a later one',
    z.object({ ...supersession, proposalDigest: digest, reasonCode }),
  ),
} as const;
