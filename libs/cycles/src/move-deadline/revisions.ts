import { v7 as uuidv7 } from 'uuid';
import type { AmendmentKind, ReasonRef } from '#libs/contracts';
import type { Work } from '#libs/platform';
import { Amendment } from './amendment.entities.js';
import { CycleRevision, type Cycle } from '../rows/cycle.entities.js';
import { toInstant } from '../definition/calendar.js';
import { changesBetween } from '../definition/definition-changes.js';
import { type CycleDefinition, definitionDigest } from '../definition/definition.js';
import type { StageMove } from './move-deadline.rules.js';
import { cycleAmended } from '../rows/events.rules.js';
import { tell } from '../rows/tell.js';
import type { Stage } from '../definition/stage.entity.js';
import { windowsWith } from '../definition/window-steps.js';

/** An amendment as it is proposed. */
export interface ProposedAmendment {
  kind: AmendmentKind;
  stageKey: string | null;
  before: CycleDefinition;
  after: CycleDefinition;
  reason: ReasonRef;
}

/** An amendment of the revision in force, as it is proposed; whoever proposes it gives a reason besides. */
export function newAmendment(
  { id: cycleId, revision: baseRevision }: Cycle,
  { kind, stageKey, before, after }: Omit<ProposedAmendment, 'reason'>,
) {
  return {
    id: uuidv7(),
    cycleId,
    kind,
    stageKey,
    state: 'proposed' as const,
    baseRevision,
    number: null,
    definition: after,
    definitionDigest: definitionDigest(after),
    changes: changesBetween(before, after),
    settledAt: null,
  };
}

/** Makes the row of a proposed amendment of the revision in force. */
export async function proposeAmendment(work: Work, cycle: Cycle, proposed: ProposedAmendment): Promise<Amendment> {
  const { code: reasonCode, textDigest: reasonDigest = null } = proposed.reason;
  const by = { reasonCode, reasonDigest, proposedBy: work.actor.id, proposedAt: await work.now() };
  return work.em.create(Amendment, { ...newAmendment(cycle, proposed), ...by }, { persist: true });
}

/**
 * Puts a proposed amendment in force, with the cycle's row locked: the next revision with its
 * digest. The stages it touches are the caller's to change, in the same transaction.
 */
export async function adopt(
  work: Work,
  cycle: Cycle,
  amendment: Amendment,
  stageKeys: string[],
): Promise<CycleRevision> {
  const { id: amendmentId, kind, reasonCode = null, definition, definitionDigest: digest, baseRevision } = amendment;
  const now = await work.now();
  work.em.assign(amendment, { state: 'adopted', number: baseRevision, settledAt: now });
  const fact = cycleAmended(cycle, { amendmentId, kind, definitionDigest: digest, stageKeys, reasonCode });
  const revision = putInForce(work, cycle, definition, fact);
  const row = { cycleId: cycle.id, revision, definition, digest, digestAlgorithm: DIGEST_ALGORITHM };
  return work.em.create(CycleRevision, { ...row, actorId: work.actor.id, createdAt: now }, { persist: true });
}

/**
 * The amendment a deadline moved by command makes: in force at once, by the signature of who
 * commands; another one follows. Written with the last statement of the transaction.
 * @returns the revision now in force
 */
export function adoptMoves(
  work: Work,
  cycle: Cycle,
  { before, stages, moves }: { before: CycleDefinition; stages: Stage[]; moves: StageMove[] },
  reason: ReasonRef,
): number {
  const { id: cycleId, revision: base } = cycle;
  const { definition, fact } = amendmentOfMoves(cycle, { before, stages, moves }, reason);
  const { amendmentId: id, definitionDigest: digest } = fact.data;
  const revision = putInForce(work, cycle, definition, fact);
  const actor = work.actor.id;
  work.defer({
    sql: `given as (select ?::jsonb as definition, ?::text as digest),
      amendment as (
        insert into cycles.amendment (id, cycle_id, kind, state, base_revision, number, definition, definition_digest, changes,
          reason_code, reason_digest, proposed_by, proposed_at, settled_at)
        select ?, ?, 'deadline', 'adopted', ?, ?, definition, digest, ?::jsonb, ?, ?, ?, now(), now() from given
      ), signature as (
        insert into cycles.amendment_signature (amendment_id, person_id, signed_at) values (?, ?, now())
      ), revision as (
        insert into cycles.cycle_revision (cycle_id, revision, definition, digest, digest_algorithm, actor_id, created_at)
        select ?, ?, definition, digest, ?, ?, now() from given
      )`,
    values: [
      JSON.stringify(definition),
      digest,
      // The amendment,
      id,
      cycleId,
      base,
      base,
      JSON.stringify(changesBetween(before, definition)),
      reason.code,
      reason.textDigest ?? null,
      actor,
      // its signature,
      id,
      actor,
      // and the revision it makes.
      cycleId,
      revision,
      DIGEST_ALGORITHM,
      actor,
    ],
  });
  return revision;
}

const DIGEST_ALGORITHM = 'sha256-jcs-v1';

/** What moving windows by command makes of the definition in force, and the event that tells of it. */
export function amendmentOfMoves(
  cycle: Cycle,
  { before, stages, moves }: { before: CycleDefinition; stages: Stage[]; moves: StageMove[] },
  reason: ReasonRef,
): { definition: CycleDefinition; fact: ReturnType<typeof cycleAmended> } {
  const definition = withMoves(before, stages, moves);
  const fact = cycleAmended(cycle, {
    amendmentId: uuidv7(),
    kind: 'deadline',
    definitionDigest: definitionDigest(definition),
    stageKeys: moves.map(({ stageKey }) => stageKey),
    reasonCode: reason.code,
  });
  return { definition, fact };
}

/** Makes an amendment's definition the one in force, and tells; its number is that of the revision before. */
function putInForce(
  work: Work,
  cycle: Cycle,
  { title }: CycleDefinition,
  fact: ReturnType<typeof cycleAmended>,
): number {
  const { revision } = fact.data;
  Object.assign(cycle, { revision, title, version: cycle.version + 1 });
  tell(work, cycle.id, fact);
  return revision;
}

/** The definition with the windows and releases as they are after the moves. */
function withMoves(definition: CycleDefinition, rows: Stage[], moves: StageMove[]): CycleDefinition {
  const stages = definition.stages.map((stage) => {
    const move = moves.find(({ stageKey }) => stageKey === stage.key);
    if (!move) return stage;
    const openedAt = rows.find(({ key }) => key === stage.key)?.openedAt;
    const deadline = move.deadline?.to ?? stage.window.deadline;
    const opens = move.opens?.to ?? stage.window.opens;
    const { steps } = stage.window;
    return {
      ...stage,
      // A stage that was opened before its window may get a deadline before it, too: it opened when it was opened.
      window: {
        ...stage.window,
        opens: opens < deadline ? opens : toInstant(openedAt ?? new Date(opens)),
        deadline,
        ...(steps && { steps: windowsWith(steps, move.steps) }),
      },
      release: stage.release.map((step) => ({
        ...step,
        when: move.releases.find(({ audience }) => audience === step.audience)?.to ?? step.when,
      })),
    };
  });
  return { ...definition, stages };
}
