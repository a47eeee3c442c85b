import { createHash } from 'node:crypto';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { Problem } from '#libs/platform';
import { presentProposal } from './decision-facts.queries.js';
import { Decision, Outcome, Supersession } from './decision.entities.js';
import { refusal } from '../refusals.words.js';
import type { SupersessionInputs } from '../methods/supersession.rules.js';

/** What was asked for, without what stands before it. */
export type AskedFor = Omit<
  Supersession,
  'id' | 'cycleId' | 'stageKey' | 'supersedes' | 'reasonText' | 'proposalDigest' | 'commandId' | 'askedAt'
>;

/** SHA-256 of a text, hex. */
export const textDigest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What a superseding decision is made of, as the tables hold it now; the auditor asks the same again, years later. */
export async function supersessionInputs(
  em: SqlEntityManager,
  before: Decision,
  asked: AskedFor,
): Promise<SupersessionInputs> {
  const outcomes = await em.find(Outcome, { decisionId: before.id }, { orderBy: { entryId: 'asc' } });
  const { reserve } = await presentProposal(em, before);
  const earlier = before.supersedes == null ? null : await em.findOneOrFail(Supersession, { id: before.id });
  const { kind, changes, replaces, passedOver, askedBy, askedRole, proposedBy, reasonCode, reasonDigest } = asked;
  return {
    mode: 'supersession',
    kind,
    supersedes: {
      decisionId: before.id,
      number: before.number,
      kind: earlier?.kind ?? null,
      outcomes: outcomes.map(({ entryId, outcome }) => ({ entryId, outcome })),
      reserve,
    },
    changes,
    replaces,
    passedOver,
    askedBy,
    askedRole,
    proposedBy,
    reasonCode,
    reasonDigest,
    publicDigest: asked.publicText == null ? null : textDigest(asked.publicText),
    complaintId: asked.complaintId ?? null,
  };
}

/** What was asked for under that id, and the decision it is to supersede. Throws `not-found`. */
export async function requireSupersession(
  em: SqlEntityManager,
  { cycleId, stageKey, decisionId }: { cycleId: string; stageKey: string; decisionId: string },
): Promise<{ asked: Supersession; before: Decision }> {
  const asked = await em.findOne(Supersession, { id: decisionId, cycleId, stageKey });
  if (!asked) throw new Problem('not-found', refusal('supersession.notOfStage'));
  return { asked, before: await em.findOneOrFail(Decision, { id: asked.supersedes }) };
}
