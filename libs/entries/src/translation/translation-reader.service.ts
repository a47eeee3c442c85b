import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { StageRef } from '#libs/contracts';
import { Stage, type ZonedInstant, requireStage, toInstant, zoned } from '#libs/cycles';
import { allows, Problem, type RequestContext, UnitOfWork } from '#libs/platform';
import { callForEntries, languagesOf } from '../stage-types/call-for-entries.type.js';
import { CycleDefinitions } from '../stage-types/cycle-definitions.js';
import { eligibility } from '../stage-types/eligibility.type.js';
import { mayRead, noSuchEntry } from '../entry/entry-access.js';
import { UNTITLED } from '../entry/entry-answers.js';
import { Entry } from '../entry/entry.entities.js';
import type { JsonObject } from '../form/json-pointer.js';
import type { CallLanguages, TranslationSource } from '../stage-types/language.rules.js';
import { Translation, TranslationWithdrawal } from '../entry/translation.entities.js';
import { verifyTranslation } from '../entry/translation.rules.js';
import { AUTHORITATIVE_SQL, STANDS_SQL, UNTRANSLATED_SQL, authoritativeOf } from '../entry/translation.queries.js';
import { entryPermissions } from '../permissions.js';
import { refusal } from '../refusals.words.js';

/** A translation without its texts. */
export interface TranslationSummary {
  id: string;
  entryId: string;
  /** The submitted version it is of, that version's digest, and whether it is the last one. */
  version: number;
  originalDigest: string;
  isOfLast: boolean;
  language: string;
  source: TranslationSource;
  tool: string | null;
  digest: string;
  digestAlgorithm: string;
  addedBy: string;
  addedAt: string;
  /** Null while it counts. */
  withdrawn: { by: string; at: string; reasonCode: string } | null;
}

export interface TranslationAnswer extends TranslationSummary {
  /** The texts alone. */
  content: JsonObject;
  /** Do the stored texts, and what they are of, still give the digest? */
  verifies: boolean;
  /** How many texts were erased since; their own digests stand for them. */
  erasedTexts: number;
}

/** A submitted entry that is in no form in the authoritative language of its call. */
export interface UntranslatedEntry {
  entryId: string;
  /** The last version, and its digest: what is to be translated. */
  version: number;
  digest: string;
  title: string;
  city: { id: string; name: string; countryCode: string };
  /** What it is written in; null where nobody has said. */
  language: string | null;
  /** The last version before it of which a translation stands; null without. */
  translatedVersion: number | null;
}

/** Entries to be translated: into which language, and until when eligibility waits for it; null where nothing does. */
export interface UntranslatedEntries {
  into: string | null;
  by: ZonedInstant | null;
  entries: UntranslatedEntry[];
}

