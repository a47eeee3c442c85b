import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { UNTITLED } from '../entry/entry-answers.js';
import type { Entry, EntryState } from '../entry/entry.entities.js';

/** A framework with its entries, those that were not withdrawn. */
export interface FrameworkAnswer {
  id: string;
  name: string;
  entries: { id: string; title: string; state: EntryState }[];
}

/** The submitted version of an earlier cycle's entry that an entry enters again. */
export interface ResubmissionAnswer {
  entryId: string;
  cycleId: string;
  version: number;
  title: string;
  digest: string;
}

/** A framework and its entries by their places; null when there is no such framework. */
export async function frameworkOf(em: SqlEntityManager, frameworkId: string): Promise<FrameworkAnswer | null> {
  const rows = await em.execute<{ name: string; id: string | null; title: string | null; state: EntryState }[]>(
    `select f.name, e.id, e.title, e.state from entries.framework f
     left join entries.entry e on e.framework_id = f.id and e.framework_place is not null
     where f.id = ? order by e.framework_place`,
    [frameworkId],
  );
  if (!rows[0]) return null;
  const entries = rows.flatMap(({ id, title, state }) => (id ? [{ id, title: title ?? UNTITLED, state }] : []));
  return { id: frameworkId, name: rows[0].name, entries };
}

/** What an entry resubmits; null when it is new. */
export async function resubmissionOf(
  em: SqlEntityManager,
  { resubmissionOf: earlier, resubmissionOfVersion }: Entry,
): Promise<ResubmissionAnswer | null> {
  if (earlier == null) return null;
  const [row] = await em.execute<(Omit<ResubmissionAnswer, 'title'> & { title: string | null })[]>(
    `select e.id as "entryId", e.cycle_id as "cycleId", v.version, v.content ->> 'title' as title, v.digest
     from entries.entry_version v join entries.entry e on e.id = v.entry_id where v.entry_id = ? and v.version = ?`,
    [earlier, resubmissionOfVersion],
  );
  return { ...row!, title: row!.title ?? UNTITLED };
}
