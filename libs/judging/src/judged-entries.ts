import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { Outcome } from '#libs/contracts';
import { Stage } from '#libs/cycles';
import { UnitOfWork } from '#libs/platform';
import { sortedIds } from './order.js';

/** An entry as panels and results name it, by the version that was submitted last; without contacts. */
export interface JudgedEntry {
  id: string;
  cycleId: string;
  title: string;
  cityId: string;
  cityName: string;
  /** ISO 3166-1 alpha-2. */
  countryCode: string;
}

const SUMMARY = `select e.id, e.cycle_id as "cycleId", v.content ->> 'title' as title, e.city_id as "cityId", c.name as "cityName",
    c.country_code as "countryCode"
  from entries.entry e
  join entries.city c on c.id = e.city_id
  join entries.entry_version v on v.entry_id = e.id and v.version = e.current_version`;

/** Reads the entries that are judged. */
@Injectable()
export class JudgedEntries {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Ids of the entries that a stage judges, sorted: those to which a certified decision of a stage before it (directly or
   * through others) gave one of the outcomes it takes, without those withdrawn before the stage closed.
   */
  async inScope(em: SqlEntityManager, stage: Stage, takes: readonly Outcome[]): Promise<string[]> {
    const before = stagesBefore(stage, await em.find(Stage, { cycleId: stage.cycleId }));
    if (before.length === 0 || takes.length === 0) return [];
    const rows = await em.execute<{ id: string }[]>(
      `select e.id from judging.outcome o
       join judging.decision d on d.id = o.decision_id
       join entries.entry e on e.id = o.entry_id
       where d.cycle_id = ? and d.stage_key in (?) and o.outcome in (?)
         and (e.withdrawn_at is null or e.withdrawn_at >= ?::timestamptz)`,
      [stage.cycleId, before, [...takes], stage.closedAt ?? 'infinity'],
    );
    return sortedIds(rows.map(({ id }) => id));
  }

  /** The entries of these ids, by title, then id. */
  async find(ids: readonly string[]): Promise<JudgedEntry[]> {
    if (ids.length === 0) return [];
    return this.query<JudgedEntry>(`${SUMMARY} where e.id in (?) order by title, e.id`, [[...ids]]);
  }

  /** What an entry says, as submitted last; contact persons are kept elsewhere. Null for a draft. */
  async content(id: string): Promise<(JudgedEntry & { content: Record<string, unknown> }) | null> {
    const [entry] = await this.query<JudgedEntry & { content: Record<string, unknown> }>(
      `select s.*, v.content from (${SUMMARY} where e.id = ?) s
       join entries.entry e on e.id = s.id
       join entries.entry_version v on v.entry_id = e.id and v.version = e.current_version`,
      [id],
    );
    return entry ?? null;
  }

  /** The countries of cities, by city id. */
  async countries(cityIds: readonly string[]): Promise<Map<string, string>> {
    if (cityIds.length === 0) return new Map();
    const rows = await this.query<{ id: string; code: string }>(
      'select id, country_code as code from entries.city where id in (?)',
      [[...cityIds]],
    );
    return new Map(rows.map(({ id, code }) => [id, code]));
  }

  private query<T>(sql: string, parameters: unknown[]): Promise<T[]> {
    return this.unitOfWork.read((em) => em.execute<T[]>(sql, parameters));
  }
}

function stagesBefore(stage: Stage, all: readonly Stage[]): string[] {
  const found = new Set<string>();
  const visit = (keys: readonly string[]): void => {
    for (const key of keys) {
      if (found.has(key)) continue;
      found.add(key);
      visit(all.find((other) => other.key === key)?.after ?? []);
    }
  };
  visit(stage.after);
  return [...found];
}
