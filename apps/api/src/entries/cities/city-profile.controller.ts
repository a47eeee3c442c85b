import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import { z } from 'zod';
import { CityProfileService, entryPermissions } from '#libs/entries';
import { Context, Endpoint, IfMatch, PageQuery, type RequestContext, pageOf, readCursor, toPage } from '#libs/platform';
import { CityProfile, NewProfile } from './city.schemas.js';

const CityPath = z.object({ cityId: z.uuid() });

/** What cities say of themselves in figures, each with its source and year. */
@Controller('v1/cities/:cityId')
export class CityProfileController {
  constructor(private readonly profiles: CityProfileService) {}

  @Get('profile')
  @Endpoint({
    summary: "Show a city's profile",
    access: entryPermissions.readCity,
    etag: true,
    response: CityProfile,
  })
  get(@Param({ schema: CityPath }) { cityId }: z.output<typeof CityPath>, @Context() context: RequestContext) {
    return this.profiles.get(context, cityId);
  }

  @Put('profile')
  @Endpoint({
    summary: "Change a city's profile",
    description: 'By its owners and editors, or the secretariat. What is left out is not said any more.',
    access: entryPermissions.changeCityProfile,
    ifMatch: true,
    etag: true,
    response: CityProfile,
    problems: ['conflict'],
  })
  set(
    @Param({ schema: CityPath }) { cityId }: z.output<typeof CityPath>,
    @Body({ schema: NewProfile }) { figures }: z.output<typeof NewProfile>,
    @IfMatch() version: number,
    @Context() context: RequestContext,
  ) {
    return this.profiles.set(context, cityId, version, figures);
  }

  @Get('profile-versions')
  @Endpoint({
    summary: "List the versions of a city's profile, the newest first",
    access: entryPermissions.readCity,
    response: pageOf(CityProfile),
  })
  async versions(
    @Param({ schema: CityPath }) { cityId }: z.output<typeof CityPath>,
    @Query({ schema: PageQuery }) { cursor, limit }: z.output<typeof PageQuery>,
    @Context() context: RequestContext,
  ) {
    const page = { before: readCursor(cursor, z.int()), limit: limit + 1 };
    return toPage(
      await this.profiles.versions(context, cityId, page),
      limit,
      ({ version }) => version,
      (profile) => profile,
    );
  }
}
