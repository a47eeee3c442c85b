import { Controller, Get, Query } from '@nestjs/common';
import type { z } from 'zod';
import { DIRECTORY_CREDIT, searchDirectory } from '#libs/entries';
import { Endpoint } from '#libs/platform';
import { CityDirectory, DirectoryQuery } from './city.schemas.js';

/** Cities of the world, to register one without typing what is known of it. */
@Controller('v1/city-directory')
export class CityDirectoryController {
  @Get()
  @Endpoint({
    summary: 'Search the directory of cities',
    description: 'The best first, at most `limit`. A city that is not in it is registered by hand.',
    access: 'public',
    response: CityDirectory,
  })
  search(@Query({ schema: DirectoryQuery }) { q, country, limit }: z.output<typeof DirectoryQuery>) {
    return { credit: DIRECTORY_CREDIT, items: searchDirectory(q, { limit, countryCode: country }) };
  }
}
