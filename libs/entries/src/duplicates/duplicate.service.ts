import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { Stage, toInstant } from '#libs/cycles';
import { allows, Problem, type RequestContext, UnitOfWork } from '#libs/platform';
import { languagesOf } from '../stage-types/call-for-entries.type.js';
import { CycleDefinitions } from '../stage-types/cycle-definitions.js';
import { DuplicateFinder, comparedOf } from './duplicate-finder.js';
import { DuplicateMark, type ImportedText } from './duplicate.entities.js';
import { noSuchEntry, requireStaff } from '../entry/entry-access.js';
import type { EntryState } from '../entry/entry.entities.js';
import type { JsonObject } from '../form/json-pointer.js';
import { TEXTS_SQL } from '../entry/translation.queries.js';
import { entryPermissions } from '../permissions.js';
import { refusal } from '../refusals.words.js';

/** One of two entries that are alike, with the texts to compare. */
export interface ComparedEntry {
  id: string;
  cycleId: string;
  edition: string;
  /** Null for an entry of a past edition that was not run here. */
  version: number | null;
  state: EntryState | null;
  /** In the language that the cycle has entries judged in, where it is translated into that. */
  title: string;
  abstract: string;
  isTranslated: boolean;
  cityName: string;
  countryCode: string;
}

/** Two entries that are alike, side by side; a person says whether they are the same. */
export interface DuplicatePair {
  a: ComparedEntry;
  b: ComparedEntry;
  /** From 0 to 1; null where a text is too short to say. */
  likeness: { title: number | null; abstract: number | null };
  mark: Mark | null;
}

export interface NewMark {
  verdict: 'same' | 'different';
  reasonCode: string;
  reasonText?: string | undefined;
}

export interface Mark {
  verdict: 'same' | 'different';
  reasonCode: string;
  reasonText: string | null;
  markedBy: string;
  markedAt: string;
}

export interface DuplicateFilter {
  entryId?: string | undefined;
  /** Those that a person has marked, or has not. */
  marked?: boolean | undefined;
  after?: { likeness: number; a: string; b: string } | undefined;
  limit: number;
}

interface Row {
  a: Side;
  b: Side;
  likeness: number;
  title: number | null;
  abstract: number | null;
  verdict: Mark['verdict'] | null;
  reasonCode: string | null;
  reasonText: string | null;
  markedBy: string | null;
  markedAt: string | Date | null;
}
interface Side {
  id: string;
  cycleId: string;
  edition: string;
  version: number | null;
  state: EntryState | null;
  content: JsonObject | null;
  texts: JsonObject | null;
  imported: ImportedText | null;
  cityName: string | null;
  countryCode: string | null;
}

/** An entry of a pair as JSON, by the alias of its fingerprint. One parameter: the language to show it in. */
const side = (
  f: 'fa' | 'fb',
) => `(select jsonb_build_object('id', ${f}.id, 'cycleId', ${f}.cycle_id, 'edition', y.edition,
    'version', ${f}.version, 'state', e.state, 'content', v.content, 'texts', ${TEXTS_SQL}, 'imported', ${f}.imported, 'cityName', c.name,
    'countryCode', c.country_code)
  from cycles.cycle y left join entries.entry e on e.id = ${f}.entry_id
    left join entries.entry_version v on v.entry_id = e.id and v.version = ${f}.version
    left join entries.city c on c.id = e.city_id
  where y.id = ${f}.cycle_id)`;

