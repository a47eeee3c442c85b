import type { Configuration } from '@mikro-orm/core';
import { PostgreSqlDriver } from '@mikro-orm/postgresql';

/**
 * The driver of PostgreSQL, which quotes a text at once instead of character by character: the
 * texts of a submit are ten thousand characters long.
 */
export class Driver extends PostgreSqlDriver {
  constructor(config: Configuration) {
    super(config);
    Object.assign(this.platform, { escapeLiteral: quoted });
  }
}

/** A text as a literal, by the rules of libpq (`PQescapeLiteral`). */
export function quoted(text: string): string {
  const literal = `'${text.replaceAll("'", "''")}'`;
  return text.includes('\\') ? ` E${literal.replaceAll('\\', '\\\\')}` : literal;
}
