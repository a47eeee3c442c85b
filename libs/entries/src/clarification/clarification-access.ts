import { LockMode } from '@mikro-orm/core';
import type { Said } from '#libs/contracts';
import { type Stage, bothZones, lockStage } from '#libs/cycles';
import { Problem, type Work } from '#libs/platform';
import { Clarification } from './clarification.entities.js';
import { type ClarificationStanding, clarificationsWhere } from './clarification.queries.js';
import { eligibility } from '../stage-types/eligibility.type.js';
import { refusal } from '../refusals.words.js';

/** To whom it may not be shown, a clarification is not there. */
export const noSuchClarification = () => new Problem('not-found', refusal('clarification.none'));

/** A clarification under its lock, with its stage under its own (shared), so that no decision is proposed meanwhile. */
export interface LockedClarification {
  clarification: Clarification;
  standing: ClarificationStanding;
  stage: Stage;
  /** The instant a write is judged by. */
  at: Date;
}

/** Locks a clarification for a write: the stage first, then its row. Throws `not-found`. */
export async function lockClarification(work: Work, id: string): Promise<LockedClarification> {
  const known = await work.em.findOne(Clarification, { id });
  if (!known) throw noSuchClarification();
  const { cycleId, stageKey } = known;
  const { stage, at } = await lockStage(work, { cycleId, stageKey }, 'shared');
  const options = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true } as const;
  const clarification = await work.em.findOneOrFail(Clarification, { id }, options);
  const [standing] = await clarificationsWhere(work.em, 'k.id = ?', [id]);
  return { clarification, standing: standing!, stage, at };
}

/** For how long an entry that comes back is kept for whoever asked; then anybody takes it. */
const RETURNED_HOURS = 24;

/** The entry goes back to whoever asked, in the transaction that ends the clarification. */
export async function returnToAsker(
  { em }: Work,
  { entryId, stageKey, askedBy }: ClarificationStanding,
): Promise<void> {
  await em.execute(
    `insert into entries.eligibility_claim (entry_id, stage_key, person_id, until)
     values (?, ?, ?, now() + make_interval(hours => ?))
     on conflict (entry_id, stage_key) do update set person_id = excluded.person_id, until = excluded.until`,
    [entryId, stageKey, askedBy, RETURNED_HOURS],
  );
}

/**
 * Throws `conflict`, or `deadline-passed` naming the deadline in both zones, unless it is open and its time not over.
 */
export function requireOpenClarification({ state, dueAt, zone }: ClarificationStanding, at: string): void {
  if (state === 'timed-out' || (state === 'open' && at >= dueAt))
    throw new Problem('deadline-passed', refusal('clarification.late', { due: bothZones(dueAt, zone) }), {
      at,
      deadline: { utc: dueAt, zone },
    });
  if (state === 'open') return;
  throw new Problem('conflict', refusal('clarification.ended', { state }), { state });
}

/** The latest instant at which a clarification of a stage may end: nothing outlasts the stage's own deadline. */
export function latestDue({ title, type, state, deadlineAt }: Stage): string {
  if (type !== eligibility.key) throw new Problem('not-found', refusal('cycle.noEligibility'));
  if (state === 'scheduled') throw new Problem('not-open', refusal('stage.notOpen', { title }), { state });
  if (state !== 'open') throw new Problem('conflict', refusal('clarification.stageOver', { title, state }), { state });
  return deadlineAt.toISOString();
}

/**
 * Throws `rule-violated`, naming the latest possible instant, unless a deadline is ahead and not beyond the stage's.
 */
export function refuseDue(
  dueAt: string,
  { after, latest, stage }: { after: string; latest: string; stage: Stage },
): void {
  const { zone, title } = stage;
  const wrong = (detail: Said, message: Said) =>
    new Problem('rule-violated', detail, {
      errors: [{ pointer: '/dueAt', message, allowed: refusal('moreTime.between', { after, latest }) }],
    });
  if (dueAt <= after)
    throw wrong(
      refusal('clarification.dueTooEarly', { after: bothZones(after, zone) }),
      refusal('clarification.notLater'),
    );
  if (dueAt > latest)
    throw wrong(
      refusal('clarification.dueTooLate', { title, latest: bothZones(latest, zone) }),
      refusal('clarification.afterStage'),
    );
}