/** Shows entries that are alike side by side, and keeps what people say of them; a machine never decides. */
@Injectable()
export class DuplicateService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly definitions: CycleDefinitions,
    private readonly finder: DuplicateFinder,
  ) {}

  /** Pairs with an entry of this cycle, the most alike first. For the staff; throws `not-found` for others. */
  async list(
    { principal }: RequestContext,
    cycleId: string,
    filter: DuplicateFilter,
  ): Promise<(DuplicatePair & { likest: number })[]> {
    return this.unitOfWork.read(async (em) => {
      const programme = await this.definitions.programmeOf(cycleId);
      if (!allows(entryPermissions.readUndecided, principal, { programme, cycleId })) throw noSuchEntry();
      const { entryId, marked, after, limit } = filter;
      // A past edition has no stages.
      const stage = await em.findOne(Stage, { cycleId }, { orderBy: { position: 'asc' } });
      const languages = stage ? languagesOf(await this.definitions.of(em, stage)) : {};
      const language = Object.values(languages)[0]?.authoritative ?? null;
      const rows = await em.execute<Row[]>(
        `select ${side('fa')} as a, ${side('fb')} as b, d.likeness, d.title, d.abstract, m.verdict,
           m.reason_code as "reasonCode", m.reason_text as "reasonText", m.marked_by as "markedBy", m.marked_at as "markedAt"
         from entries.duplicate d join entries.fingerprint fa on fa.id = d.a join entries.fingerprint fb on fb.id = d.b
         left join lateral (
           select * from entries.duplicate_mark where a = d.a and b = d.b order by sequence desc limit 1
         ) m on true
         where ? in (fa.cycle_id, fb.cycle_id)
           ${entryId ? 'and ? in (d.a, d.b)' : ''}
           ${marked === undefined ? '' : `and m.verdict is ${marked ? 'not null' : 'null'}`}
           ${after ? 'and (-d.likeness, d.a, d.b) > (-?::real, ?, ?)' : ''}
         order by d.likeness desc, d.a, d.b limit ?`,
        [
          language,
          language,
          cycleId,
          ...(entryId ? [entryId] : []),
          ...(after ? [after.likeness, after.a, after.b] : []),
          limit,
        ],
      );
      return rows.map((row) => ({ ...pairOf(row), likest: row.likeness }));
    });
  }

  /** Looks again for what is like an entry. Throws `not-found`. */
  async search(context: RequestContext, cycleId: string, entryId: string): Promise<void> {
    await this.unitOfWork.run(context, async (work) => {
      requireStaff(
        context,
        { programme: await this.definitions.programmeOf(cycleId), cycleId },
        entryPermissions.markDuplicate,
      );
      await requireSubmitted(work.em, cycleId, entryId);
      await this.finder.look(work.em, entryId);
    });
  }

  /** Keeps what a person says of a pair that was found; a later word replaces an earlier one. Throws `not-found`. */
  async mark(context: RequestContext, cycleId: string, ids: [string, string], given: NewMark): Promise<Mark> {
    return this.unitOfWork.run(context, async (work) => {
      requireStaff(
        context,
        { programme: await this.definitions.programmeOf(cycleId), cycleId },
        entryPermissions.markDuplicate,
      );
      const [a, b] = ids.toSorted() as [string, string];
      const [pair] = await work.em.execute<unknown[]>(
        `select 1 from entries.duplicate d join entries.fingerprint f on f.id in (d.a, d.b) and f.cycle_id = ?
         where d.a = ? and d.b = ? for update of d`,
        [cycleId, a, b],
      );
      if (!pair) throw new Problem('not-found', refusal('duplicate.none'));
      const before = await work.em.count(DuplicateMark, { a, b });
      const mark = {
        verdict: given.verdict,
        reasonCode: given.reasonCode,
        reasonText: given.reasonText ?? null,
        markedBy: context.actor.id,
        markedAt: await work.now(),
      };
      await work.em.insert(DuplicateMark, { a, b, sequence: before + 1, ...mark });
      return { ...mark, markedAt: toInstant(mark.markedAt) };
    });
  }
}

async function requireSubmitted(em: SqlEntityManager, cycleId: string, entryId: string): Promise<void> {
  const [row] = await em.execute<unknown[]>(
    'select 1 from entries.entry where id = ? and cycle_id = ? and current_version > 0',
    [entryId, cycleId],
  );
  if (!row) throw new Problem('not-found', refusal('entry.noneSubmitted'));
}

function pairOf({ a, b, title, abstract, verdict, reasonCode, reasonText, markedBy, markedAt }: Row): DuplicatePair {
  const mark = verdict && {
    verdict,
    reasonCode: reasonCode!,
    reasonText,
    markedBy: markedBy!,
    markedAt: toInstant(new Date(markedAt!)),
  };
  return { a: shown(a), b: shown(b), likeness: { title, abstract }, mark };
}

function shown({
  id,
  cycleId,
  edition,
  version,
  state,
  content,
  texts,
  imported,
  cityName,
  countryCode,
}: Side): ComparedEntry {
  const of = { id, cycleId, edition, version, state, isTranslated: texts !== null };
  if (imported) return { ...of, ...imported };
  return { ...of, ...comparedOf(content ?? {}, texts), cityName: cityName ?? '', countryCode: countryCode ?? '' };
}
