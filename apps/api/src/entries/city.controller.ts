import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { CityService } from '#libs/entries';
import { IdentityAuthenticator } from '#libs/identity';
import { Context, Endpoint, PageQuery, type RequestContext, pageOf, readCursor, toPage } from '#libs/platform';
import { City, NewCity } from './entry.schemas.js';

const CityPath = z.object({ cityId: z.uuid() });

/** Cities and local governments. */
@Controller('v1/cities')
export class CityController {
  constructor(
    private readonly cities: CityService,
    private readonly authenticator: IdentityAuthenticator,
  ) {}

  @Post()
  @Endpoint({
    summary: 'Register a city',
    description: 'Who registers a city with the role city acts for it from then on.',
    access: ['city', 'secretariat'],
    idempotent: true,
    response: City,
    problems: ['conflict'],
  })
  async register(@Body({ schema: NewCity }) body: z.output<typeof NewCity>, @Context() context: RequestContext) {
    const city = await this.cities.register(context, body);
    this.authenticator.forget();
    return city;
  }

  @Get()
  @Endpoint({
    summary: 'List cities',
    description: "A city's people see theirs.",
    access: ['city', 'secretariat', 'organiser', 'auditor'],
    response: pageOf(City),
  })
  async list(
    @Query({ schema: PageQuery }) { cursor, limit }: z.output<typeof PageQuery>,
    @Context() context: RequestContext,
  ) {
    const rows = await this.cities.list(context, { after: readCursor(cursor, z.uuid()), limit: limit + 1 });
    return toPage(
      rows,
      limit,
      ({ id }) => id,
      (city) => city,
    );
  }

  @Get(':cityId')
  @Endpoint({ summary: 'Show a city', access: ['city', 'secretariat', 'organiser', 'auditor'], response: City })
  get(@Param({ schema: CityPath }) { cityId }: z.output<typeof CityPath>, @Context() context: RequestContext) {
    return this.cities.get(context, cityId);
  }
}
