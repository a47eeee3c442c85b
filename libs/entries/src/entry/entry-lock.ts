import { LockMode } from '@mikro-orm/core';
import { toInstant } from '#libs/cycles';
import type { CityScope } from '#libs/identity';
import { Problem, type Work } from '#libs/platform';
import type { CycleDefinitions } from '../stage-types/cycle-definitions.js';
import { noSuchEntry } from './entry-access.js';
import { Entry } from './entry.entities.js';
import { refusal } from '../refusals.words.js';

/** Reads an entry for writing: its row locked until the end of the transaction, whoever may not see it refused. */
export async function lockEntry(
  work: Work,
  definitions: CycleDefinitions,
  entryId: string,
  allow: (scope: CityScope, entry: Entry) => void | Promise<void>,
): Promise<Entry> {
  const entry = await work.em.findOne(Entry, { id: entryId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!entry) throw noSuchEntry();
  const { cycleId, cityId } = entry;
  await allow({ programme: await definitions.programmeOf(cycleId), cycleId, cityId }, entry);
  return entry;
}

/** Throws `conflict` for an entry that was withdrawn. */
export function requireNotWithdrawn({ withdrawnAt }: Entry): void {
  if (withdrawnAt) throw new Problem('conflict', refusal('entry.withdrawnOn', { at: toInstant(withdrawnAt) }));
}
