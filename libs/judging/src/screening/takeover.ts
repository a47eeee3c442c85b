import { v7 as uuidv7 } from 'uuid';
import type { StageRef } from '#libs/contracts';
import type { Work } from '#libs/platform';
import { Assignment } from './screening.entities.js';
import type { ConflictService } from '../panel/conflict.service.js';
import { drawOf } from '../counting/digest.js';
import { compareIds } from '../counting/order.js';
import { PanelMember } from '../panel/panel.entities.js';

/** What a takeover goes by: how many reviews each entry is to have, and the seed of the stage's draws. */
export interface TakeoverRule {
  reviewsPerEntry: number;
  seed: string;
}

/** Assignments that somebody still has, or has done. */
const counts = ({ state }: Assignment): boolean => state === 'open' || state === 'done';

/**
 * Gives the entry of a recused expert to the one without a conflict who has the fewest assignments,
 * drawn by the seed among equals; the reviews of others stand. Nothing happens when the entry has
 * enough without it, or when nobody is left.
 */
export async function takeOver(
  work: Work,
  conflicts: ConflictService,
  { id, cycleId, stageKey, entryId }: Assignment,
  rule: TakeoverRule,
): Promise<void> {
  await assignNext(work, conflicts, { cycleId, stageKey, entryId, takesOver: id }, rule);
}

/** Gives an entry that comes in late to as many experts as each entry has, in the same way, as far as there are any. */
export async function fillUp(
  work: Work,
  conflicts: ConflictService,
  place: StageRef & { entryId: string },
  rule: TakeoverRule,
): Promise<void> {
  while (await assignNext(work, conflicts, { ...place, takesOver: null }, rule));
}

/** Adds one assignment of an entry; false when it has enough, or when nobody is left. */
async function assignNext(
  work: Work,
  conflicts: ConflictService,
  { cycleId, stageKey, entryId, takesOver }: StageRef & { entryId: string; takesOver: string | null },
  { reviewsPerEntry, seed }: TakeoverRule,
): Promise<boolean> {
  const { em } = work;
  const ref: StageRef = { cycleId, stageKey };
  // One at a time, so that two see each other's loads.
  await em.execute('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`judging.takeover/${cycleId}/${stageKey}`]);
  await em.flush();
  const all = await em.find(Assignment, ref, { refresh: true });
  const ofEntry = all.filter((each) => each.entryId === entryId);
  if (ofEntry.filter(counts).length >= reviewsPerEntry) return false;
  const members = await em.find(PanelMember, { ...ref, seat: { $ne: 'deputy' } });
  const conflicted = new Set((await conflicts.among(em, ref, [entryId])).map(({ personId }) => personId));
  const load = (id: string) => all.filter((each) => each.personId === id && counts(each)).length;
  const draw = (id: string) => drawOf(seed, 'takeover', `${id}/${entryId}`);
  const [next] = members
    .map(({ personId }) => personId)
    .filter((id) => !conflicted.has(id) && !ofEntry.some(({ personId }) => personId === id))
    .sort((a, b) => load(a) - load(b) || compareIds(draw(a), draw(b)));
  if (next === undefined) return false;
  const position = Math.max(0, ...all.filter(({ personId }) => personId === next).map((each) => each.position)) + 1;
  const id = uuidv7();
  em.create(
    Assignment,
    { id, ...ref, personId: next, entryId, position, state: 'open', version: 0, takesOver },
    { persist: true },
  );
  work.emit({
    type: 'laureate.assignment.taken-over.v1',
    subject: id,
    data: { ...ref, assignmentId: id, personId: next },
  });
  return true;
}
