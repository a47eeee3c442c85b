import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Stage, stageDefinitionOf, toInstant } from '#libs/cycles';
import { type CityScope, actsFor } from '#libs/identity';
import { FileStore, Problem, type RequestContext, Staging, UnitOfWork, type Work } from '#libs/platform';
import { Attachment, type AttachmentPurpose, type AttachmentState } from './attachment.entities.js';
import { type AttachmentType, DEFAULT_LIMITS, type Refusal, refusalOf } from '../stage-types/attachment.rules.js';
import type { CallSettings } from '../stage-types/call-for-entries.type.js';
import { CycleDefinitions } from '../stage-types/cycle-definitions.js';
import { isAllowed, mayRead, noSuchEntry, requireCity, requireStaff } from '../entry/entry-access.js';
import { formProblem } from '../entry/entry-answers.js';
import { Entry } from '../entry/entry.entities.js';
import { formFor } from '../entry/entry-form.js';
import { lockEntry, requireNotWithdrawn } from '../entry/entry-lock.js';
import { requireNotOnPaper } from '../draft/paper-access.js';
import { Paper } from '../entry/paper.entities.js';
import { Erasure } from '../erasure/erasure.entity.js';
import { ExtensionService } from '../more-time/extension.service.js';
import { sectionsOf } from '../form/form-sections.js';
import { type SupportingReceiptAnswer, openForMaterial } from '../more-time/supporting-material.js';
import { entryPermissions } from '../permissions.js';
import { refusal } from '../refusals.words.js';

/** A file that is to be attached. */
export interface NewAttachment {
  /** Key of a section of the form. */
  section: string;
  name: string;
  /** In bytes. */
  size: number;
}

/** An attachment, as those are told who may read its entry. */
export interface AttachmentAnswer {
  id: string;
  entryId: string;
  section: string;
  purpose: AttachmentPurpose;
  name: string;
  size: number;
  state: AttachmentState;
  refusal: Refusal | null;
  mediaType: AttachmentType | null;
  digest: string | null;
  createdAt: string;
  uploadedAt: string | null;
  removedAt: string | null;
  erasedAt: string | null;
  /** Numbers of the versions it was submitted with. */
  submittedIn: number[];
  /** Beside what was submitted, and part of no version. */
  supporting: boolean;
  /** Of supporting material that has come in; only for whose entry it is, and the secretariat. */
  receipt: SupportingReceiptAnswer | null;
}

/** A file to hand out; close the stream when it is not read to its end. */
export interface HandedOut {
  name: string;
  mediaType: AttachmentType;
  file: Readable;
}

/** A file of an entry as those who judge may have it. */
export interface JudgesFile {
  id: string;
  section: string;
  mediaType: AttachmentType;
  /** Beside what was submitted: it came in later, and is part of no version. */
  supporting: boolean;
}

const JUDGED = `join entries.entry e on e.id = a.entry_id
  join entries.entry_version v on v.entry_id = e.id and v.version = e.current_version
  where (jsonb_exists(v.attachments, a.id::text) or exists (
    select from entries.supporting_receipt r where r.attachment_id = a.id)) and a.judges_key is not null and a.erased_at is null`;

const KNOWN = `select a.*, e.cycle_id, e.city_id,
  (select jsonb_build_object('receiptId', r.id, 'version', r.version, 'digest', r.digest, 'at', r.at, 'late', r.late)
    from entries.supporting_receipt r where r.attachment_id = a.id) as receipt, (select coalesce(jsonb_agg(v.version order by v.version), '[]')
    from entries.entry_version v where v.entry_id = a.entry_id and jsonb_exists(v.attachments, a.id::text)) as submitted_in
  from entries.attachment a join entries.entry e on e.id = a.entry_id`;

