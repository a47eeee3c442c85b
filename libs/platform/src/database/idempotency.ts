import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { Problem } from '../problem/problem.js';
import { refusal } from '../refusals.words.js';
import { WITH_NEXT } from './round-trips.js';
import type { DeferredWriting, Work } from './work.js';

/** A request that may be repeated: its key, and a digest of method, path and body to tell a reused key. */
export interface IdempotentRequest {
  key: string;
  fingerprint: string;
}

/**
 * Claims the key for this transaction, with its next statement: that fails where the key is
 * claimed. A concurrent fake waits for the first.
 */
export async function claimIdempotencyKey(work: Work, request: IdempotentRequest): Promise<void> {
  await work.em.execute(`${WITH_NEXT}select platform.claim_idempotency_key(?, ?, ?)`, [
    work.actor.id,
    request.key,
    request.fingerprint,
  ]);
}

/**
 * What was answered the first time; null when there was none. Throws `idempotency-key-reused` when
 * the key came with another request.
 */
export async function earlierAnswer(
  em: SqlEntityManager,
  actorId: string,
  request: IdempotentRequest,
): Promise<{ answer: unknown } | null> {
  const [row] = await em.execute<{ fingerprint: string; answer: unknown }[]>(
    'select fingerprint, answer from platform.idempotency_key where actor_id = ? and key = ?',
    [actorId, request.key],
  );
  if (!row) return null;
  if (row.fingerprint === request.fingerprint) return { answer: row.answer };
  throw new Problem('idempotency-key-reused', refusal('key.reused', { key: request.key }));
}

/** Keeps the answer for repetitions, at the end of the same transaction. */
export const storedAnswer = (work: Work, request: IdempotentRequest, answer: unknown): DeferredWriting => ({
  call: 'platform.keep_answer(?, ?, ?)',
  values: [work.actor.id, request.key, JSON.stringify(answer ?? null)],
});

/**
 * Replaces texts in the answers that are kept for repetitions: in those to a person, and those that
 * name the person or one of the texts' owners. A repetition then gets the answer with the
 * replacement.
 */
export async function forgetInAnswers(
  { em }: Work,
  personId: string,
  texts: readonly string[],
  replacement: string,
): Promise<void> {
  // Whole values only, as they stand in the text of the JSON.
  const quoted = texts.map((text) => JSON.stringify(text));
  const replaced = quoted.reduce((inner) => `replace(${inner}, ?, ?)`, 'answer::text');
  const values = quoted.flatMap((text) => [text, JSON.stringify(replacement)]);
  const named = [JSON.stringify(personId), ...quoted.slice(1)];
  await em.execute(
    `update platform.idempotency_key set answer = (${replaced})::jsonb
     where answer is not null and (actor_id = ? or ${named.map(() => 'position(? in answer::text) > 0').join(' or ')})`,
    [...values, personId, ...named],
  );
}

/**
 * Ends keys and answers of requests made before an instant, at most so many; returns how many.
 * Repeated so late, a request is a new one.
 */
export async function forgetOldAnswers({ em }: Work, before: Date, limit: number): Promise<number> {
  const gone = await em.execute<unknown[]>(
    `delete from platform.idempotency_key k using (
       select actor_id, key from platform.idempotency_key where created_at < ? order by created_at limit ?) old
     where k.actor_id = old.actor_id and k.key = old.key returning 1 as gone`,
    [before, limit],
  );
  return gone.length;
}
