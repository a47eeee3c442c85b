import type { Said } from '#libs/contracts';
import { type Stage, bothZones, toInstant } from '#libs/cycles';
import { Problem } from '#libs/platform';
import { eligibility } from '../stage-types/eligibility.type.js';
import { type ReopeningWindow, reopeningWindow } from './reopening.rules.js';
import { refusal } from '../refusals.words.js';

/** When something of an entry that others wait for may end; null when nothing of it can change any more. */
export function windowOf(call: Stage, followers: Stage[], at: Date): ReopeningWindow | null {
  const bound = ({ state, deadlineAt }: Stage) => ({ state, deadlineAt: toInstant(deadlineAt) });
  return reopeningWindow({
    call: { ...bound(call), hardCloseAt: toInstant(call.hardCloseAt) },
    eligibility: followers.filter(({ type }) => type === eligibility.key).map(bound),
    at: toInstant(at),
  });
}

/** Throws `rule-violated`, naming what is possible, unless it may end then. */
export function refuseEnd(
  until: Date | undefined,
  { after, latest, mayEndWithCall }: ReopeningWindow,
  call: Stage,
): void {
  const allowed =
    latest === null ? refusal('moreTime.after', { after }) : refusal('moreTime.between', { after, latest });
  const refuse = (detail: Said, message: Said) =>
    new Problem('rule-violated', detail, { errors: [{ pointer: '/until', message, allowed }] });
  if (!until) {
    if (mayEndWithCall) return;
    throw refuse(refusal('moreTime.untilNeeded', { title: call.title }), refusal('moreTime.needed'));
  }
  if (toInstant(until) <= after) throw refuse(refusal('moreTime.tooEarly'), refusal('moreTime.untilTooEarly'));
  if (latest !== null && toInstant(until) > latest) {
    const end = bothZones(latest, call.zone);
    const detail = refusal('moreTime.tooLate', { end });
    throw refuse(detail, refusal('moreTime.untilTooLate'));
  }
}
