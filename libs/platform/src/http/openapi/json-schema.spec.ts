import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { jsonSchemaOf } from './json-schema.js';

describe('JSON Schema', () => {
  it('names what has an id, apart for what comes in and what goes out', () => {
    const city = z.object({ name: z.string(), id: z.string().default('x') }).meta({ id: 'City' });
    expect(jsonSchemaOf(z.array(city), 'output')).toMatchObject({
      schema: { type: 'array', items: { $ref: '#/components/schemas/City' } },
      components: { City: { required: ['name', 'id'], properties: { id: { type: 'string' } } } },
    });
    expect(jsonSchemaOf(city, 'input')).toMatchObject({
      schema: { $ref: '#/components/schemas/CityInput' },
      components: { CityInput: { required: ['name'] } },
    });
  });
});