/** The files of entries: begun, listed, handed out, removed, erased. Nothing of a file goes through here in memory. */
@Injectable()
export class AttachmentService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly definitions: CycleDefinitions,
    private readonly files: FileStore,
    private readonly staging: Staging,
    private readonly extensions: ExtensionService,
  ) {}

  /** Makes place for a file in an entry's draft. Throws `rule-violated` for what the call does not take. */
  async begin(context: RequestContext, entryId: string, given: NewAttachment): Promise<AttachmentAnswer> {
    return this.unitOfWork.run(context, async (work) => {
      const entry = await this.lockOwn(work, context, entryId);
      const { cycleId, stageKey: key } = entry;
      const stage = await work.em.findOneOrFail(Stage, { cycleId, key });
      return this.place(work, context, entry, stage, { ...given, supporting: false });
    });
  }

  /**
   * Makes place for a file beside what was submitted, for as long as the call takes supporting
   * material. Its receipt comes when all its bytes have, which is judged again then. Throws
   * `rule-violated` for what the call does not take, `conflict` for an entry that is no submitted
   * one, `paused`, `not-open`, `deadline-passed`.
   */
  async beginSupporting(context: RequestContext, entryId: string, given: NewAttachment): Promise<AttachmentAnswer> {
    return this.unitOfWork.run(context, async (work) => {
      const entry = await this.lockOwn(work, context, entryId);
      const { locked } = await openForMaterial(work, this.extensions, entry);
      return this.place(work, context, entry, locked.stage, { ...given, supporting: true });
    });
  }

  /**
   * Makes place for a scan of the paper an entry came on, for the secretariat; no part of the
   * entry. Throws `conflict` once the entry counts, `rule-violated` for what is too large or one
   * too many.
   */
  async beginOriginal(
    context: RequestContext,
    paperId: string,
    given: Omit<NewAttachment, 'section'>,
  ): Promise<AttachmentAnswer> {
    return this.unitOfWork.run(context, async (work) => {
      const paper = await work.em.findOne(Paper, { id: paperId });
      if (!paper) throw noSuchEntry();
      const { entryId } = paper;
      const entry = await lockEntry(work, this.definitions, entryId, (scope) =>
        requireStaff(context, scope, entryPermissions.handlePaper),
      );
      requireNotWithdrawn(entry);
      if (!entry.paperId) throw new Problem('conflict', refusal('attachment.countsAlready'));
      const wrong = refusalOf(given.size, await countFiles(work, entryId, 'original'), DEFAULT_LIMITS);
      if (wrong) throw formProblem(refusal('failed.scan'), [wrong]);
      const id = uuidv7();
      const kind = { section: 'original', purpose: 'original' as const, state: 'staged' as const };
      const row = { id, entryId, ...given, ...kind, createdBy: context.actor.id, createdAt: await work.now() };
      await work.em.insert(Attachment, row);
      return this.answer(work, id);
    });
  }

  /** The attachments of an entry, those of earlier versions among them. Throws `not-found`. */
  async list(context: RequestContext, entryId: string): Promise<AttachmentAnswer[]> {
    return this.unitOfWork.read(async (em) => {
      const entry = await em.findOne(Entry, { id: entryId });
      if (!entry || !mayRead(context.principal, await this.scopeOf(entry))) throw noSuchEntry();
      const rows = await em.execute<object[]>(`${KNOWN} where a.entry_id = ? order by a.id`, [entryId]);
      const close = isClose(context, await this.scopeOf(entry));
      return rows
        .map((row) => toAnswer(row, close))
        .filter((one) => !one.removedAt || one.submittedIn.length > 0 || one.supporting);
    });
  }

  /** One of them. Throws `not-found`. */
  async get(context: RequestContext, id: string): Promise<AttachmentAnswer> {
    const row = await this.readable(context, id);
    return toAnswer(row, isClose(context, await this.scopeOf({ cycleId: row.cycle_id, cityId: row.city_id })));
  }

  /** The file as it came in. Throws `not-found`, `conflict` for one that is not ready. */
  async download(context: RequestContext, id: string): Promise<HandedOut> {
    const row = await this.readable(context, id);
    const { name, state, mediaType, erasedAt } = toAnswer(row);
    if (erasedAt) throw new Problem('conflict', refusal('attachment.erased'));
    if (!mediaType || !row.storage_key) throw new Problem('conflict', refusal('attachment.notReady', { state }));
    return { name, mediaType, file: await this.files.read(row.storage_key) };
  }

  /**
   * What those who judge may have of an entry's last submitted version, without the names its city
   * gave: **whoever calls this, or `judgesCopy`, has looked whether they may judge it**.
   */
  async judgesCopies(entryId: string): Promise<JudgesFile[]> {
    return this.unitOfWork.read((em) =>
      em.execute<JudgesFile[]>(
        `select a.id, a.section, a.media_type as "mediaType", a.supporting from entries.attachment a ${JUDGED} and a.entry_id = ?
         order by a.supporting, a.section, a.id`,
        [entryId],
      ),
    );
  }

  /** One of the files of `judgesCopies`. Throws `not-found` when it is none of them. */
  async judgesCopy(entryId: string, id: string): Promise<HandedOut> {
    const [row] = await this.unitOfWork.read((em) =>
      em.execute<{ key: string; mediaType: AttachmentType }[]>(
        `select a.judges_key as key, a.media_type as "mediaType" from entries.attachment a ${JUDGED}
           and a.entry_id = ? and a.id = ?`,
        [entryId, id],
      ),
    );
    if (!row) throw noSuchAttachment();
    const { key, mediaType } = row;
    return { name: `${id}.${mediaType.split('/')[1]}`, mediaType, file: await this.files.read(key) };
  }

  /**
   * Takes a file out of the draft; one that was submitted stays in its versions. Safe to repeat.
   * Throws `conflict` for supporting material that has come in: it has a receipt, and stays.
   */
  async remove(context: RequestContext, id: string): Promise<void> {
    const gone = await this.unitOfWork.run(context, async (work) => {
      const row = await known(work.em, id);
      if (!row) throw noSuchAttachment();
      const entry = await this.lockOwn(work, context, row.entry_id);
      const attachment = await work.em.findOne(Attachment, { id }, { refresh: true });
      if (!attachment) return true;
      if (attachment.purpose === 'original') throw new Problem('forbidden', refusal('attachment.originalStays'));
      if (attachment.removedAt) return false;
      if (attachment.supporting && attachment.state !== 'staged') throw alreadyReceived();
      if (attachment.state === 'staged') {
        await work.em.nativeDelete(Attachment, { id });
        return true;
      }
      // Asked again: the lock of the entry may have waited for a submit.
      const { submittedIn } = await this.answer(work, id);
      const now = await work.now();
      work.em.assign(attachment, { removedAt: now, removedBy: context.actor.id });
      if (submittedIn.length === 0) forgetBytes(work, attachment, now);
      if (attachment.state !== 'refused') await touchDraft(work, entry);
      return false;
    });
    // What is left when we die here is swept.
    if (gone) await this.staging.remove(id);
  }

  /**
   * Erases the bytes of a file, and leaves its digest, by which receipts verify. For the secretariat. Safe to repeat.
   */
  async erase(
    context: RequestContext,
    id: string,
    reason: { reasonCode: string; reasonText: string },
  ): Promise<AttachmentAnswer> {
    return this.unitOfWork.run(context, async (work) => {
      const row = await known(work.em, id);
      if (!row) throw noSuchAttachment();
      const entry = await lockEntry(work, this.definitions, row.entry_id, (scope) =>
        requireStaff(context, scope, entryPermissions.eraseFromEntry),
      );
      const attachment = await work.em.findOneOrFail(Attachment, { id }, { refresh: true });
      if (attachment.state === 'staged') throw new Problem('conflict', refusal('attachment.notIn'));
      if (!attachment.erasedAt) {
        const now = await work.now();
        forgetBytes(work, attachment, now);
        if (!attachment.removedAt) {
          work.em.assign(attachment, { removedAt: now, removedBy: context.actor.id });
          const isDrafted =
            attachment.purpose === 'content' && !attachment.supporting && attachment.state !== 'refused';
          if (isDrafted) await touchDraft(work, entry);
        }
        const erased = { entryId: entry.id, pointer: `/attachments/${id}`, erasedBy: context.actor.id, erasedAt: now };
        await work.em.insert(Erasure, { id: uuidv7(), ...erased, ...reason });
        await work.em.flush();
      }
      return this.answer(work, id);
    });
  }

  /** As many as the call allows: so many in the draft, and so many beside what was submitted. */
  private async place(
    work: Work,
    context: RequestContext,
    entry: Entry,
    stage: Stage,
    { supporting, ...given }: NewAttachment & { supporting: boolean },
  ): Promise<AttachmentAnswer> {
    const { id: entryId, stageKey } = entry;
    const definition = await this.definitions.of(work.em, stage);
    const { attachments } = stageDefinitionOf(definition, stageKey).settings as Partial<CallSettings>;
    const sections = sectionsOf(formFor(definition, entry)).map((section) => section.key);
    const kept = {
      entryId,
      supporting,
      purpose: 'content' as const,
      removedAt: null,
      state: { $ne: 'refused' as const },
    };
    const present = await work.em.count(Attachment, kept);
    const wrong = sections.includes(given.section)
      ? refusalOf(given.size, present, attachments ?? DEFAULT_LIMITS)
      : { pointer: '/section', message: refusal('form.noSection'), allowed: sections.join(', ') };
    if (wrong) throw formProblem(refusal('failed.file'), [wrong]);
    const id = uuidv7();
    const row = { id, entryId, supporting, ...given, state: 'staged' as const, createdBy: context.actor.id };
    await work.em.insert(Attachment, { ...row, createdAt: await work.now() });
    return this.answer(work, id);
  }

  private lockOwn(work: Work, context: RequestContext, entryId: string): Promise<Entry> {
    return lockEntry(work, this.definitions, entryId, (scope) =>
      requireCity(context, scope, entryPermissions.editEntry),
    ).then((entry) => {
      requireNotWithdrawn(entry);
      requireNotOnPaper(entry);
      return entry;
    });
  }

  private async scopeOf({ cycleId, cityId }: Pick<Entry, 'cycleId' | 'cityId'>) {
    return { programme: await this.definitions.programmeOf(cycleId), cycleId, cityId };
  }

  private async readable(context: RequestContext, id: string): Promise<KnownRow> {
    const row = await this.unitOfWork.read((em) => known(em, id));
    const scope = row && (await this.scopeOf({ cycleId: row.cycle_id, cityId: row.city_id }));
    if (!row || !mayRead(context.principal, scope!)) throw noSuchAttachment();
    return row;
  }

  private async answer(work: Work, id: string): Promise<AttachmentAnswer> {
    await work.em.flush();
    return toAnswer((await known(work.em, id))!);
  }
}

