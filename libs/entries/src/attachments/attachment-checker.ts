import { open, rm } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import {
  FileStore,
  type FilesConfig,
  Staging,
  UnitOfWork,
  type WorkContext,
  copyImage,
  copyPdf,
  scanWithClamd,
} from '#libs/platform';
import { Attachment } from './attachment.entities.js';
import { type AttachmentType, type Refusal, TELLING_BYTES, attachmentTypeOf } from '../stage-types/attachment.rules.js';

const context: WorkContext = { actor: { id: 'service:attachments' }, cause: 'consumer:attachments/check' };

/** What a check comes to. */
type Verdict = { refusal: Refusal } | { mediaType: AttachmentType; storageKey: string; judgesKey: string | null };

/**
 * Looks at files that have come in, and moves them to where they are kept. Every step may be
 * repeated, whatever died before.
 */
@Injectable()
export class AttachmentChecker {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly files: FileStore,
    private readonly staging: Staging,
    private readonly config: Pick<FilesConfig, 'clamd' | 'python' | 'pythonPath'>,
  ) {}

  /**
   * Checks a file by its content, has it scanned where there is a scanner, writes the judges' copy,
   * moves both to file storage, and removes the staging copy; nothing for one that was checked or
   * is gone. Throws when a server or program it needs is away: the file stays `checking`, and
   * whoever calls tries again.
   */
  async check(id: string): Promise<void> {
    const attachment = await this.unitOfWork.read((em) => em.findOne(Attachment, { id }));
    if (attachment?.state === 'checking') {
      const verdict = await this.look(attachment);
      await this.settle(attachment, verdict);
    }
    if (attachment?.state !== 'staged') await this.tidy(id);
  }

  /** Takes the bytes of an erased file away, wherever they are. */
  async forget(id: string): Promise<void> {
    const attachment = await this.unitOfWork.read((em) => em.findOne(Attachment, { id }));
    if (!attachment?.erasedAt) return;
    for (const key of Object.values(keysOf(attachment))) await this.files.remove(key);
    await this.tidy(id);
    await this.unitOfWork.run(context, ({ em }) =>
      em.nativeUpdate(Attachment, { id }, { storageKey: null, judgesKey: null }),
    );
  }

  private async look(attachment: Attachment): Promise<Verdict> {
    const { id } = attachment;
    const path = this.staging.pathOf(id);
    const mediaType = attachmentTypeOf(await beginningOf(path));
    if (!mediaType) return { refusal: 'type' };
    if (this.config.clamd) {
      const scan = await scanWithClamd(this.config.clamd, this.staging.read(id));
      if (!scan.clean) return { refusal: 'virus' };
    }
    const copy = this.copyOf(id);
    const unfit =
      mediaType === 'application/pdf' ? await copyPdf(this.config, path, copy) : await copyImage(path, copy, mediaType);
    if (unfit) return { refusal: unfit };
    const { storageKey, judgesKey } = keysOf(attachment);
    await this.files.put(storageKey, path, mediaType);
    if (attachment.purpose === 'original') return { mediaType, storageKey, judgesKey: null };
    await this.files.put(judgesKey, copy, mediaType);
    return { mediaType, storageKey, judgesKey };
  }

  private async settle({ id, entryId }: Attachment, verdict: Verdict): Promise<void> {
    await this.unitOfWork.run(context, async (work) => {
      const refused = 'refusal' in verdict;
      const state = refused ? ('refused' as const) : ('ready' as const);
      const change = { state, ...verdict, checkedAt: await work.now() };
      if ((await work.em.nativeUpdate(Attachment, { id, state: 'checking' }, change)) === 0) return;
      const reasonCode = refused ? verdict.refusal : null;
      work.emit({
        type: 'laureate.attachment.checked.v1',
        subject: entryId,
        data: { attachmentId: id, entryId, state, reasonCode },
      });
    });
  }

  private async tidy(id: string): Promise<void> {
    await rm(this.copyOf(id), { force: true });
    await this.staging.remove(id);
  }

  private readonly copyOf = (id: string) => `${this.staging.pathOf(id)}.copy`;
}

const keysOf = ({ id, entryId }: Attachment) => ({
  storageKey: `entries/${entryId}/${id}`,
  judgesKey: `entries/${entryId}/${id}.judges`,
});

async function beginningOf(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(TELLING_BYTES), 0, TELLING_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
