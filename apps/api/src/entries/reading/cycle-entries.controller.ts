import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { EntryListService, entryPermissions, EntryService, ExtensionService } from '#libs/entries';
import { Context, Endpoint, PageQuery, type RequestContext, pageOf, readCursor, toPage } from '#libs/platform';
import { countsAnswer } from './entry-counts.js';
import {
  CountsQuery,
  EntriesQuery,
  EntryCounts,
  EntryStanding,
  EntrySummary,
  Extension,
  NewEntry,
  NewExtension,
  filterOf,
} from '../entry/entry.schemas.js';

const CyclePath = z.object({ cycleId: z.uuid() });

/** The entries of a cycle, their number, and who has more time. */
@Controller('v1/cycles/:cycleId')
export class CycleEntriesController {
  constructor(
    private readonly entries: EntryService,
    private readonly lists: EntryListService,
    private readonly extensions: ExtensionService,
  ) {}

  @Post('entries')
  @Endpoint({
    summary: 'Begin an entry of a city',
    access: entryPermissions.beginEntry,
    idempotent: true,
    etag: true,
    response: EntryStanding,
    problems: ['conflict', 'paused', 'deadline-passed', 'rule-violated'],
  })
  draft(
    @Param({ schema: CyclePath }) { cycleId }: z.output<typeof CyclePath>,
    @Body({ schema: NewEntry }) body: z.output<typeof NewEntry>,
    @Context() context: RequestContext,
  ) {
    return this.entries.draft(context, cycleId, body);
  }

  @Get('entries')
  @Endpoint({
    summary: 'List the entries of a cycle',
    description: "A city's people see theirs. What is left out of the filters is not asked.",
    access: entryPermissions.listEntries,
    response: pageOf(EntrySummary),
  })
  async list(
    @Param({ schema: CyclePath }) { cycleId }: z.output<typeof CyclePath>,
    @Query({ schema: EntriesQuery }) { cursor, limit, ...filter }: z.output<typeof EntriesQuery>,
    @Context() context: RequestContext,
  ) {
    const page = { after: readCursor(cursor, z.uuid()), limit: limit + 1, ...filterOf(filter) };
    return toPage(
      await this.lists.list(context, cycleId, page),
      limit,
      ({ id }) => id,
      (entry) => entry,
    );
  }

  @Get('entry-counts')
  @Endpoint({
    summary: 'Count the entries: received, valid, eligible, each with its list',
    description: 'With `by` also by region, theme, goal of the 2030 Agenda or size of the city.',
    access: entryPermissions.countEntries,
    response: EntryCounts,
  })
  async counts(
    @Param({ schema: CyclePath }) { cycleId }: z.output<typeof CyclePath>,
    @Query({ schema: CountsQuery }) { by }: z.output<typeof CountsQuery>,
  ) {
    const groups = by ? await this.lists.countsBy(cycleId, by) : [];
    return countsAnswer(cycleId, await this.lists.counts(cycleId), by ?? null, groups);
  }

  @Post('extensions')
  @Endpoint({
    summary: 'Grant one city or entry an extension',
    access: entryPermissions.grantExtension,
    idempotent: true,
    response: Extension,
    problems: ['conflict', 'paused', 'rule-violated'],
  })
  extend(
    @Param({ schema: CyclePath }) { cycleId }: z.output<typeof CyclePath>,
    @Body({ schema: NewExtension }) body: z.output<typeof NewExtension>,
    @Context() context: RequestContext,
  ) {
    return this.extensions.grant(context, cycleId, body);
  }

  @Get('extensions')
  @Endpoint({
    summary: 'List the extensions of a cycle',
    access: entryPermissions.readExtensions,
    response: pageOf(Extension),
  })
  async listExtensions(
    @Param({ schema: CyclePath }) { cycleId }: z.output<typeof CyclePath>,
    @Query({ schema: PageQuery }) { cursor, limit }: z.output<typeof PageQuery>,
  ) {
    const page = { after: readCursor(cursor, z.uuid()), limit: limit + 1 };
    return toPage(
      await this.extensions.list(cycleId, page),
      limit,
      ({ id }) => id,
      (extension) => extension,
    );
  }
}
