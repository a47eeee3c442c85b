import { createHash, randomUUID } from 'node:crypto';
import { LockMode } from '@mikro-orm/core';
import { Semaphore } from 'async-mutex';
import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { toInstant } from '#libs/cycles';
import { Problem, type RequestContext, Staging, UnitOfWork, type Work, type WorkContext, log } from '#libs/platform';
import { Attachment, type AttachmentState, SupportingReceipt } from './attachment.entities.js';
import { noSuchAttachment, touchDraft } from './attachment.service.js';
import { CycleDefinitions } from '../stage-types/cycle-definitions.js';
import { requireCity, requireStaff } from '../entry/entry-access.js';
import { Entry } from '../entry/entry.entities.js';
import { requireNotWithdrawn } from '../entry/entry-lock.js';
import { ExtensionService } from '../more-time/extension.service.js';
import { openForMaterial } from '../more-time/supporting-material.js';
import { entryPermissions } from '../permissions.js';

const EVERY_MS = 3_600_000;
/** An upload to which nothing was added for so long is given up. */
const ABANDONED_AFTER_MS = 7 * 24 * 3_600_000;
const BATCH = 500;
const FINISHED_AT_ONCE = 3;
const sweeper: WorkContext = { actor: { id: 'service:uploads' }, cause: 'command:sweep-uploads' };
const ID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** Supporting material that is here whole while its cycle is paused waits; others go on. */
function leaveToLater(error: unknown): void {
  if (!(error instanceof Problem)) throw error;
}

/** It is here: it is to be checked, or its bytes taken away. */
function uploaded(work: Work, { id: attachmentId, entryId }: Attachment, digest: string): void {
  work.emit({ type: 'laureate.attachment.uploaded.v1', subject: entryId, data: { attachmentId, entryId, digest } });
}

