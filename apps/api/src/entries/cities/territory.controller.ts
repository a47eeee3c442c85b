import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import { z } from 'zod';
import { TerritoryService, entryPermissions } from '#libs/entries';
import { Context, Endpoint, IfMatch, PageQuery, type RequestContext, pageOf, readCursor, toPage } from '#libs/platform';
import {
  NewRegion,
  NewTerritory,
  ProgrammePath,
  Region,
  RegionPath,
  Territory,
  TerritoryChange,
  TerritoryList,
  TerritoryPath,
} from './territory.schemas.js';

/** The territories and regions that a programme owns. */
@Controller('v1/programmes/:programme')
export class TerritoryController {
  constructor(private readonly territories: TerritoryService) {}

  @Get('territories')
  @Endpoint({
    summary: "Show a programme's territories and regions",
    description: 'What they are called in each language, and where they count. Cities refer to them by their keys.',
    access: 'public',
    response: TerritoryList,
  })
  list(@Param({ schema: ProgrammePath }) { programme }: z.output<typeof ProgrammePath>) {
    return this.territories.list(programme);
  }

  @Put('territories/:key')
  @Endpoint({
    summary: "Change a territory of a programme's list, or add one",
    description: 'If-Match `"0"` adds one. Lists, counts, exports and conflicts of interest follow at once.',
    access: entryPermissions.changeTerritories,
    ifMatch: true,
    etag: true,
    response: Territory,
  })
  setTerritory(
    @Param({ schema: TerritoryPath }) path: z.output<typeof TerritoryPath>,
    @Body({ schema: NewTerritory }) { reason, ...given }: z.output<typeof NewTerritory>,
    @IfMatch() version: number,
    @Context() context: RequestContext,
  ) {
    return this.territories.setTerritory(context, path, given, { version, reason });
  }

  @Put('regions/:key')
  @Endpoint({
    summary: "Change what a region of a programme's list is called, or add one",
    description: 'If-Match `"0"` adds one.',
    access: entryPermissions.changeTerritories,
    ifMatch: true,
    etag: true,
    response: Region,
  })
  setRegion(
    @Param({ schema: RegionPath }) path: z.output<typeof RegionPath>,
    @Body({ schema: NewRegion }) { reason, names }: z.output<typeof NewRegion>,
    @IfMatch() version: number,
    @Context() context: RequestContext,
  ) {
    return this.territories.setRegion(context, path, names, { version, reason });
  }

  @Get('territory-changes')
  @Endpoint({
    summary: "List the changes of a programme's territories and regions",
    description: 'Oldest first, with what was there before, and why.',
    access: entryPermissions.readTerritories,
    response: pageOf(TerritoryChange),
  })
  async changes(
    @Param({ schema: ProgrammePath }) { programme }: z.output<typeof ProgrammePath>,
    @Query({ schema: PageQuery }) { cursor, limit }: z.output<typeof PageQuery>,
    @Context() context: RequestContext,
  ) {
    const page = { after: readCursor(cursor, z.uuid()), limit: limit + 1 };
    return toPage(
      await this.territories.changes(context, programme, page),
      limit,
      ({ id }) => id,
      (change) => change as z.input<typeof TerritoryChange>,
    );
  }
}
