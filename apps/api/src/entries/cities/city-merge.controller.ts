import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { CityDuplicatesService, CityMergeService, entryPermissions } from '#libs/entries';
import { IdentityAuthenticator } from '#libs/identity';
import { Context, Endpoint, PageQuery, type RequestContext, WEIGHTS, pageOf, readCursor, toPage } from '#libs/platform';
import {
  AskedMerge,
  CityDuplicate,
  CityDuplicatesQuery,
  CityMark,
  CityMerge,
  CityMergePreview,
  NewCityMark,
  NewMerge,
} from './city-merge.schemas.js';

const CityPath = z.object({ cityId: z.uuid() });
type CityPath = z.output<typeof CityPath>;
const PairPath = z.object({ a: z.uuid(), b: z.uuid() });
const Place = z.tuple([z.number(), z.uuid(), z.uuid()]);

/** Cities that were registered twice: shown as they may be, merged by people. */
@Controller('v1/city-duplicates')
export class CityDuplicateController {
  constructor(private readonly duplicates: CityDuplicatesService) {}

  @Get()
  @Endpoint({
    summary: 'List pairs of cities that may be the same, the most alike first',
    description:
      'Of one territory, with names that are alike; or the same city of the directory. Nothing follows by itself.',
    access: entryPermissions.listCityDuplicates,
    response: pageOf(CityDuplicate),
  })
  async list(
    @Query({ schema: CityDuplicatesQuery }) { cursor, limit, different = false }: z.output<typeof CityDuplicatesQuery>,
  ) {
    const place = readCursor(cursor, Place);
    const after = place && { likeness: place[0], a: place[1], b: place[2] };
    return toPage(
      await this.duplicates.list({ different, after, limit: limit + 1 }),
      limit,
      ({ likeness, a, b }) => [likeness, a.id, b.id],
      (pair) => pair,
    );
  }

  @Post(':a/:b/marks')
  @Endpoint({
    summary: 'Say that two cities are different, so that they are not listed any more; or that this is open again',
    access: entryPermissions.markCityDuplicate,
    idempotent: true,
    response: CityMark,
  })
  mark(
    @Param({ schema: PairPath }) { a, b }: z.output<typeof PairPath>,
    @Body({ schema: NewCityMark }) body: z.output<typeof NewCityMark>,
    @Context() context: RequestContext,
  ) {
    return this.duplicates.mark(context, [a, b], body);
  }
}

/** Merging a city into the one that stays: shown first, then done exactly so, never undone. */
@Controller('v1/cities/:cityId')
export class CityMergeController {
  constructor(
    private readonly merges: CityMergeService,
    private readonly authenticator: IdentityAuthenticator,
  ) {}

  @Post('merge/preview')
  @Endpoint({
    summary: 'Say everything that merging a city into another would do; nothing changes',
    weight: WEIGHTS.dryRun,
    description: 'For the secretariat of every programme in which something would move.',
    access: entryPermissions.mergeCities,
    idempotent: { no: 'it changes nothing' },
    status: 200,
    response: CityMergePreview,
    problems: ['conflict', 'rule-violated'],
  })
  preview(
    @Param({ schema: CityPath }) { cityId }: CityPath,
    @Body({ schema: AskedMerge }) { into }: z.output<typeof AskedMerge>,
    @Context() context: RequestContext,
  ) {
    return this.merges.preview(context, { cityId, intoId: into });
  }

  @Post('merge')
  @Endpoint({
    summary: 'Merge a city into another one, exactly as it was previewed; this is never undone',
    description:
      'Entries, frameworks, extensions and roles move; what was submitted, signed or decided stays as it is. The city stays readable and says where it went, its people are told by mail, and nobody acts for it any more.',
    access: entryPermissions.mergeCities,
    idempotent: true,
    response: CityMerge,
    problems: ['conflict', 'rule-violated'],
  })
  async merge(
    @Param({ schema: CityPath }) { cityId }: CityPath,
    @Body({ schema: NewMerge }) { into, ...given }: z.output<typeof NewMerge>,
    @Context() context: RequestContext,
  ) {
    const done = await this.merges.merge(context, cityId, { intoId: into, ...given });
    await this.authenticator.forget();
    return done;
  }

  @Get('merges')
  @Endpoint({
    summary: 'List the merges of a city and into it, oldest first',
    description: 'Who did it, when and why, and everything that moved.',
    access: entryPermissions.readCityRecords,
    response: pageOf(CityMerge),
  })
  async list(
    @Param({ schema: CityPath }) { cityId }: CityPath,
    @Query({ schema: PageQuery }) { cursor, limit }: z.output<typeof PageQuery>,
    @Context() context: RequestContext,
  ) {
    const page = { after: readCursor(cursor, z.uuid()), limit: limit + 1 };
    return toPage(
      await this.merges.list(context, cityId, page),
      limit,
      ({ id }) => id,
      (merge) => merge,
    );
  }
}