/** Files on their way in: who may send, what is done when all is here, and what becomes of those nobody finishes. */
@Injectable()
export class AttachmentUploads implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> = Promise.resolve();
  /** Hundreds that end at once would wait for each other in transactions, until these are ended for taking too long. */
  private readonly finishers = new Semaphore(FINISHED_AT_ONCE);

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly definitions: CycleDefinitions,
    private readonly staging: Staging,
    private readonly extensions: ExtensionService,
  ) {}

  /**
   * Looks for what was abandoned at the start and every hour; several instances may. No business
   * time hangs on it (ADR 35).
   */
  onApplicationBootstrap(): void {
    const sweep = () => {
      this.sweeping = this.sweep(new Date()).catch((err: unknown) => log.warn({ err }, 'Uploads were not swept'));
    };
    sweep();
    this.timer = setInterval(sweep, EVERY_MS).unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.sweeping;
  }

  /**
   * Lets in who may send this file: those who edit its entry; of a scan the secretariat. Says how
   * large it is and where it stands. Throws `not-found`, `forbidden`, `conflict` for a withdrawn
   * entry.
   */
  async admit(context: RequestContext, id: string): Promise<{ size: number; state: AttachmentState }> {
    return this.unitOfWork.read(async (em) => {
      const attachment = ID.test(id) ? await em.findOne(Attachment, { id }) : null;
      if (!attachment) throw noSuchAttachment();
      const entry = await em.findOneOrFail(Entry, { id: attachment.entryId });
      const { cycleId, cityId } = entry;
      const scope = { programme: await this.definitions.programmeOf(cycleId), cycleId, cityId };
      if (attachment.purpose === 'original') requireStaff(context, scope, entryPermissions.handlePaper);
      else requireCity(context, scope, entryPermissions.editEntry);
      requireNotWithdrawn(entry);
      return { size: attachment.size, state: attachment.state };
    });
  }

  /**
   * When all bytes are here: digests them, makes the file part of the draft and has it checked.
   * Nothing is done before, nor for one that is past it; safe to repeat, by several at once.
   */
  async finish(context: WorkContext, id: string): Promise<void> {
    await this.finishers.runExclusive(() => this.join(context, id));
  }

  private async join(context: WorkContext, id: string): Promise<void> {
    const staged = await this.unitOfWork.read((em) => em.findOne(Attachment, { id, state: 'staged' }));
    if (!staged || (await this.staging.sizeOf(id)) !== staged.size) return;
    const hash = createHash('sha256');
    for await (const chunk of this.staging.read(id)) hash.update(chunk as Buffer);
    const digest = hash.digest('hex');
    const late = await this.unitOfWork.run(context, async (work) => {
      const { entryId } = staged;
      const entry = await work.em.findOneOrFail(Entry, { id: entryId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
      const attachment = await work.em.findOne(Attachment, { id, state: 'staged' });
      if (!attachment) return null;
      if (attachment.supporting) return this.receive(work, entry, attachment, digest);
      work.em.assign(attachment, { state: 'checking', digest, uploadedAt: await work.now() });
      if (attachment.purpose === 'content') await touchDraft(work, entry);
      uploaded(work, attachment, digest);
      return null;
    });
    // Committed: it is refused for good. Whoever sent it is told why; the sweep has nobody to tell.
    if (late && context !== sweeper) throw late;
  }

  /**
   * Supporting material that is here whole, judged by this instant: it gets its receipt, or is
   * refused on the record when it came too late or its entry was withdrawn meanwhile; then the
   * problem is given back. Throws what passes (`paused`): it stays as it is.
   */
  private async receive(work: Work, entry: Entry, attachment: Attachment, digest: string): Promise<Problem | null> {
    const here = { digest, uploadedAt: await work.now() };
    uploaded(work, attachment, digest);
    try {
      requireNotWithdrawn(entry);
      const { at, late, locked, extensionId } = await openForMaterial(work, this.extensions, entry);
      work.em.assign(attachment, { state: 'checking', ...here });
      const { id: entryId, cycleId, cityId, currentVersion: version } = entry;
      const received = { entryId, version, digest, at, late };
      const { revision } = locked.stage;
      const receipt = { id: randomUUID(), attachmentId: attachment.id, ...received, extensionId, revision };
      work.em.create(SupportingReceipt, receipt, { persist: true });
      work.emit({
        type: 'laureate.supporting-material.received.v1',
        subject: entryId,
        data: { ...received, attachmentId: attachment.id, cycleId, cityId, at: toInstant(at) },
      });
      return null;
    } catch (error) {
      if (!(error instanceof Problem) || error.code === 'paused') throw error;
      const refusal = entry.state === 'withdrawn' ? 'withdrawn' : 'too-late';
      work.em.assign(attachment, { state: 'refused', refusal, ...here });
      return error;
    }
  }

  /**
   * Finishes what came in whole though the process that took it died, gives up what nobody sent on
   * for a week, and removes what nothing in the database waits for.
   */
  async sweep(now: Date): Promise<void> {
    const long = new Date(now.getTime() - ABANDONED_AFTER_MS);
    const staged = await this.unitOfWork.read((em) =>
      em.find(Attachment, { state: 'staged' }, { orderBy: { createdAt: 'asc' }, limit: BATCH }),
    );
    for (const { id } of staged) await this.finish(sweeper, id).catch(leaveToLater);
    const untouched = (await this.staging.unchangedSince(long, BATCH)).filter((id) => ID.test(id));
    const never = staged.filter(({ createdAt }) => createdAt < long).map(({ id }) => id);
    for (const id of new Set([...untouched, ...never])) {
      if (!untouched.includes(id) && (await this.staging.sizeOf(id)) !== null) continue;
      await this.unitOfWork.run(sweeper, ({ em }) => em.nativeDelete(Attachment, { id, state: 'staged' }));
      const waits = await this.unitOfWork.read((em) => em.count(Attachment, { id, state: 'checking' }));
      if (waits === 0) await this.staging.remove(id);
    }
  }
}
