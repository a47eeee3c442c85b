/** What is read here of a JSON Schema of the OpenAPI document. */
export interface Schema {
  $ref?: string;
  type?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  minItems?: number;
  minimum?: number;
  minLength?: number;
  pattern?: string;
}

/** Texts of which one fits each pattern of the API. A new pattern that none fits needs one more. */
const TEXTS = [
  'a',
  'en',
  'aaaaaaaaaaaa',
  '2099-01-01T00:00:00Z',
  '2026-01-01',
  '0197b7a0-0000-7000-8000-000000000001',
  '0'.repeat(64),
  '000000',
  'somebody@city.example',
  '/title',
  'KE',
];

/** The smallest value that a schema takes, as far as a schema says it. */
export function smallest(schema: Schema, components: Record<string, Schema>): unknown {
  if (schema.$ref) return smallest(components[schema.$ref.split('/').at(-1)!]!, components);
  const one = schema.anyOf?.[0] ?? schema.oneOf?.[0];
  if (one) return smallest(one, components);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        (schema.required ?? []).map((key) => [key, smallest(schema.properties?.[key] ?? {}, components)]),
      );
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => smallest(schema.items ?? {}, components));
    case 'integer':
    case 'number':
      return schema.minimum ?? 1;
    case 'boolean':
      return true;
    case 'string':
      return textFor(schema);
    default:
      return {};
  }
}

function textFor({ pattern, minLength = 0 }: Schema): string {
  const fits = (text: string) => text.length >= minLength && (!pattern || new RegExp(pattern, 'u').test(text));
  const text = TEXTS.find(fits);
  if (text === undefined) throw new Error(`No text of TEXTS fits the pattern ${pattern}: add one that does.`);
  return text;
}
