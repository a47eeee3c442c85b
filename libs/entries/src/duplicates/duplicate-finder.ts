import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { languagesOf } from '../stage-types/call-for-entries.type.js';
import { CycleDefinitions } from '../stage-types/cycle-definitions.js';
import { titleOf } from '../entry/entry-answers.js';
import type { ImportedText } from './duplicate.entities.js';
import type { JsonObject } from '../form/json-pointer.js';
import { type ComparedText, alike, marksOf } from './likeness.rules.js';
import { TEXTS_SQL } from '../entry/translation.queries.js';
import { translated } from '../entry/translation.rules.js';

/** An entry of a past edition that was not run here, as its importer brings it. */
export interface ImportedEntry extends ImportedText {
  /** The id its importer knows it by. */
  id: string;
  programme: string;
  cycleId: string;
}

const BATCH = 100;
/** Of more candidates only the first are compared, so that a text that everybody copied costs no more than others. */
const CANDIDATES_MAX = 50;
/** Those that share the most marks; by the index on marks alone. */
export const CANDIDATES = `select id from entries.fingerprint_mark where mark = any(?::int[]) and id <> ?
  group by id order by count(*) desc, id limit ?`;
/** The most pairs kept of one entry: the most alike. */
const PAIRS_MAX = 10;

/** Finds entries that are like each other, in this cycle and those before, through an index: never all with all. */
@Injectable()
export class DuplicateFinder {
  constructor(private readonly definitions: CycleDefinitions) {}

  /**
   * Looks for what is like the last submitted version of an entry, and keeps the pairs. Safe to
   * repeat. Returns the entry's cycle; null when nothing was submitted.
   */
  async look(em: SqlEntityManager, entryId: string): Promise<string | null> {
    const [entry] = await em.execute<{ cycleId: string; stageKey: string; version: number; content: JsonObject }[]>(
      `select e.cycle_id as "cycleId", e.stage_key as "stageKey", v.version, v.content from entries.entry e
       join entries.entry_version v on v.entry_id = e.id and v.version = e.current_version where e.id = ?`,
      [entryId],
    );
    if (!entry) return null;
    const { cycleId, stageKey, version, content } = entry;
    const programme = await this.definitions.programmeOf(cycleId);
    const { definition } = await this.definitions.stages(em, cycleId);
    const language = languagesOf(definition)[stageKey]?.authoritative ?? null;
    const [{ texts } = { texts: null }] = await em.execute<{ texts: JsonObject | null }[]>(
      `select ${TEXTS_SQL} as texts from entries.entry_version v where v.entry_id = ? and v.version = ?`,
      [language, entryId, version],
    );
    const of = { id: entryId, programme, cycleId, entryId, version, imported: null, language };
    await this.keep(em, of, comparedOf(content, texts));
    return cycleId;
  }

  /** Looks at the entries of a cycle whose last version nobody has compared. Safe to repeat. */
  async lookAtAll(em: SqlEntityManager, cycleId: string): Promise<void> {
    for (let after = null as string | null; ;) {
      const rows = await em.execute<{ id: string }[]>(
        `select e.id from entries.entry e left join entries.fingerprint f on f.id = e.id
         where e.cycle_id = ? and e.current_version > coalesce(f.version, 0) and (?::uuid is null or e.id > ?::uuid)
         order by e.id limit ?`,
        [cycleId, after, after, BATCH],
      );
      for (const { id } of rows) await this.look(em, id);
      after = rows.at(-1)?.id ?? null;
      if (after === null) return;
    }
  }

  /**
   * Makes an entry of a past edition known, so that later ones like it are found. Safe to repeat;
   * again, it replaces the texts.
   */
  async know(em: SqlEntityManager, { id, programme, cycleId, ...imported }: ImportedEntry): Promise<void> {
    await this.keep(em, { id, programme, cycleId, entryId: null, version: null, imported, language: null }, imported);
  }

  private async keep(em: SqlEntityManager, of: Known, text: ComparedText): Promise<void> {
    const marks = `{${marksOf(text).join()}}`;
    const { id, programme, cycleId, entryId, version, imported, language } = of;
    // Of two that come in at the same moment, the second sees the first.
    await em.execute(`select pg_advisory_xact_lock(hashtextextended(?, 0))`, [`fingerprints/${programme}`]);
    const kept = await em.execute<unknown[]>(
      `insert into entries.fingerprint (id, programme, cycle_id, entry_id, version, imported)
       values (?, ?, ?, ?, ?, ?::jsonb)
       on conflict (id) do update set version = excluded.version, imported = excluded.imported
         where coalesce(fingerprint.version, 0) <= coalesce(excluded.version, 0) returning 1`,
      [id, programme, cycleId, entryId, version, imported && JSON.stringify(imported)],
    );
    if (kept.length === 0) return;
    await em.execute('delete from entries.fingerprint_mark where id = ?', [id]);
    await em.execute('insert into entries.fingerprint_mark (mark, id) select distinct unnest(?::int[]), ?::uuid', [
      marks,
      id,
    ]);
    const candidates = await em.execute<Candidate[]>(
      `select f.id, f.imported, v.content, ${TEXTS_SQL} as texts from (${CANDIDATES}) m join entries.fingerprint f on f.id = m.id
       left join entries.entry_version v on v.entry_id = f.entry_id and v.version = f.version
       where f.programme = ?`,
      [language, marks, id, CANDIDATES_MAX, programme],
    );
    const pairs = candidates
      .flatMap((other) => {
        const found = alike(text, other.imported ?? comparedOf(other.content!, other.texts));
        const likeness = Math.max(found?.title ?? 0, found?.abstract ?? 0);
        return found ? [{ id: other.id, ...found, likeness }] : [];
      })
      .toSorted((a, b) => b.likeness - a.likeness)
      .slice(0, PAIRS_MAX);
    await em.execute('delete from entries.duplicate where (a = ? or b = ?)', [id, id]);
    for (const { id: other, title, abstract, likeness } of pairs) {
      const [a, b] = [id, other].toSorted();
      await em.execute(
        `insert into entries.duplicate (a, b, title, abstract, likeness) values (?, ?, ?, ?, ?)
         on conflict (a, b) do update set title = excluded.title, abstract = excluded.abstract, likeness = excluded.likeness`,
        [a, b, title, abstract, likeness],
      );
    }
  }
}

interface Known {
  id: string;
  programme: string;
  cycleId: string;
  entryId: string | null;
  version: number | null;
  imported: ImportedText | null;
  /** In which it and others are compared, where they are translated into it; null where its call names none. */
  language: string | null;
}

interface Candidate {
  id: string;
  imported: ImportedText | null;
  content: JsonObject | null;
  texts: JsonObject | null;
}

/** What of an entry's content is compared: in the language of its translation, where there is one. */
export function comparedOf(content: JsonObject, texts: JsonObject | null): ComparedText {
  const read = translated(content, texts ?? {});
  return { title: titleOf(read), abstract: typeof read['abstract'] === 'string' ? read['abstract'] : '' };
}
