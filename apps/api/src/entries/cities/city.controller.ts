import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { CityService, entryPermissions, OnBehalfOfService } from '#libs/entries';
import { IdentityAuthenticator } from '#libs/identity';
import { Context, Endpoint, PageQuery, type RequestContext, pageOf, readCursor, toPage } from '#libs/platform';
import { CitiesQuery, City, NewCity } from './city.schemas.js';
import { CityAct } from '../entry/entry.schemas.js';

const CityPath = z.object({ cityId: z.uuid() });

/** Cities and local governments. */
@Controller('v1/cities')
export class CityController {
  constructor(
    private readonly cities: CityService,
    private readonly onBehalfOf: OnBehalfOfService,
    private readonly authenticator: IdentityAuthenticator,
  ) {}

  @Post()
  @Endpoint({
    summary: 'Register a city',
    description:
      'By its id in the directory, or by hand. Who registers a city with the role city acts for it from then on; they answer the privacy notice before, or with it.',
    access: entryPermissions.registerCity,
    idempotent: true,
    response: City,
    problems: ['conflict', 'not-found', 'rule-violated'],
  })
  async register(@Body({ schema: NewCity }) body: z.output<typeof NewCity>, @Context() context: RequestContext) {
    const { privacy, ...wanted } = body;
    const city = await this.cities.register(context, wanted, privacy);
    await this.authenticator.forget();
    return city;
  }

  @Get()
  @Endpoint({
    summary: 'List cities',
    description: "A city's people see theirs. Without those that were merged into another one, unless asked for.",
    access: entryPermissions.listCities,
    response: pageOf(City),
  })
  async list(
    @Query({ schema: CitiesQuery }) { cursor, limit, merged }: z.output<typeof CitiesQuery>,
    @Context() context: RequestContext,
  ) {
    const rows = await this.cities.list(context, { merged, after: readCursor(cursor, z.uuid()), limit: limit + 1 });
    return toPage(
      rows,
      limit,
      ({ id }) => id,
      (city) => city,
    );
  }

  @Get(':cityId')
  @Endpoint({
    summary: 'Show a city',
    description: 'One that was merged into another says where it went; its history stays readable.',
    access: entryPermissions.readCity,
    response: City,
  })
  get(@Param({ schema: CityPath }) { cityId }: z.output<typeof CityPath>, @Context() context: RequestContext) {
    return this.cities.get(context, cityId);
  }

  @Get(':cityId/acts')
  @Endpoint({
    summary: 'List what the secretariat did in the name of a city',
    description: 'Oldest first: who did it, and for which person of the city.',
    access: entryPermissions.readCityRecords,
    response: pageOf(CityAct),
  })
  async listActs(
    @Param({ schema: CityPath }) { cityId }: z.output<typeof CityPath>,
    @Query({ schema: PageQuery }) { cursor, limit }: z.output<typeof PageQuery>,
    @Context() context: RequestContext,
  ) {
    const page = { after: readCursor(cursor, z.uuid()), limit: limit + 1 };
    return toPage(
      await this.onBehalfOf.list(context, cityId, page),
      limit,
      ({ id }) => id,
      (act) => act,
    );
  }
}
