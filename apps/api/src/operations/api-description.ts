import { Injectable } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';

/** The API's own description, made once from its routes when it starts. */
@Injectable()
export class ApiDescription {
  openapi: OpenAPIObject | undefined;
}
