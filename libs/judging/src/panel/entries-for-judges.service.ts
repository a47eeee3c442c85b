import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { Stage, type StageType, definitionOf, requireStage } from '#libs/cycles';
import type { StageRef } from '#libs/contracts';
import {
  type AuthoritativeTitle,
  CycleDefinitions,
  type JsonObject,
  type TranslationSource,
  authoritativeTitles,
  authoritativeTranslation,
  formFor,
  languagesOf,
  translated,
  visibleTo,
} from '#libs/entries';
import { UnitOfWork } from '#libs/platform';
import { sortedIds } from '../counting/order.js';

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

/**
 * The same for those who judge: its title in the language it is judged in, and whose translation
 * that is; null where it is the original's.
 */
export interface EntryToJudge extends JudgedEntry {
  translatedBy: TranslationSource | null;
}

/** An entry in the language it is judged in, whole: its texts a translation's, all else as it was submitted. */
export interface ShownTranslation {
  /** Tag of BCP 47. */
  language: string;
  source: TranslationSource;
  /** What a machine's was made with; null of others. */
  tool: string | null;
  /** The submitted version it is of, and whether that is the one that is judged. */
  version: number;
  isOfLast: boolean;
  content: JsonObject;
}

/** What an entry says to those who judge it. */
export interface JudgedContent extends EntryToJudge {
  /** As it was submitted last. */
  content: JsonObject;
  /** What that is written in; null where nobody was asked. */
  language: string | null;
  /**
   * To be read first where it is there; null where the original is in the language it is judged in,
   * or nobody has translated it.
   */
  translation: ShownTranslation | null;
}

const SUMMARY = `select e.id, e.cycle_id as "cycleId", v.content ->> 'title' as title, e.city_id as "cityId", c.name as "cityName",
    c.country_code as "countryCode"
  from entries.entry e
  join entries.city c on c.id = e.city_id
  join entries.entry_version v on v.entry_id = e.id and v.version = e.current_version`;

/** What of a stage's type says which entries it judges. */
type ScopeOfType = Pick<StageType, 'takes' | 'admitsLate'>;

