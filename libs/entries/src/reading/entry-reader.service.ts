import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { FieldError, Language, WindowStepKey } from '#libs/contracts';
import { type CityInstant, requireStage, toInstant, zonedForCity } from '#libs/cycles';
import { actsFor } from '#libs/identity';
import { Problem, type RequestContext, UnitOfWork } from '#libs/platform';
import { Attachment, SupportingReceipt } from '../attachments/attachment.entities.js';
import { City } from '../cities/city.entities.js';
import { verifyContent } from '../form/content-digest.rules.js';
import { CycleDefinitions } from '../stage-types/cycle-definitions.js';
import { isAllowed, mayRead, noSuchEntry } from '../entry/entry-access.js';
import { type EntrySummary, summaryOf } from '../entry/entry-answers.js';
import { Entry, EntryContact, type EntrySection, EntryVersion } from '../entry/entry.entities.js';
import { faultsOf, formsOf } from '../entry/entry-form.js';
import { type FrameworkAnswer, type ResubmissionAnswer, frameworkOf, resubmissionOf } from '../draft/entry-links.js';
import { type FormSection, sectionsOf } from '../form/form-sections.js';
import { contentOf, savedSections } from '../entry/entry-sections.js';
import { type Contact, contactOf } from '../draft/section.service.js';
import type { Form } from '../form/form.js';
import { type JsonObject, tokensOf } from '../form/json-pointer.js';
import { Receipt } from '../submit/submit.entities.js';
import { type PaperAnswer, paperAnswer, papersWhere } from '../draft/paper.queries.js';
import { type ReopeningAnswer, reopeningAnswer, reopeningsOf } from '../more-time/reopening.queries.js';
import { Signatory } from '../draft/draft.entities.js';
import { entryPermissions } from '../permissions.js';
import { refusal } from '../refusals.words.js';

/** A submitted version, without its content. */
export interface SubmittedVersion {
  version: number;
  digest: string;
  submittedAt: string;
  late: boolean;
  /** Does it confirm the entry after it was reopened? */
  afterReopening: boolean;
  /** When it arrived, of a version that came on paper. */
  arrivedAt: string | null;
  /** Was the first version early? */
  early: boolean;
  /** What it is written in (BCP 47); null where nobody was asked. */
  language: string | null;
  /** Only for whose entry it is, and the secretariat. */
  receiptId: string | null;
}

/** A section of an entry: who saved it last, and what is missing for a submit. */
export interface SectionAnswer {
  key: string;
  title: FormSection['title'];
  fields: string[];
  /** Its ETag; 0 when it was never saved. */
  version: number;
  savedAt: string | null;
  savedBy: string | null;
  complete: boolean;
  missing: FieldError[];
}

/** Who acted for a city: as they said themselves (null once erased), and by which account. */
export interface SignatoryAnswer extends Pick<Signatory, 'act' | 'accountId'> {
  version: number | null;
  name: string | null;
  function: string | null;
  signedAt: string;
}

/** An entry as its city and the staff read it. */
export interface EntryAnswer extends EntrySummary {
  content: JsonObject;
  /** Until when the call takes it from everybody. */
  deadline: CityInstant;
  /** The call's further deadlines. */
  steps: { step: WindowStepKey; deadline: CityInstant; hardClose: CityInstant }[];
  /** Was it begun after the deadline for registration? */
  begunLate: boolean;
  /** The form the draft follows, and what the one in force finds missing or wrong. */
  form: { revision: number; inForce: number; amended: boolean; faults: FieldError[] };
  /** In the order of the form that the draft follows. */
  sections: SectionAnswer[];
  framework: FrameworkAnswer | null;
  resubmissionOf: ResubmissionAnswer | null;
  contactsVersion: number;
  /** Empty for those who need not write to them. */
  contacts: Contact[];
  versions: SubmittedVersion[];
  /** When the secretariat opened it again for the city to edit, oldest first. */
  reopenings: ReopeningAnswer[];
  /** What it came on; null for an entry that was drafted here. */
  paper: PaperAnswer | null;
  /** Who acted for the city where they said so; empty for whom the contacts are. */
  signatories: SignatoryAnswer[];
}

/** What a receipt is good for. */
export interface ReceiptVerification {
  receiptId: string;
  version: number;
  digest: string;
  digestAlgorithm: string;
  at: string;
  /** When it arrived, of what came on paper. */
  arrivedAt: string | null;
  /** Of the definition it was given under. */
  revision: number;
  /** Do the stored fields still give the digest? */
  verifies: boolean;
  /** How many fields were erased since; their digests stand for them. */
  erasedFields: number;
  /**
   * Is it for a file beside what was submitted? Its digest is then that of the bytes, and
   * `erasedFields` is 1 when they are erased.
   */
  supporting: boolean;
}

