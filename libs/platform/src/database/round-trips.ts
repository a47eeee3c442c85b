import type { Pool, PoolClient, QueryResult } from 'pg';

const NOTHING: Pick<QueryResult, 'rows' | 'rowCount'> = { rows: [], rowCount: null };

/** Begins a statement after which its transaction is committed and nothing else may be asked. */
export const LAST_STATEMENT = '/* last */ ';

type Send = (query: unknown, ...more: unknown[]) => Promise<unknown>;

/**
 * Sends the `begin` of a transaction in one message with its first statement, and its `commit` with the last one, where that says
 * that it is: up to two round trips less in each. A transaction without a statement sends nothing at all. To the server it is the
 * same, save that the transaction begins when it does something.
 */
export function saveRoundTrips(pool: Pool): void {
  pool.on('connect', (client: PoolClient) => {
    const send = client.query.bind(client) as Send;
    // Asked to begin, and nothing sent yet; or committed, and not asked to yet.
    let state: 'plain' | 'beginning' | 'committed' = 'plain';
    const query: Send = async (text, ...more) => {
      const before = state;
      if (text === 'begin') {
        state = 'beginning';
        return NOTHING;
      }
      const ends = text === 'commit' || text === 'rollback';
      if (before === 'committed' && !ends) throw new Error('Nothing may follow the last statement of a transaction.');
      state = 'plain';
      // What is committed stays so: whoever rolls back then has the error that made them do it.
      if (before !== 'plain' && ends) return NOTHING;
      const begins = before === 'beginning';
      const [values] = more;
      // A message with parameters has one statement.
      if (typeof text !== 'string' || (Array.isArray(values) && values.length > 0)) {
        // When it fails, so does the next on the same connection.
        if (begins) send('begin').catch(() => undefined);
        return send(text, ...more);
      }
      const isLast = text.startsWith(LAST_STATEMENT);
      if (!begins && !isLast) return send(text, ...more);
      const answers = await send(`${begins ? 'begin; ' : ''}${text}${isLast ? '; commit' : ''}`);
      if (isLast) state = 'committed';
      return own(answers as unknown[], begins ? 1 : 0, isLast ? -1 : undefined);
    };
    client.query = query as typeof client.query;
  });
}

/** What the statements in the middle answered, as if they had been sent alone. */
function own(answers: unknown[], from: number, to: number | undefined): unknown {
  const [first, ...more] = answers.slice(from, to);
  return more.length > 0 ? [first, ...more] : first;
}
