import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { ExportFormat } from '#libs/contracts';
import { CycleService } from '#libs/cycles';
import { allows, log, Problem, type RequestContext, UnitOfWork } from '#libs/platform';
import { formOf, languagesOf } from '../stage-types/call-for-entries.type.js';
import { CycleDefinitions } from '../stage-types/cycle-definitions.js';
import { isAllowed, noSuchEntry } from '../entry/entry-access.js';
import type { EntryFilter } from '../eligibility/entry-filter.js';
import { Attachments } from './attachments.js';
import { type ExportedEntry, columnsOf } from './columns.rules.js';
import { Snapshot } from './export.queries.js';
import { csvOf, workbookOf } from './table-formats.js';
import { type ZippedFile, fileName, zipped } from './zip.js';
import { entryPermissions } from '../permissions.js';
import { refusal } from '../refusals.words.js';

/** Number of exports that a process makes at once: each holds a connection for as long as its reader takes. */
const AT_ONCE = 2;

/** An export: the name of its file, and its bytes as they come. */
export interface Export {
  fileName: string;
  format: ExportFormat;
  entries: number;
  body: Readable;
}

/** Gives out a cycle's received entries as one file, read from one snapshot; memory holds a batch of them. */
@Injectable()
export class ExportService {
  private running = 0;

  constructor(
    private readonly em: EntityManager,
    private readonly unitOfWork: UnitOfWork,
    private readonly definitions: CycleDefinitions,
    private readonly cycles: CycleService,
    private readonly attachments: Attachments,
  ) {}

  /**
   * Begins an export, for those who may read everything; only the secretariat gets what people are
   * named in it. It is recorded before the first byte. Throws `not-found`, and `unavailable` while
   * as many as can be are under way.
   */
  async begin(context: RequestContext, cycleId: string, format: ExportFormat, filter: EntryFilter): Promise<Export> {
    const programme = await this.definitions.programmeOf(cycleId);
    const scope = { programme, cycleId };
    if (!allows(entryPermissions.exportEntries, context.principal, scope)) throw noSuchEntry();
    const personal = isAllowed(context.principal, entryPermissions.editEntry, scope);
    const { edition, demonstration } = await this.cycles.find(cycleId);
    if (this.running >= AT_ONCE) throw new Problem('unavailable', refusal('export.busy'));
    this.running += 1;
    const snapshot = await Snapshot.take(this.em, cycleId, filter).catch((error: unknown) => {
      this.running -= 1;
      throw error;
    });
    try {
      const entries = await snapshot.count();
      const { form, languages, earlyBird } = await this.asked(cycleId);
      const columns = columnsOf(form, { personal, demonstration, earlyBird, languages });
      await this.record(context, { cycleId, format, entries, personal });
      const mark = demonstration ? 'DEMONSTRATION-' : '';
      const parts = { entries: snapshot.entries(personal), columns, mark };
      return {
        fileName: `${mark}${fileName(`${programme}-${edition}`)}-entries.${format}`,
        format,
        entries,
        // However it ends, read or not, the snapshot does too.
        body: Readable.from(this.bytes(format, parts), { objectMode: false }).once('close', () => this.end(snapshot)),
      };
    } catch (error) {
      await this.end(snapshot);
      throw error;
    }
  }

  /** The form of a cycle, and the languages that its calls have entries judged in. */
  private async asked(cycleId: string) {
    const { definition } = await this.unitOfWork.read((em) => this.definitions.stages(em, cycleId));
    const languages = new Set(Object.values(languagesOf(definition)).map(({ authoritative }) => authoritative));
    const earlyBird = definition.stages.some(({ window }) => window.steps?.earlyBird);
    return { form: formOf(definition), languages: [...languages], earlyBird };
  }

  private record(context: RequestContext, what: Recorded): Promise<void> {
    return this.unitOfWork.run(context, async (work) => {
      work.emit({
        type: 'laureate.entries.exported.v1',
        subject: what.cycleId,
        data: { exportId: randomUUID(), ...what },
      });
    });
  }

  private bytes(format: ExportFormat, { entries, columns, mark }: Parts): AsyncGenerator<string | Uint8Array> {
    const { head } = columns;
    if (format === 'jsonl') return linesOf(entries, mark !== '');
    if (format === 'zip') return zipped(this.folders(entries, mark));
    const rows = mapped(entries, columns.row);
    return format === 'csv'
      ? csvOf(head, rows)
      : zipped(workbookOf(mark === '' ? 'Entries' : 'DEMONSTRATION', head, rows));
  }

  private async *folders(entries: AsyncIterable<ExportedEntry>, mark: string): AsyncGenerator<ZippedFile> {
    for await (const entry of entries) {
      const folder = `${mark}${fileName(entry.city.name)}-${entry.id}`;
      const document = { ...(mark === '' ? {} : { demonstration: true }), ...entry };
      yield { name: `${folder}/entry.json`, body: [`${JSON.stringify(document, null, 2)}\n`] };
      let nth = 0;
      for await (const { name, stream } of this.attachments.attachmentsOf(entry.id))
        yield { name: `${folder}/attachments/${++nth}-${fileName(name)}`, body: stream };
    }
  }

  private async end(snapshot: Snapshot): Promise<void> {
    this.running -= 1;
    await snapshot
      .end()
      .catch((error: unknown) => log.warn({ err: error }, 'a snapshot of entries could not be ended'));
  }
}

interface Recorded {
  cycleId: string;
  format: ExportFormat;
  entries: number;
  personal: boolean;
}

interface Parts {
  entries: AsyncIterable<ExportedEntry>;
  columns: ReturnType<typeof columnsOf>;
  mark: string;
}

async function* mapped<T, R>(items: AsyncIterable<T>, to: (item: T) => R): AsyncGenerator<R> {
  for await (const item of items) yield to(item);
}

async function* linesOf(entries: AsyncIterable<ExportedEntry>, demonstration: boolean): AsyncGenerator<string> {
  for await (const entry of entries)
    yield `${JSON.stringify({ ...(demonstration ? { demonstration } : {}), ...entry })}\n`;
}
