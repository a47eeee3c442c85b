import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { Said } from '#libs/contracts';
import type { Work } from '#libs/platform';

/** Whose data is asked for. */
export interface DataSubject {
  personId: string;
  /** In canonical form. */
  addresses: readonly string[];
  /** Cities of which nobody else is an owner who has accepted. */
  soleOwnerOf: readonly string[];
}

/** One kind of what is held about people: a query of `id` (text, unique within the kind) and `record` (jsonb). */
export interface PersonalRecords {
  kind: string;
  sql: string;
  values: unknown[];
}

/** When one kind of what names people ends by itself. What names them by id alone ends with the person. */
export interface RetentionRule {
  kind: string;
  /** From when the days count, in plain words. */
  from: string;
  /** As shipped; the secretariat may set another number. */
  days: number;
  /** Ends at most so many whose time began before; returns how many. Leaves out people under a legal hold. */
  end?(work: Work, before: Date, limit: number): Promise<number>;
  /** In place of `end`: the people to be erased, at most so many. Leaves out those under a legal hold. */
  people?(em: SqlEntityManager, before: Date, limit: number): Promise<string[]>;
}

/**
 * What a lib holds about people: exported by the lib that holds it, named in the app's
 * `PersonalDataApiModule`. Nothing that digests, counts or decisions are made of may be erased: ids
 * stay, names and addresses go.
 */
export interface PersonalDataSource {
  records(subject: DataSubject): PersonalRecords[];
  /** What the person still has to do before they can be erased, as messages; nothing when there is nothing. */
  obligations?(em: SqlEntityManager, subject: DataSubject): Promise<Said[]>;
  /** Erases what names the person; in the transaction that erases them. */
  erase?(work: Work, subject: DataSubject): Promise<void>;
  /** What of it ends by itself. */
  retention?: RetentionRule[];
}

/** A kind of records told by one table: its columns by name, and which of its rows are the person's. */
export const recordsOf = (
  kind: string,
  { from, id, columns, where }: { from: string; id: string; columns: readonly string[]; where: string },
  values: unknown[],
): PersonalRecords => ({
  kind,
  sql: `select (${id})::text as id, jsonb_build_object(${columns.map((column) => `'${named(column)}', ${column}`).join(', ')}) as record
    from ${from} where ${where}`,
  values,
});

/** `x.saved_at` as it is called outside: `savedAt`. */
const named = (column: string) =>
  column
    .split('.')
    .at(-1)!
    .replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
