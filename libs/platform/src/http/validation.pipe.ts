import { type ArgumentMetadata, Injectable, StandardSchemaValidationPipe } from '@nestjs/common';
import type { z } from 'zod';
import type { FieldError } from '#libs/contracts';
import { fieldErrors, unstorableText } from './field-errors.js';
import { Problem } from './problem.js';

const PLACE: Partial<Record<ArgumentMetadata['type'], FieldError['in']>> = { query: 'query', param: 'path' };

/** Validates what routes take against the schema of the parameter, and says of each field what is wrong and what is allowed. */
@Injectable()
export class ValidationPipe extends StandardSchemaValidationPipe {
  override async transform<T>(value: T, metadata: ArgumentMetadata): Promise<T> {
    if (!metadata.schema || !this.toValidate(metadata)) return value;
    this.stripProtoKeys(value);
    const base = metadata.data === undefined ? [] : [metadata.data];
    const unstorable = unstorableText(value, base);
    if (unstorable.length > 0) throw refuse(unstorable, metadata);
    const result = await this.validate<T>(value, metadata.schema);
    if (!result.issues) return result.value;
    throw refuse(fieldErrors(result.issues as z.core.$ZodIssue[], value, base), metadata);
  }
}

function refuse(errors: FieldError[], { type }: ArgumentMetadata): Problem {
  const place = PLACE[type];
  const located = place ? errors.map((error) => ({ ...error, in: place })) : errors;
  const [first] = located;
  const detail =
    located.length === 1
      ? `${first!.pointer || 'The request'}: ${first!.message}.`
      : `${located.length} fields are not valid.`;
  return new Problem('invalid-request', detail, { errors: located.slice(0, 100) });
}
