import { Controller, Get, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { entryPermissions, SectionHistoryService } from '#libs/entries';
import { Context, Endpoint, pageOf, PageQuery, readCursor, type RequestContext, toPage, WEIGHTS } from '#libs/platform';
import { SectionDiff, SectionPath, SectionVersion, SectionVersionSummary, versionNumber } from './section.schemas.js';

const VersionPath = SectionPath.extend({ version: versionNumber });
const DiffQuery = z.strictObject({
  from: versionNumber.describe('The version before'),
  to: versionNumber.describe('The version after'),
});

/** Every version of a section: who saved it when, what it said, what it changed. */
@Controller('v1/entries/:entryId/sections/:key')
export class SectionHistoryController {
  constructor(private readonly history: SectionHistoryService) {}

  @Get('versions')
  @Endpoint({
    summary: 'List the versions of a section, the latest first',
    access: entryPermissions.readEntry,
    response: pageOf(SectionVersionSummary),
  })
  async list(
    @Param({ schema: SectionPath }) path: z.output<typeof SectionPath>,
    @Query({ schema: PageQuery }) { cursor, limit }: z.output<typeof PageQuery>,
    @Context() context: RequestContext,
  ) {
    const page = { before: readCursor(cursor, z.int()), limit: limit + 1 };
    return toPage(
      await this.history.list(context, path, page),
      limit,
      ({ version }) => version,
      (version) => version,
    );
  }

  @Get('versions/:version')
  @Endpoint({
    summary: 'Show a version of a section',
    description: 'To restore it, save its content again.',
    access: entryPermissions.readEntry,
    response: SectionVersion,
  })
  get(
    @Param({ schema: VersionPath }) { version, ...path }: z.output<typeof VersionPath>,
    @Context() context: RequestContext,
  ) {
    return this.history.get(context, path, version);
  }

  @Get('diff')
  @Endpoint({
    summary: 'Show what differs between two versions of a section',
    weight: WEIGHTS.check,
    description: 'Field by field, texts word by word.',
    access: entryPermissions.readEntry,
    response: SectionDiff,
  })
  diff(
    @Param({ schema: SectionPath }) path: z.output<typeof SectionPath>,
    @Query({ schema: DiffQuery }) { from, to }: z.output<typeof DiffQuery>,
    @Context() context: RequestContext,
  ) {
    return this.history.diff(context, path, from, to);
  }
}
