import { Controller, Get, Param, Query, StreamableFile } from '@nestjs/common';
import { z } from 'zod';
import { EXPORT_FORMATS, type ExportFormat } from '#libs/contracts';
import { ExportService, entryPermissions } from '#libs/entries';
import { Context, Endpoint, type RequestContext, WEIGHTS } from '#libs/platform';
import { CyclePath } from '../../cycles/cycle.schemas.js';
import { entryFilter, filterOf, standingFilter } from '../entry/entry.schemas.js';

const ExportQuery = z.strictObject({ ...entryFilter, ...standingFilter, format: z.enum(EXPORT_FORMATS) });

const TYPES = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  jsonl: 'application/jsonl',
  zip: 'application/zip',
} as const satisfies Record<ExportFormat, string>;

/** Entries as files. */
@Controller('v1/cycles/:cycleId/exports')
export class ExportController {
  constructor(private readonly exports: ExportService) {}

  @Get()
  @Endpoint({
    summary: 'Export the received entries: CSV, XLSX, JSON Lines, or a ZIP with a folder each',
    weight: WEIGHTS.export,
    description:
      'The last submitted version of each, all as they were in one moment, streamed as they are read. Only the secretariat gets ' +
      'the people named in them. Everything of a demonstration says so. Who exported what is recorded.',
    access: entryPermissions.exportEntries,
    produces: Object.values(TYPES),
    problems: ['unavailable'],
  })
  async give(
    @Param({ schema: CyclePath }) { cycleId }: z.output<typeof CyclePath>,
    @Query({ schema: ExportQuery }) { format, ...filter }: z.output<typeof ExportQuery>,
    @Context() context: RequestContext,
  ) {
    const { fileName, body } = await this.exports.begin(context, cycleId, format, filterOf(filter));
    return new StreamableFile(body, { type: TYPES[format], disposition: `attachment; filename="${fileName}"` });
  }
}
