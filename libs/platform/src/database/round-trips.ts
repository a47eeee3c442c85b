import type { Pool, PoolClient, QueryResult } from 'pg';

const NOTHING: Pick<QueryResult, 'rows' | 'rowCount'> = { rows: [], rowCount: null };

/**
 * Begins a statement that answers nothing and is sent with the next one of its transaction, which fails when it does.
 */
export const WITH_NEXT = '/* held */ ';

/** Begins a statement after which its transaction is committed and nothing else may be asked. */
export const LAST_STATEMENT = '/* last */ ';

type Send = (query: unknown, ...more: unknown[]) => Promise<unknown>;

/**
 * Sends the `begin` of a transaction in one message with its first statement, what may wait with
 * the next, and its `commit` with the last one, where that says that it is: up to three round trips
 * less in each. A transaction without a statement sends nothing at all. To the server it is the
 * same, save that the transaction begins when it does something.
 */
export function saveRoundTrips(pool: Pool): void {
  pool.on('connect', (client: PoolClient) => {
    const send = client.query.bind(client) as Send;
    // Asked, to be sent with what is asked next.
    let held: string[] = [];
    let isCommitted = false;
    const query: Send = async (text, ...more) => {
      if (text === 'begin' || (typeof text === 'string' && text.startsWith(WITH_NEXT))) {
        held.push(text);
        return NOTHING;
      }
      const first = held;
      held = [];
      const ends = text === 'commit' || text === 'rollback';
      if (isCommitted && !ends) throw new Error('Nothing may follow the last statement of a transaction.');
      const isOver = isCommitted || (first[0] === 'begin' && (text === 'rollback' || first.length === 1));
      isCommitted = false;
      // What is committed stays so: whoever rolls back then has the error that made them do it.
      if (ends && isOver) return NOTHING;
      const [values] = more;
      // A message with parameters has one statement.
      if (typeof text !== 'string' || (Array.isArray(values) && values.length > 0)) {
        // When these fail, so does the next on the same connection.
        if (first.length > 0) send(first.join('; ')).catch(() => undefined);
        return send(text, ...more);
      }
      const isLast = text.startsWith(LAST_STATEMENT);
      if (first.length === 0 && !isLast) return send(text, ...more);
      const answers = await send([...first, text, ...(isLast ? ['commit'] : [])].join('; '));
      isCommitted = isLast;
      return own(answers as unknown[], first.length, isLast ? -1 : undefined);
    };
    client.query = query as typeof client.query;
  });
}

/** What the statements in the middle answered, as if they had been sent alone. */
function own(answers: unknown[], from: number, to: number | undefined): unknown {
  const [first, ...more] = answers.slice(from, to);
  return more.length > 0 ? [first, ...more] : first;
}
