import { type EntityManager, IsolationLevel } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { toInstant } from '#libs/cycles';
import { ENTRIES_SQL, type EntryFilter, STANDING_SQL, allOf, conditionsOf } from '../eligibility/entry-filter.js';
import { FIRST_SQL, STANDS_SQL } from '../entry/translation.queries.js';
import { REGION_SQL } from '../cities/city.queries.js';
import type { ExportedEntry } from './columns.rules.js';

const BATCH = 100;
/** Whoever reads nothing for so long begins again: a snapshot keeps the database from tidying up. */
const IDLE = '15min';

type Row = Omit<ExportedEntry, 'people' | 'submittedAt'> & {
  submittedAt: string | Date;
  submittedBy: string;
  contacts: NonNullable<ExportedEntry['people']>['contacts'] | null;
};

/** The received entries of a cycle as they all were in one moment, however long their reading takes. */
export class Snapshot {
  private constructor(
    private readonly em: SqlEntityManager,
    private readonly cycleId: string,
    private readonly filter: EntryFilter,
  ) {}

  /** Takes it; end it in any case. */
  static async take(source: EntityManager, cycleId: string, filter: EntryFilter): Promise<Snapshot> {
    const em = source.fork({ clear: true, useContext: false }) as SqlEntityManager;
    await em.begin({ isolationLevel: IsolationLevel.REPEATABLE_READ, readOnly: true });
    // The time that a request may take ends a transaction that is open for writing; this one hinders nobody.
    await em.execute(`set local transaction_timeout = 0`);
    await em.execute(`set local idle_in_transaction_session_timeout = '${IDLE}'`);
    return new Snapshot(em, cycleId, filter);
  }

  async count(): Promise<number> {
    const { sql, values } = this.condition();
    const [row] = await this.em.execute<{ count: number }[]>(
      `select count(*)::int as count ${ENTRIES_SQL} where ${sql}`,
      values,
    );
    return row!.count;
  }

  /** Each entry by its id, read in batches; with the people named in it where asked. */
  async *entries(personal: boolean): AsyncGenerator<ExportedEntry> {
    const { sql, values } = this.condition();
    for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
      const rows = await this.em.execute<Row[]>(
        `select e.id, e.state, v.version, v.digest, v.submitted_at as "submittedAt", v.late, v.early, v.reopening_id is not null as "afterReopening", ${PAPER} as paper, k.outcome, v.content, v.language, ${TRANSLATIONS} as translations,
           v.submitted_by as "submittedBy",
           jsonb_build_object('id', c.id, 'name', c.name, 'countryCode', c.country_code, 'territory', c.territory, 'kind', c.kind,
             'region', ${REGION_SQL}, 'population', c.population) as city,
           ${personal ? CONTACTS : 'null'} as contacts
         ${ENTRIES_SQL} where ${sql} and e.id > ? order by e.id limit ?`,
        [...values, after, BATCH],
      );
      for (const { submittedAt, submittedBy, contacts, ...row } of rows)
        yield {
          ...row,
          submittedAt: toInstant(new Date(submittedAt)),
          ...(personal ? { people: { submittedBy, contacts: contacts ?? [] } } : {}),
        };
      if (rows.length < BATCH) return;
      after = rows.at(-1)!.id;
    }
  }

  async end(): Promise<void> {
    await this.em.rollback();
  }

  private condition() {
    const conditions = conditionsOf(this.filter);
    const received = { sql: `e.cycle_id = ? and ${STANDING_SQL.received}`, values: [this.cycleId] };
    return allOf([received, ...conditions]);
  }
}

const TRANSLATIONS = `coalesce((select jsonb_agg(jsonb_build_object('language', t.language, 'source', t.source, 'tool', t.tool,
    'digest', t.digest, 'content', t.content) order by ${FIRST_SQL})
  from entries.translation t where t.entry_id = e.id and t.entry_version = v.version and ${STANDS_SQL}), '[]')`;
/** What the entry came on, whatever version is the last one by now. */
const PAPER = `(select jsonb_build_object('means', p.means, 'seconded', p.seconded_by is not null, 'arrivedAt',
    to_char(p.arrived_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
  from entries.paper p where p.entry_id = e.id and p.version is not null)`;
const CONTACTS = `(select jsonb_agg(jsonb_build_object('name', n.name, 'office', n.office, 'email', n.email, 'phone', n.phone)
  order by n.position) from entries.entry_contact n where n.entry_id = e.id)`;
