import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { DuplicateService, entryPermissions } from '#libs/entries';
import { Context, Endpoint, type RequestContext, pageOf, readCursor, toPage, WEIGHTS } from '#libs/platform';
import {
  DuplicateMark,
  DuplicatePair,
  DuplicateSearch,
  DuplicatesQuery,
  NewDuplicateMark,
} from './eligibility.schemas.js';

const CyclePath = z.object({ cycleId: z.uuid() });
type CyclePath = z.output<typeof CyclePath>;
const PairPath = CyclePath.extend({ a: z.uuid(), b: z.uuid() });
const Place = z.tuple([z.number(), z.uuid(), z.uuid()]);

/** Entries that are alike, in this cycle and those before, side by side. People say whether they are the same. */
@Controller('v1/cycles/:cycleId/duplicates')
export class DuplicateController {
  constructor(private readonly duplicates: DuplicateService) {}

  @Get()
  @Endpoint({
    summary: 'List pairs of entries that are alike, the most alike first',
    access: entryPermissions.readUndecided,
    response: pageOf(DuplicatePair),
  })
  async list(
    @Param({ schema: CyclePath }) { cycleId }: CyclePath,
    @Query({ schema: DuplicatesQuery }) { cursor, limit, ...filter }: z.output<typeof DuplicatesQuery>,
    @Context() context: RequestContext,
  ) {
    const place = readCursor(cursor, Place);
    const after = place && { likeness: place[0], a: place[1], b: place[2] };
    return toPage(
      await this.duplicates.list(context, cycleId, { ...filter, after, limit: limit + 1 }),
      limit,
      ({ likest, a, b }) => [likest, a.id, b.id],
      (pair) => pair,
    );
  }

  @Post('searches')
  @Endpoint({
    summary: 'Look again for entries like one of them',
    weight: WEIGHTS.dryRun,
    description: 'It was done when the entry came in; needed after past editions were imported.',
    access: entryPermissions.markDuplicate,
    idempotent: true,
  })
  search(
    @Param({ schema: CyclePath }) { cycleId }: CyclePath,
    @Body({ schema: DuplicateSearch }) { entryId }: z.output<typeof DuplicateSearch>,
    @Context() context: RequestContext,
  ) {
    return this.duplicates.search(context, cycleId, entryId);
  }

  @Post(':a/:b/marks')
  @Endpoint({
    summary: 'Say whether two entries are the same',
    access: entryPermissions.markDuplicate,
    idempotent: true,
    response: DuplicateMark,
  })
  mark(
    @Param({ schema: PairPath }) { cycleId, a, b }: z.output<typeof PairPath>,
    @Body({ schema: NewDuplicateMark }) body: z.output<typeof NewDuplicateMark>,
    @Context() context: RequestContext,
  ) {
    return this.duplicates.mark(context, cycleId, [a, b], body);
  }
}
