import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { v7 as uuidv7 } from 'uuid';

/** Where a request stands in a trace (W3C Trace Context). */
export interface Trace {
  traceId: string;
  spanId: string;
  /** What is passed on to everything the request causes. */
  traceparent: string;
}

declare module 'fastify' {
  interface FastifyRequest {
    trace?: Trace;
  }
}

const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-([0-9a-f]{2})(-|$)/;
const REQUEST_ID = /^[A-Za-z0-9._-]{8,100}$/;

/** Continues the caller's trace, or begins one. */
export function traceOf(traceparent: string | undefined): Trace {
  const given = traceparent && !traceparent.startsWith('ff') ? TRACEPARENT.exec(traceparent) : null;
  const known = given && !/^0+$/.test(given[1]!) ? given : null;
  const traceId = known?.[1] ?? randomHex(32);
  const spanId = randomHex(16);
  return { traceId, spanId, traceparent: `00-${traceId}-${spanId}-${known?.[2] ?? '01'}` };
}

/** Random hexadecimal digits, from what Node keeps ready for UUIDs: asking the system each time is slow. */
const randomHex = (digits: number): string => randomUUID().replaceAll('-', '').slice(-digits);

/** The caller's `x-request-id` when it is harmless, else a new one. */
export function requestIdOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : uuidv7();
}
