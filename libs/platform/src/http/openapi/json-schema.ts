import { z } from 'zod';

type Json = Record<string, unknown>;

/**
 * The JSON Schema of a zod schema, with what has an id (`.meta({ id })`) as a named component. What
 * callers send (`input`) and what they get (`output`) may differ, so the names of the former end in
 * `Input`.
 */
export function jsonSchemaOf(
  schema: z.ZodType,
  io: 'input' | 'output',
): { schema: Json; components: Record<string, Json> } {
  // Inside an object, a schema with an id becomes a reference too.
  const wrapped = z.toJSONSchema(z.object({ value: schema.optional() }), { io, unrepresentable: 'any' }) as unknown as {
    properties: { value: Json };
    $defs?: Record<string, Json>;
  };
  const named = (name: string) => (io === 'input' ? `${name}Input` : name);
  const components = Object.entries(wrapped.$defs ?? {}).map(([name, definition]) => [named(name), definition]);
  return rewrite({ schema: wrapped.properties.value, components: Object.fromEntries(components) }, named) as {
    schema: Json;
    components: Record<string, Json>;
  };
}

function rewrite(value: unknown, named: (name: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => rewrite(item, named));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => {
    if (key === '$ref' && typeof inner === 'string') {
      return [key, inner.replace(/^#\/\$defs\/(.+)$/, (_, name: string) => `#/components/schemas/${named(name)}`)];
    }
    return [key, rewrite(inner, named)];
  });
  return Object.fromEntries(entries.filter(([key, inner]) => !(key === 'id' && typeof inner === 'string')));
}
