import { Controller, Get } from '@nestjs/common';
import { Endpoint } from '#libs/platform';
import { ApiDescription } from './api-description.js';
import { asyncApiDocument } from './asyncapi.js';

/** The documents programs read: the HTTP API and the events. */
@Controller()
export class DescriptionController {
  constructor(private readonly description: ApiDescription) {}

  @Get('openapi.json')
  @Endpoint({ summary: 'OpenAPI 3.1 document of this API', access: 'public', status: 200, hidden: true })
  openapi() {
    return this.description.openapi;
  }

  @Get('asyncapi.json')
  @Endpoint({ summary: 'AsyncAPI 3 document of the events', access: 'public', status: 200, hidden: true })
  asyncapi() {
    return asyncApiDocument();
  }
}