/** Shows translations to cities and the staff, and what has yet to be translated. */
@Injectable()
export class TranslationReaderService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly definitions: CycleDefinitions,
  ) {}

  /** One page of an entry's translations, oldest first; withdrawn ones too. Throws `not-found`. */
  async list(
    context: RequestContext,
    entryId: string,
    { after, limit }: { after: string | undefined; limit: number },
  ): Promise<TranslationSummary[]> {
    return this.unitOfWork.read(async (em) => {
      const { currentVersion } = await this.readable(em, context, entryId);
      const rows = await em.find(
        Translation,
        { entryId, ...(after ? { id: { $gt: after } } : {}) },
        { orderBy: { id: 'asc' }, limit, exclude: ['content', 'salts', 'hmacs'] },
      );
      const withdrawals = await em.find(TranslationWithdrawal, { translationId: { $in: rows.map(({ id }) => id) } });
      const withdrawalOf = new Map(withdrawals.map((one) => [one.translationId, one]));
      return rows.map((row) => translationSummaryOf(row, withdrawalOf.get(row.id) ?? null, currentVersion));
    });
  }

  /** One translation with its texts, verified against its digest. Throws `not-found`. */
  async get(context: RequestContext, entryId: string, translationId: string): Promise<TranslationAnswer> {
    return this.unitOfWork.read(async (em) => {
      const { currentVersion } = await this.readable(em, context, entryId);
      const row = await em.findOne(Translation, { id: translationId, entryId });
      if (!row) throw noSuchTranslation();
      const withdrawal = await em.findOne(TranslationWithdrawal, { translationId });
      const { originalDigest: original, language, source, tool = null } = row;
      const { faults, erased } = verifyTranslation({ ...row, attachments: {} }, { original, language, source, tool });
      return {
        ...translationSummaryOf(row, withdrawal, currentVersion),
        content: row.content,
        verifies: faults.length === 0,
        erasedTexts: erased.length,
      };
    });
  }

  /**
   * One page of the submitted entries of a call that lack a translation into its authoritative
   * language, by id; none where the call names no languages. For those who read everything; throws
   * `not-found` for others.
   */
  async untranslated(
    { principal }: RequestContext,
    ref: StageRef,
    { after, limit }: { after: string | undefined; limit: number },
  ): Promise<UntranslatedEntries> {
    return this.unitOfWork.read(async (em) => {
      const programme = await this.definitions.programmeOf(ref.cycleId);
      if (!allows(entryPermissions.listUntranslated, principal, { programme, cycleId: ref.cycleId }))
        throw noSuchCall();
      const call = await requireStage(em, ref);
      if (call.type !== callForEntries.key) throw noSuchCall();
      const languages = languagesOf(await this.definitions.of(em, call));
      const into = languages[call.key]?.authoritative ?? null;
      if (into === null) return { into, by: null, entries: [] };
      const calls = authoritativeOf(languages);
      const entries = await em.execute<UntranslatedEntry[]>(
        `select e.id as "entryId", v.version, v.digest, coalesce(v.content ->> 'title', ?) as title, v.language,
           jsonb_build_object('id', c.id, 'name', c.name, 'countryCode', c.country_code) as city, (
             select max(t.entry_version) from entries.translation t
             where t.entry_id = e.id and entries.is_in(t.language, ${AUTHORITATIVE_SQL}) and ${STANDS_SQL}
           ) as "translatedVersion"
         ${UNTRANSLATED_ENTRIES} ${after ? 'and e.id > ?' : ''} order by e.id limit ?`,
        [UNTITLED, calls, ...untranslatedIn(call, calls), ...(after ? [after] : []), limit],
      );
      return { into, by: await closeOfEligibility(em, call), entries };
    });
  }

  private async readable(em: SqlEntityManager, { principal }: RequestContext, entryId: string): Promise<Entry> {
    const entry = await em.findOne(Entry, { id: entryId });
    if (!entry) throw noSuchEntry();
    const { cycleId, cityId } = entry;
    const scope = { programme: await this.definitions.programmeOf(cycleId), cycleId, cityId };
    if (!mayRead(principal, scope)) throw noSuchEntry();
    return entry;
  }
}

const UNTRANSLATED_ENTRIES = `from entries.entry e join entries.city c on c.id = e.city_id
  join entries.entry_version v on v.entry_id = e.id and v.version = e.current_version
  where e.cycle_id = ? and e.stage_key = ? and e.state = 'submitted' and ${UNTRANSLATED_SQL}`;

const untranslatedIn = ({ cycleId, key }: Stage, calls: string) => [cycleId, key, calls, calls];

/** How many submitted entries of a call lack a translation into its authoritative language. */
export async function countUntranslated(
  em: SqlEntityManager,
  call: Stage,
  languages: Readonly<Record<string, CallLanguages>>,
): Promise<number> {
  const [row] = await em.execute<{ count: number }[]>(
    `select count(*)::int as count ${UNTRANSLATED_ENTRIES}`,
    untranslatedIn(call, authoritativeOf(languages)),
  );
  return row!.count;
}

/** When the first eligibility of a cycle closes; null when none is to come any more. */
async function closeOfEligibility(em: SqlEntityManager, { cycleId }: Stage): Promise<ZonedInstant | null> {
  const states = { $in: ['scheduled', 'open'] } as { $in: Stage['state'][] };
  const stage = await em.findOne(
    Stage,
    { cycleId, type: eligibility.key, state: states },
    { orderBy: { hardCloseAt: 'asc' } },
  );
  return stage && zoned(toInstant(stage.hardCloseAt), stage.zone);
}

type Summarised = Pick<
  Translation,
  | 'id'
  | 'entryId'
  | 'entryVersion'
  | 'originalDigest'
  | 'language'
  | 'source'
  | 'tool'
  | 'digest'
  | 'digestAlgorithm'
  | 'addedBy'
  | 'addedAt'
>;

export const translationSummaryOf = (
  { entryVersion: version, addedAt, tool, ...row }: Summarised,
  withdrawal: TranslationWithdrawal | null,
  currentVersion: number,
): TranslationSummary => ({
  id: row.id,
  entryId: row.entryId,
  version,
  originalDigest: row.originalDigest,
  isOfLast: version === currentVersion,
  language: row.language,
  source: row.source,
  tool: tool ?? null,
  digest: row.digest,
  digestAlgorithm: row.digestAlgorithm,
  addedBy: row.addedBy,
  addedAt: toInstant(addedAt),
  withdrawn: withdrawal && {
    by: withdrawal.withdrawnBy,
    at: toInstant(withdrawal.withdrawnAt),
    reasonCode: withdrawal.reasonCode,
  },
});

export const noSuchTranslation = () => new Problem('not-found', refusal('translation.none'));
const noSuchCall = () => new Problem('not-found', refusal('cycle.noCall'));
