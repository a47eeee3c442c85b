import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

/** What the API answered, whatever it was. */
export interface Answer {
  status: number;
  etag: string | null;
  body: Record<string, unknown>;
}

/** What a request carries besides its body. */
export interface RequestOptions {
  etag?: string | undefined;
  idempotencyKey?: string;
}

/** Somebody who uses the API with a key of their own. */
export class Client {
  constructor(
    readonly api: string,
    readonly name: string,
    private readonly credentials: Record<string, string>,
    readonly id = '',
    readonly address = '',
  ) {}

  /**
   * Sends a request; every POST has a new Idempotency-Key unless it is given one. Answers refusals like anything else.
   */
  async send(method: string, path: string, body?: unknown, options: RequestOptions = {}): Promise<Answer> {
    const answer = await fetch(this.api + path, {
      method,
      headers: {
        ...this.credentials,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(options.etag ? { 'if-match': options.etag } : {}),
        ...(method === 'POST' ? { 'idempotency-key': options.idempotencyKey ?? randomUUID() } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const json = answer.headers.get('content-type')?.includes('json') && text !== '';
    const parsed = json ? (JSON.parse(text) as Record<string, unknown>) : { text };
    return { status: answer.status, etag: answer.headers.get('etag'), body: parsed };
  }

  /** Sends a request that must succeed, and gives its body. Throws with what was answered otherwise. */
  async ask<T>(method: string, path: string, body?: unknown, options?: RequestOptions): Promise<T> {
    const { status, body: answer } = await this.send(method, path, body, options);
    if (status >= 400)
      throw new Error(`${this.name}: ${method} ${path} was answered ${status}: ${JSON.stringify(answer)}`);
    return answer as T;
  }

  get<T>(path: string): Promise<T> {
    return this.ask<T>('GET', path);
  }

  post<T>(path: string, body?: unknown, options?: RequestOptions): Promise<T> {
    return this.ask<T>('POST', path, body, options);
  }
}

/**
 * Asks until there is an answer that is wanted (not undefined). Throws after `withinMs`, saying what was waited for.
 */
export async function until<T>(what: string, ask: () => Promise<T | undefined>, withinMs = 60_000): Promise<T> {
  for (const end = Date.now() + withinMs; ; await sleep(150)) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > end) throw new Error(`Waited ${withinMs / 1000} s for ${what}, in vain.`);
  }
}

/** Does something for each item, a few at a time; results in the items' order. */
export async function forEach<T, R>(
  items: readonly T[],
  act: (item: T, index: number) => Promise<R>,
  lanes = 6,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const lane = async () => {
    for (let index = next++; index < items.length; index = next++) results[index] = await act(items[index]!, index);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return results;
}
