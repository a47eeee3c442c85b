/** A JSON value. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** Is it an object with named members (no list, not null)? */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** RFC 6901 pointer of these tokens. */
export function pointerOf(tokens: readonly string[]): string {
  return tokens.map(step).join('');
}

const step = (token: string): string => `/${token.replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** The tokens of an RFC 6901 pointer. */
export function tokensOf(pointer: string): string[] {
  const tokens = pointer.split('/').slice(1);
  return tokens.map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The member of nested objects at the pointer; undefined when there is none. */
export function memberAt(value: Json, pointer: string): Json | undefined {
  let at: Json | undefined = value;
  for (const token of tokensOf(pointer)) at = isObject(at) && Object.hasOwn(at, token) ? at[token] : undefined;
  return at;
}

/** A copy with another value at the pointer. Throws a RangeError when nothing is there. */
export function withMemberAt(value: Json, pointer: string, replacement: Json): Json {
  const replace = (at: Json, [token, ...rest]: string[]): Json => {
    if (token === undefined) return replacement;
    if (!isObject(at) || !Object.hasOwn(at, token)) throw new RangeError(`there is nothing at ${pointer}`);
    const members = Object.entries(at).map(([key, member]) => [key, key === token ? replace(member, rest) : member]);
    return Object.fromEntries(members) as JsonObject;
  };
  return replace(value, tokensOf(pointer));
}

/**
 * Every leaf of nested objects by its pointer. Whatever is no object, a list too, is one leaf; so is an empty object.
 */
export function leavesOf(value: Json): Map<string, Json> {
  const leaves = new Map<string, Json>();
  const walk = (at: Json, pointer: string) => {
    const members = isObject(at) ? Object.entries(at) : [];
    if (members.length === 0) leaves.set(pointer, at);
    for (const [token, member] of members) walk(member, pointer + step(token));
  };
  walk(value, '');
  return leaves;
}
