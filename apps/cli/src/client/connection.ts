import { existsSync, readFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import createClient, { type Middleware } from 'openapi-fetch';
import type { ProblemDocument } from '#libs/contracts/pure';
import type { paths } from './api-types.js';

/** Where the API is, and with which key to ask it. */
export interface Connection {
  url: string;
  key: string;
}

/** Told to the user as it is; the CLI then ends with code 1. */
export class CliError extends Error {}

/** What the API refused, in the words of its problem document. */
export class RefusedError extends CliError {
  constructor(readonly problem: ProblemDocument) {
    super(inWords(problem));
  }
}

function inWords({ title, detail, action, errors, at }: ProblemDocument): string {
  const lines = [
    `${title}. ${detail}`,
    ...(errors ?? []).map(
      ({ pointer, message, allowed }) => `  ${pointer || '/'}: ${message}${allowed ? ` (allowed: ${allowed})` : ''}`,
    ),
  ];
  if (at) lines.push(`Judged at ${at}.`);
  return [...lines, `What to do: ${action}`].join('\n');
}

/**
 * Finds the API: options first, then LAUREATE_URL and LAUREATE_API_KEY, then what runs on this
 * machine (`npm start`), with the development key of the role named by `as`.
 */
export function findConnection(options: { url?: string; key?: string; as?: string }): Connection {
  const run = readRun();
  const url = options.url ?? process.env['LAUREATE_URL'] ?? run?.api;
  const key = options.key ?? process.env['LAUREATE_API_KEY'] ?? run?.keys[options.as ?? 'secretariat'];
  if (!url) throw new CliError('Which API? Give --url or set LAUREATE_URL (for example https://award.example).');
  if (!key) throw new CliError('Who are you? Give --key or set LAUREATE_API_KEY to your API key.');
  return { url: url.replace(/\/$/, ''), key };
}

/** What `npm start` wrote, else what `npm run demo -- --keep` did. */
const RUNS = ['.laureate/run.json', '.laureate/demo/run.json'];

function readRun(): { api: string; keys: Record<string, string> } | null {
  const run = RUNS.find((file) => existsSync(file));
  return run ? (JSON.parse(readFileSync(run, 'utf8')) as { api: string; keys: Record<string, string> }) : null;
}

/** A client of the API, typed by its OpenAPI document. Refusals become `RefusedError`. */
export function connect({ url, key }: Connection) {
  const client = createClient<paths>({ baseUrl: url, headers: { 'x-api-key': key } });
  client.use(refusals);
  return client;
}
export type Api = ReturnType<typeof connect>;

const refusals: Middleware = {
  onResponse: async ({ response }) => {
    if (!response.ok) throw await refusalOf(response);
  },
  onError: ({ error }) => {
    const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : '';
    return new CliError(`The API does not answer${cause}. Is it running, and is the address right?`);
  },
};

/** What an answer that is not OK says. */
export async function refusalOf(response: Response): Promise<CliError> {
  const body: unknown = await response.json().catch(() => null);
  return typeof body === 'object' && body !== null && 'action' in body
    ? new RefusedError(body as ProblemDocument)
    : new CliError(`The API answered ${response.status} ${response.statusText}.`);
}

/** Headers of a request that is carried out once, however often it is sent. */
export const once = () => ({ 'Idempotency-Key': randomUUID() });

/** The data of an answer that was not refused. */
export async function ask<T>(answer: Promise<{ data?: T }>): Promise<T> {
  const { data } = await answer;
  return data as T;
}

/** Every item of a paged list, page by page. */
export async function* pages<T>(
  page: (cursor: string | undefined) => Promise<{ data?: { items: T[]; next: string | null } }>,
): AsyncGenerator<T> {
  let cursor: string | undefined;
  do {
    const { items, next } = await ask(page(cursor));
    yield* items;
    cursor = next ?? undefined;
  } while (cursor);
}
