import { Problem } from '../http/problem.js';
import type { Work } from './work.js';

/** A request that may be repeated: its key, and a digest of method, path and body to tell a reused key. */
export interface IdempotentRequest {
  key: string;
  fingerprint: string;
}

/** Claims the key for this transaction, or returns what was answered the first time. A concurrent twin waits for the first. */
export async function claimIdempotencyKey(work: Work, request: IdempotentRequest): Promise<{ answer: unknown } | null> {
  const claimed = await work.em.execute<unknown[]>(
    `insert into platform.idempotency_key (actor_id, key, fingerprint) values (?, ?, ?)
     on conflict (actor_id, key) do nothing returning 1 as claimed`,
    [work.actor.id, request.key, request.fingerprint],
  );
  if (claimed.length > 0) return null;
  const [row] = await work.em.execute<{ fingerprint: string; answer: unknown }[]>(
    'select fingerprint, answer from platform.idempotency_key where actor_id = ? and key = ?',
    [work.actor.id, request.key],
  );
  if (!row || row.fingerprint !== request.fingerprint) {
    throw new Problem('idempotency-key-reused', `The key "${request.key}" was used for a different request.`);
  }
  return { answer: row.answer };
}

/** Keeps the answer for repetitions, in the same transaction. */
export async function storeAnswer(work: Work, request: IdempotentRequest, answer: unknown): Promise<void> {
  await work.em.execute('update platform.idempotency_key set answer = ?::jsonb where actor_id = ? and key = ?', [
    JSON.stringify(answer ?? null),
    work.actor.id,
    request.key,
  ]);
}