const countFiles = ({ em }: Work, entryId: string, purpose: AttachmentPurpose): Promise<number> =>
  em.count(Attachment, { entryId, purpose, removedAt: null, state: { $ne: 'refused' } });

/** The draft is no longer what was submitted. */
export async function touchDraft(work: Work, entry: Entry): Promise<void> {
  work.em.assign(entry, {
    version: entry.version + 1,
    draftChanged: true,
    savedBy: work.actor.id,
    savedAt: await work.now(),
  });
}

/** Notes that the bytes are to go; the worker takes them away. */
function forgetBytes(work: Work, attachment: Attachment, now: Date): void {
  work.em.assign(attachment, { erasedAt: now });
  const { id: attachmentId, entryId } = attachment;
  work.emit({ type: 'laureate.attachment.erased.v1', subject: entryId, data: { attachmentId, entryId } });
}

interface KnownRow {
  entry_id: string;
  cycle_id: string;
  city_id: string;
  storage_key: string | null;
  submitted_in: number[];
}

async function known(em: Work['em'], id: string): Promise<KnownRow | undefined> {
  const [row] = await em.execute<KnownRow[]>(`${KNOWN} where a.id = ?`, [id]);
  return row;
}

const alreadyReceived = () => new Problem('conflict', refusal('attachment.alreadyReceived'));

