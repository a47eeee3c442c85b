import type { Instant } from '#libs/contracts';
import { Problem } from '#libs/platform';
import { bothZones, toInstant } from './calendar.js';
import type { Stage } from './stage.entity.js';

/** A new deadline, the hard close it gives, and the database's clock. */
export interface DeadlineMove {
  deadline: Instant;
  hardClose: Instant;
  now: Date;
}

/**
 * Refuses a new deadline that is past, not after the opening, or whose hard close runs over the opening of a stage that
 * waits for this one or over a planned release; names the last possible deadline and the first possible date of what is in
 * the way. Throws `rule-violated`.
 */
export function refuseOverlap(stage: Stage, others: Stage[], move: DeadlineMove): void {
  const grace = Date.parse(move.hardClose) - Date.parse(move.deadline);
  const show = (instant: Instant) => bothZones(instant, stage.zone);
  if (Date.parse(move.deadline) <= move.now.getTime()) {
    throw refusal(move, `It is past: it is now ${show(toInstant(move.now))}.`, 'an instant to come');
  }
  if (Date.parse(move.deadline) <= (stage.openedAt ?? stage.opensAt).getTime()) {
    throw refusal(
      move,
      `"${stage.title}" opens on ${show(toInstant(stage.opensAt))} only.`,
      'an instant after the opening',
    );
  }
  for (const { what, at } of inTheWay(stage, others)) {
    if (at >= move.hardClose) continue;
    const last = toInstant(new Date(Date.parse(at) - grace));
    throw refusal(
      move,
      `${what} is planned for ${show(at)}; with this deadline it would be possible from ${show(move.hardClose)} only.`,
      `at the latest ${last} (${show(last)})`,
      { latestDeadline: last, firstPossible: move.hardClose },
    );
  }
}

/** What is planned after the stage's hard close, earliest first. */
function inTheWay(stage: Stage, others: Stage[]): { what: string; at: Instant }[] {
  const openings = others
    .filter((other) => other.after.includes(stage.key) && other.state === 'scheduled')
    .map((other) => ({ what: `The opening of "${other.title}"`, at: toInstant(other.opensAt) }));
  const releases = stage.releases
    .filter(({ when }) => when !== 'decided' && when !== 'command')
    .map(({ audience, when }) => ({ what: `The release to "${audience}"`, at: when }));
  return [...openings, ...releases].toSorted((a, b) => a.at.localeCompare(b.at));
}

const refusal = (move: DeadlineMove, why: string, allowed: string, more: Record<string, unknown> = {}): Problem =>
  new Problem('rule-violated', `The deadline cannot be moved to ${move.deadline}. ${why}`, {
    errors: [{ pointer: '/deadlineAt', message: why, allowed }],
    ...more,
  });
