import { type Stage, bothZones, toInstant } from '#libs/cycles';
import { Problem } from '#libs/platform';
import { eligibility } from '../stage-types/eligibility.type.js';
import { type ReopeningWindow, reopeningWindow } from './reopening.rules.js';

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
  const allowed = latest === null ? `after ${after}` : `after ${after}, until ${latest}`;
  const refuse = (detail: string, message: string) =>
    new Problem('rule-violated', detail, { errors: [{ pointer: '/until', message, allowed }] });
  if (!until) {
    if (mayEndWithCall) return;
    throw refuse(`"${call.title}" has closed: say until when the city may confirm.`, 'is needed');
  }
  if (toInstant(until) <= after) throw refuse('It must end after the deadline, and in the future.', 'is too early');
  if (latest !== null && toInstant(until) > latest) {
    const end = bothZones(latest, call.zone);
    const detail = `Eligibility must see what comes in, so that it ends with its deadline at the latest: ${end}.`;
    throw refuse(detail, 'is after the deadline of eligibility');
  }
}
