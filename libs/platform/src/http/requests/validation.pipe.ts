import { type ArgumentMetadata, Injectable, StandardSchemaValidationPipe } from '@nestjs/common';
import type { z } from 'zod';
import type { FieldError } from '#libs/contracts';
import { fieldErrors, fieldsRefused, unstorable } from './field-errors.js';

const PLACE: Partial<Record<ArgumentMetadata['type'], FieldError['in']>> = { query: 'query', param: 'path' };

/**
 * Validates what routes take against the schema of the parameter, and says of each field what is
 * wrong and what is allowed.
 */
@Injectable()
export class ValidationPipe extends StandardSchemaValidationPipe {
  override async transform<T>(value: T, metadata: ArgumentMetadata): Promise<T> {
    if (!metadata.schema || !this.toValidate(metadata)) return value;
    const base = metadata.data === undefined ? [] : [metadata.data];
    const place = PLACE[metadata.type];
    const refused = unstorable(value, base);
    if (refused.length > 0) throw fieldsRefused(refused, place);
    this.stripProtoKeys(value);
    const result = await this.validate<T>(value, metadata.schema);
    if (!result.issues) return result.value;
    throw fieldsRefused(fieldErrors(result.issues as z.core.$ZodIssue[], value, base), place);
  }
}
