import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { toInstant } from '#libs/cycles';
import { Problem, type RequestContext, UnitOfWork, holds } from '#libs/platform';
import { City } from './city.entity.js';
import { verifyContent } from './content-digest.rules.js';
import { CycleDefinitions } from './cycle-definitions.js';
import { actsFor, citiesOf, isStaff, mayRead, noSuchEntry } from './entry.access.js';
import { type EntrySummary, summaryOf } from './entry.answers.js';
import { EntryContact } from './entry-contact.entity.js';
import { EntryVersion } from './entry-version.entity.js';
import { Entry, type EntryState } from './entry.entity.js';
import type { Contact } from './entry.service.js';
import type { JsonObject } from './json-pointer.js';
import { Receipt } from './receipt.entity.js';

/** A submitted version, without its content. */
export interface SubmittedVersion {
  version: number;
  digest: string;
  submittedAt: string;
  late: boolean;
  /** Only for whose entry it is, and the secretariat. */
  receiptId: string | null;
}

/** An entry as its city and the staff read it. */
export interface EntryAnswer extends EntrySummary {
  content: JsonObject;
  /** Empty for those who need not write to them. */
  contacts: Contact[];
  versions: SubmittedVersion[];
}

/** What a receipt is good for. */
export interface ReceiptVerification {
  receiptId: string;
  version: number;
  digest: string;
  digestAlgorithm: string;
  at: string;
  /** Do the stored fields still give the digest? */
  verifies: boolean;
  /** How many fields were erased since; their digests stand for them. */
  erasedFields: number;
}

/** How many entries of a cycle: ever submitted; found valid by a person; valid and not withdrawn since. */
export interface EntryCounts {
  drafts: number;
  received: number;
  withdrawn: number;
  valid: number;
  eligible: number;
}

/** Reads entries for their cities and the staff, and verifies receipts for anybody. */
@Injectable()
export class EntryReader {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly definitions: CycleDefinitions,
  ) {}

  /** One entry with its draft and versions. Throws `not-found` also for whoever may not see it. */
  async get({ principal }: RequestContext, entryId: string): Promise<EntryAnswer> {
    return this.unitOfWork.read(async (em) => {
      const entry = await em.findOne(Entry, { id: entryId });
      if (!entry) throw noSuchEntry();
      const { cycleId, cityId } = entry;
      const scope = { programme: await this.definitions.programmeOf(cycleId), cycleId, cityId };
      if (!mayRead(principal, scope)) throw noSuchEntry();
      const close = actsFor(principal, scope) || isStaff(principal, scope);
      const city = await em.findOneOrFail(City, { id: cityId });
      const contacts = close ? await em.find(EntryContact, { entryId }, { orderBy: { position: 'asc' } }) : [];
      return {
        ...summaryOf(entry, city),
        content: entry.draft,
        contacts: contacts.map(({ name, office, email, phone }) => ({
          name,
          office: office ?? null,
          email,
          phone: phone ?? null,
        })),
        versions: await versionsOf(em, entryId, close),
      };
    });
  }

  /** One page of a cycle's entries, by id: all for those who may read all, a city's people see theirs. */
  async list(
    { principal }: RequestContext,
    cycleId: string,
    page: { after: string | undefined; limit: number; state?: EntryState | undefined },
  ): Promise<EntrySummary[]> {
    return this.unitOfWork.read(async (em) => {
      const scope = { programme: await this.definitions.programmeOf(cycleId), cycleId };
      const all = holds(principal, ['secretariat', 'organiser', 'auditor'], scope);
      const own = citiesOf(principal).filter((cityId) => actsFor(principal, { ...scope, cityId }));
      const entries = await em.find(
        Entry,
        {
          cycleId,
          ...(all ? {} : { cityId: { $in: own } }),
          ...(page.state ? { state: page.state } : {}),
          ...(page.after ? { id: { $gt: page.after } } : {}),
        },
        { orderBy: { id: 'asc' }, limit: page.limit },
      );
      const cities = await em.find(City, { id: { $in: [...new Set(entries.map(({ cityId }) => cityId))] } });
      const byId = new Map(cities.map((city) => [city.id, city]));
      return entries.map((entry) => summaryOf(entry, byId.get(entry.cityId)!));
    });
  }

  /** How a cycle's entries stand; for the staff, as it says what is not decided yet. */
  async counts(cycleId: string): Promise<EntryCounts> {
    return this.unitOfWork.read(async (em) => {
      await this.definitions.programmeOf(cycleId);
      const [row] = await em.execute<EntryCounts[]>(
        `select count(*) filter (where e.state = 'draft')::int as drafts,
           count(*) filter (where e.current_version > 0)::int as received,
           count(*) filter (where e.state = 'withdrawn')::int as withdrawn,
           count(*) filter (where c.outcome = 'valid')::int as valid,
           count(*) filter (where c.outcome = 'valid' and e.state = 'submitted')::int as eligible
         from entries.entry e left join lateral (
           select outcome from entries.eligibility_check
           where entry_id = e.id and entry_version = e.current_version order by sequence desc limit 1
         ) c on true
         where e.cycle_id = ?`,
        [cycleId],
      );
      return row!;
    });
  }

  /**
   * Verifies what a receipt stands for: the digest is made again from the stored fields, and each field that was not erased
   * is compared with its own digest. Says nothing about whose entry it is. Throws `not-found`.
   */
  async verifyReceipt(receiptId: string): Promise<ReceiptVerification> {
    return this.unitOfWork.read(async (em) => {
      const receipt = await em.findOne(Receipt, { id: receiptId });
      if (!receipt) throw new Problem('not-found', 'There is no such receipt.');
      const { entryId, version, digest, at } = receipt;
      const stored = await em.findOneOrFail(EntryVersion, { entryId, version });
      const { faults, erased } = verifyContent({ ...stored, digest });
      return {
        receiptId,
        version,
        digest,
        digestAlgorithm: stored.digestAlgorithm,
        at: toInstant(at),
        verifies: faults.length === 0,
        erasedFields: erased.length,
      };
    });
  }
}

async function versionsOf(em: SqlEntityManager, entryId: string, close: boolean): Promise<SubmittedVersion[]> {
  const versions = await em.find(
    EntryVersion,
    { entryId },
    { fields: ['version', 'digest', 'submittedAt', 'late'], orderBy: { version: 'asc' } },
  );
  const receipts = close ? await em.find(Receipt, { entryId }) : [];
  const receiptOf = new Map(receipts.map(({ version, id }) => [version, id]));
  return versions.map(({ version, digest, submittedAt, late }) => ({
    version,
    digest,
    submittedAt: toInstant(submittedAt),
    late,
    receiptId: receiptOf.get(version) ?? null,
  }));
}