/** Is it their entry, or are they of the secretariat? */
const isClose = ({ principal }: RequestContext, scope: CityScope): boolean =>
  actsFor(principal, scope, 'read') || isAllowed(principal, entryPermissions.handlePaper, scope);

export const noSuchAttachment = () => new Problem('not-found', refusal('attachment.none'));

function toAnswer(row: object, close = true): AttachmentAnswer {
  const one = row as Record<string, never>;
  const receipt = one['receipt'] as SupportingReceiptAnswer | null | undefined;
  const instant = (value: Date | string | null) => (value === null ? null : toInstant(new Date(value)));
  return {
    id: one['id']!,
    entryId: one['entry_id']!,
    section: one['section']!,
    purpose: one['purpose']!,
    name: one['name']!,
    size: one['size']!,
    state: one['state']!,
    refusal: one['refusal']!,
    mediaType: one['media_type']!,
    digest: one['digest']!,
    createdAt: instant(one['created_at']!)!,
    uploadedAt: instant(one['uploaded_at']!),
    removedAt: instant(one['removed_at']!),
    erasedAt: instant(one['erased_at']!),
    submittedIn: one['submitted_in']!,
    supporting: one['supporting']!,
    receipt: receipt && close ? { ...receipt, at: toInstant(new Date(receipt.at)) } : null,
  };
}