/** Reads entries for their cities and the staff, and verifies receipts for anybody. */
@Injectable()
export class EntryReaderService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly definitions: CycleDefinitions,
  ) {}

  /** One entry with its draft and versions. Throws `not-found` also for whoever may not see it. */
  async get({ principal, language }: RequestContext, entryId: string): Promise<EntryAnswer> {
    return this.unitOfWork.read(async (em) => {
      const entry = await em.findOne(Entry, { id: entryId });
      if (!entry) throw noSuchEntry();
      const { cycleId, cityId } = entry;
      const scope = { programme: await this.definitions.programmeOf(cycleId), cycleId, cityId };
      if (!mayRead(principal, scope)) throw noSuchEntry();
      const close = actsFor(principal, scope, 'read') || isAllowed(principal, entryPermissions.editEntry, scope);
      const city = await em.findOneOrFail(City, { id: cityId });
      const stage = await requireStage(em, { cycleId, stageKey: entry.stageKey });
      const saved = await savedSections(em, entryId);
      const content = contentOf(saved.values());
      const forms = await formsOf(em, this.definitions, entry);
      const contacts = close ? await em.find(EntryContact, { entryId }, { orderBy: { position: 'asc' } }) : [];
      return {
        ...summaryOf(entry, city),
        content,
        deadline: zonedForCity(toInstant(stage.deadlineAt), stage.zone, city.zone),
        steps: stage.steps.map(({ step, deadlineAt, hardCloseAt }) => ({
          step,
          deadline: zonedForCity(deadlineAt, stage.zone, city.zone),
          hardClose: zonedForCity(hardCloseAt, stage.zone, city.zone),
        })),
        begunLate: entry.begunLate,
        form: {
          revision: entry.formRevision,
          inForce: forms.revision,
          amended: forms.own !== forms.inForce,
          faults: faultsOf(forms.inForce, content, language),
        },
        sections: sectionAnswers(forms.own, content, saved, language),
        framework: entry.frameworkId ? await frameworkOf(em, entry.frameworkId) : null,
        resubmissionOf: await resubmissionOf(em, entry),
        contactsVersion: entry.contactsVersion,
        contacts: contacts.map(contactOf),
        versions: await versionsOf(em, entryId, close),
        reopenings: (await reopeningsOf(em, entryId)).map(reopeningAnswer),
        paper: await paperOf(em, entryId),
        signatories: close ? await signatoriesOf(em, entryId) : [],
      };
    });
  }

  /**
   * Verifies what a receipt stands for: the digest is made again from the stored fields, and each
   * field that was not erased is compared with its own digest. Says nothing about whose entry it
   * is. Throws `not-found`.
   */
  async verifyReceipt(receiptId: string): Promise<ReceiptVerification> {
    return this.unitOfWork.read(async (em) => {
      const receipt = await em.findOne(Receipt, { id: receiptId });
      if (!receipt) return verifySupporting(em, receiptId);
      const { entryId, version, digest, at, revision } = receipt;
      const stored = await em.findOneOrFail(EntryVersion, { entryId, version });
      const { faults, erased } = verifyContent({ ...stored, digest });
      return {
        receiptId,
        version,
        digest,
        digestAlgorithm: stored.digestAlgorithm,
        at: toInstant(at),
        arrivedAt: stored.arrivedAt ? toInstant(stored.arrivedAt) : null,
        revision,
        verifies: faults.length === 0,
        erasedFields: erased.length,
        supporting: false,
      };
    });
  }
}

/**
 * Checks a receipt for a file beside what was submitted: is its digest still the one that is stored with the file?
 */
async function verifySupporting(em: SqlEntityManager, receiptId: string): Promise<ReceiptVerification> {
  const receipt = await em.findOne(SupportingReceipt, { id: receiptId });
  if (!receipt) throw new Problem('not-found', refusal('entry.noReceipt'));
  const { attachmentId, version, digest, at, revision } = receipt;
  const file = await em.findOneOrFail(Attachment, { id: attachmentId });
  return {
    receiptId,
    version,
    digest,
    digestAlgorithm: FILE_DIGEST,
    at: toInstant(at),
    revision,
    verifies: file.digest === digest,
    erasedFields: file.erasedAt ? 1 : 0,
    arrivedAt: null,
    supporting: true,
  };
}

/** Name and version of the digest of a file's bytes. */
const FILE_DIGEST = 'sha-256 v1';

function sectionAnswers(
  form: Form,
  content: JsonObject,
  saved: Map<string, EntrySection>,
  language: Language | undefined,
): SectionAnswer[] {
  const errors = faultsOf(form, content, language);
  return sectionsOf(form).map((section) => {
    const missing = errors.filter(({ pointer }) => section.fields.includes(tokensOf(pointer)[1] ?? ''));
    const row = saved.get(section.key);
    return {
      ...section,
      version: row?.version ?? 0,
      savedAt: row ? toInstant(row.savedAt) : null,
      savedBy: row?.savedBy ?? null,
      complete: missing.length === 0,
      missing,
    };
  });
}

async function paperOf(em: SqlEntityManager, entryId: string): Promise<PaperAnswer | null> {
  const [paper] = await papersWhere(em, 'p.entry_id = ?', [entryId]);
  return paper ? paperAnswer(paper) : null;
}

async function signatoriesOf(em: SqlEntityManager, entryId: string): Promise<SignatoryAnswer[]> {
  const rows = await em.find(Signatory, { entryId }, { orderBy: { id: 'asc' } });
  return rows.map(({ act, accountId, version, name, function: office, signedAt }) => ({
    act,
    accountId,
    version: version ?? null,
    name: name ?? null,
    function: office ?? null,
    signedAt: toInstant(signedAt),
  }));
}

async function versionsOf(em: SqlEntityManager, entryId: string, close: boolean): Promise<SubmittedVersion[]> {
  const versions = await em.find(
    EntryVersion,
    { entryId },
    {
      fields: ['version', 'digest', 'submittedAt', 'late', 'early', 'language', 'reopeningId', 'arrivedAt'],
      orderBy: { version: 'asc' },
    },
  );
  const receipts = close ? await em.find(Receipt, { entryId }) : [];
  const receiptOf = new Map(receipts.map(({ version, id }) => [version, id]));
  return versions.map(({ version, digest, submittedAt, late, early, language = null, reopeningId, arrivedAt }) => ({
    version,
    digest,
    submittedAt: toInstant(submittedAt),
    late,
    afterReopening: Boolean(reopeningId),
    arrivedAt: arrivedAt ? toInstant(arrivedAt) : null,
    early,
    language,
    receiptId: receiptOf.get(version) ?? null,
  }));
}
