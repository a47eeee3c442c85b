import { randomUUID } from 'node:crypto';
import { Pool } from 'undici';

/**
 * An answer: its status, how many milliseconds it took until all of it was here, and what it said
 * when it was no success.
 */
export interface Answered {
  status: number;
  ms: number;
  problem: string | null;
}

/**
 * The API over connections that stay open; the lightest of Node's clients, as it shares the machine
 * with what it measures.
 */
export class Web {
  private readonly pool: Pool;

  constructor(url: string, connections: number) {
    this.pool = new Pool(url, { connections });
  }

  /**
   * Sends a request of whoever has that key, each with an idempotency key of its own; with the
   * version that was read, if any.
   */
  async ask(
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    key: string,
    body?: object,
    version?: number,
  ): Promise<Answered> {
    const begun = performance.now();
    const { statusCode: status, body: answer } = await this.pool.request({
      method,
      path,
      headers: {
        'x-api-key': key,
        ...(body ? { 'content-type': 'application/json', 'idempotency-key': randomUUID() } : {}),
        ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const problem = status >= 300 ? await answer.text() : await answer.dump().then(() => null);
    return { status, ms: performance.now() - begun, problem };
  }

  close(): Promise<void> {
    return this.pool.destroy();
  }
}

/** Calls it for each, as many at once as there are connections; the answers in the order they began. */
export async function inTurns<T, R>(items: T[], connections: number, call: (item: T) => Promise<R>): Promise<R[]> {
  const answers: R[] = [];
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < items.length; index = next++) answers[index] = await call(items[index]!);
  };
  await Promise.all(Array.from({ length: connections }, worker));
  return answers;
}