/** Reads the entries that are judged. */
@Injectable()
export class EntriesForJudgesService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly definitions: CycleDefinitions,
  ) {}

  /**
   * Ids of the entries that a stage judges, sorted: those to which a decision of a stage before it
   * (directly or through others) gave one of the outcomes it takes, without those withdrawn before
   * the stage closed. A decision that supersedes another one counts when it was in force at the
   * close; where nothing comes in late, it brings in only whom it brought in at the opening.
   */
  async inScope(em: SqlEntityManager, stage: Stage, { takes, admitsLate }: ScopeOfType): Promise<string[]> {
    const before = stagesBefore(stage, await em.find(Stage, { cycleId: stage.cycleId }, { disableIdentityMap: true }));
    if (before.length === 0 || takes.length === 0) return [];
    const opened = admitsLate ? null : stage.openedAt;
    // A stage's own decision was there before any stage after it could open.
    const given = `select o.entry_id from judging.outcome o
       where o.outcome in (?) and o.decision_id in (
         select distinct on (d.stage_key) d.id from judging.decision d
         where d.cycle_id = ? and d.stage_key in (?) and d.state = 'certified'
           and (d.number = 1 or d.certified_at <= ?::timestamptz)
         order by d.stage_key, d.number desc)`;
    const givenAt = (at: Date | null | undefined) => [[...takes], stage.cycleId, before, at ?? 'infinity'];
    const rows = await em.execute<{ id: string }[]>(
      `select e.id from entries.entry e
       where e.id in (${given}) ${opened ? `and e.id in (${given})` : ''}
         and (e.withdrawn_at is null or e.withdrawn_at >= ?::timestamptz)`,
      [...givenAt(stage.closedAt), ...(opened ? givenAt(opened) : []), stage.closedAt ?? 'infinity'],
    );
    return sortedIds(rows.map(({ id }) => id));
  }

  /** The entries of these ids, by title, then id. */
  async find(ids: readonly string[]): Promise<JudgedEntry[]> {
    if (ids.length === 0) return [];
    return this.query<JudgedEntry>(`${SUMMARY} where e.id in (?) order by title, e.id`, [[...ids]]);
  }

  /** Entries for those who judge in a stage: with the titles they read. */
  async findToJudge(ref: StageRef, ids: readonly string[]): Promise<EntryToJudge[]> {
    if (ids.length === 0) return [];
    const found = await this.find(ids);
    const titles = await this.unitOfWork.read(async (em) => {
      const definition = await definitionOf(em, await requireStage(em, ref));
      return authoritativeTitles(em, ids, languagesOf(definition));
    });
    return found.map((entry) => toJudge(entry, titles.get(entry.id)));
  }

  /**
   * What an entry says to those who judge it, as submitted last: what its form shows them, and of a
   * translation the same. Null for a draft.
   */
  async content(id: string): Promise<JudgedContent | null> {
    type Row = JudgedEntry & {
      content: JsonObject;
      language: string | null;
      revision: number;
      resubmissionOf: string | null;
    };
    const [row] = await this.query<Row>(
      `select s.*, v.content, v.language, v.revision, e.resubmission_of as "resubmissionOf" from (${SUMMARY} where e.id = ?) s
       join entries.entry e on e.id = s.id
       join entries.entry_version v on v.entry_id = e.id and v.version = e.current_version`,
      [id],
    );
    if (!row) return null;
    const { content, language, revision, resubmissionOf, ...entry } = row;
    return this.unitOfWork.read(async (em) => {
      const shownBy = async (form: number, whole: JsonObject): Promise<JsonObject> => {
        const definition = await this.definitions.of(em, { cycleId: entry.cycleId, revision: form });
        return visibleTo('judges', formFor(definition, { resubmissionOf }), whole);
      };
      const definition = await this.definitions.of(em, { cycleId: entry.cycleId, revision });
      const found = await authoritativeTranslation(em, id, languagesOf(definition));
      const translation = found && {
        language: found.language,
        source: found.source,
        tool: found.tool,
        version: found.version,
        isOfLast: found.isOfLast,
        content: await shownBy(found.revision, translated(found.original, found.content)),
      };
      return {
        ...toJudge(entry, found),
        content: await shownBy(revision, content),
        language,
        translation,
      };
    });
  }

  /**
   * Which of these people are behind these entries, as contact or by submitting: behind the entry
   * itself, or another of its city.
   */
  async peopleBehind(
    entryIds: readonly string[],
    personIds: readonly string[],
  ): Promise<{ entryId: string; personId: string; own: boolean }[]> {
    if (entryIds.length === 0 || personIds.length === 0) return [];
    return this.query(
      `select j.id as "entryId", b.person_id as "personId", bool_or(b.entry_id = j.id) as own
       from entries.entry j
       join entries.entry e on e.cycle_id = j.cycle_id and e.city_id = j.city_id and (e.id = j.id or e.state <> 'withdrawn')
       join (
         select c.entry_id, a.person_id::text as person_id from entries.entry_contact c
         join identity.person_address a on a.address = lower(btrim(c.email)) where a.person_id in (?)
         union
         select v.entry_id, v.submitted_by from entries.entry_version v where v.submitted_by in (?)
       ) b on b.entry_id = e.id
       where j.id in (?) group by j.id, b.person_id`,
      [[...personIds], [...personIds], [...entryIds]],
    );
  }

  /** Of these cities, those that were merged into another one, with that. */
  async merged(cityIds: readonly string[]): Promise<Map<string, string>> {
    if (cityIds.length === 0) return new Map();
    const rows = await this.query<{ id: string; into: string }>(
      'select id, merged_into as into from entries.city where id in (?) and merged_into is not null',
      [[...cityIds]],
    );
    return new Map(rows.map(({ id, into }) => [id, into]));
  }

  /**
   * What cities count as by the list of the cycle's programme: keys of territories that are part of
   * no other, by city id.
   */
  async countries(cycleId: string, cityIds: readonly string[]): Promise<Map<string, string>> {
    if (cityIds.length === 0) return new Map();
    const rows = await this.query<{ id: string; country: string }>(
      `select distinct on (c.id) c.id, coalesce(t.part_of, t.key, c.country_code) as country from entries.city c
       join cycles.cycle y on y.id = ?
       left join entries.territory t on t.programme = y.programme
         and (t.key = c.territory or (c.territory is null and t.iso_code = c.country_code))
       where c.id in (?) order by c.id, t.key`,
      [cycleId, [...cityIds]],
    );
    return new Map(rows.map(({ id, country }) => [id, country]));
  }

  /** The same of ISO codes and keys of territories; one that the list does not have counts as itself. */
  async countriesOf(cycleId: string, named: readonly string[]): Promise<string[]> {
    if (named.length === 0) return [];
    const rows = await this.query<{ country: string }>(
      `select distinct coalesce(t.part_of, t.key, named) as country from jsonb_array_elements_text(?::jsonb) named
       join cycles.cycle y on y.id = ?
       left join entries.territory t on t.programme = y.programme and (t.key = named or t.iso_code = named)`,
      [JSON.stringify(named), cycleId],
    );
    return rows.map(({ country }) => country);
  }

  private query<T>(sql: string, parameters: unknown[]): Promise<T[]> {
    return this.unitOfWork.read((em) => em.execute<T[]>(sql, parameters));
  }
}

/** A translation of an earlier version names nothing: the title may be another one by now. */
function toJudge(entry: JudgedEntry, translation: AuthoritativeTitle | null | undefined): EntryToJudge {
  if (!translation?.isOfLast) return { ...entry, translatedBy: null };
  return { ...entry, title: translation.title ?? entry.title, translatedBy: translation.source };
}

/** Keys of the stages before one, directly or through others. */
export function stagesBefore(stage: Stage, all: readonly Stage[]): string[] {
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
