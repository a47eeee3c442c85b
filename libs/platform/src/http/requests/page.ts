import { z } from 'zod';
import { Problem } from '../../problem/problem.js';
import { refusal } from '../../refusals.words.js';

/** One page of a list; `next` is the cursor of the following one, null at the end. */
export interface Page<T> {
  items: T[];
  next: string | null;
}

/** Query of every list; extend it with the list's own filters. */
export const PageQuery = z.strictObject({
  cursor: z.string().min(1).max(500).optional().describe('`next` of the page before'),
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('Items on a page'),
});

/** Schema of a page of items. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().nullable().describe('Cursor of the next page; null at the end') });

/** An opaque cursor: the sort key of the last item. */
export const writeCursor = (key: z.core.util.JSONType) => Buffer.from(JSON.stringify(key)).toString('base64url');

/**
 * The sort key in a cursor, or undefined on the first page. Throws `invalid-request` for one this list did not give.
 */
export function readCursor<K extends z.ZodType>(cursor: string | undefined, key: K): z.output<K> | undefined {
  if (cursor === undefined) return undefined;
  try {
    return key.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    const message = refusal('cursor.foreign');
    throw new Problem('invalid-request', refusal('cursor.invalid'), {
      errors: [{ pointer: '/cursor', in: 'query', message, allowed: refusal('cursor.allowed') }],
    });
  }
}

/**
 * Makes a page of rows read with `limit + 1` in the list's order; `keyOf` gives the sort key of a row. The key must be
 * unique (end it with the id) and compare as the query's `order by` does.
 */
export function toPage<R, T>(
  rows: R[],
  limit: number,
  keyOf: (row: R) => z.core.util.JSONType,
  toItem: (row: R) => T,
): Page<T> {
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return { items: shown.map(toItem), next: last === undefined ? null : writeCursor(keyOf(last)) };
}
