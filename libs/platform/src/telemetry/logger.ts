import { AsyncLocalStorage } from 'node:async_hooks';
import type { LoggerService } from '@nestjs/common';
import { pino } from 'pino';
import { z } from 'zod';
import { variable } from '../config/config.js';

/** How much is logged. */
export const logConcern = {
  level: variable('LOG_LEVEL', z.enum(['silent', 'error', 'warn', 'info', 'debug', 'trace']).default('info'), 'info'),
};

/** Ids that every line logged inside carries: requestId, traceId, workflowId, eventId, app … */
export type LogContext = Record<string, string>;
const context = new AsyncLocalStorage<LogContext>();

/** Runs `fn` so that every line it logs carries these ids besides those already there. */
export function withLogContext<T>(ids: LogContext, fn: () => T): T {
  return context.run({ ...context.getStore(), ...ids }, fn);
}

/** The trace's id for `withLogContext`, from a W3C `traceparent`; nothing without one. */
export const traceIds = (traceparent: string | null | undefined): LogContext => {
  const traceId = traceparent?.split('-')[1];
  return traceId ? { traceId } : {};
};

/** The ids lines logged here carry. */
export const currentLogContext = (): LogContext => context.getStore() ?? {};

const SECRET = ['authorization', 'cookie', '["x-api-key"]', '["set-cookie"]', 'email', 'password', 'token', 'apiKey'];
const under = (parent: string) => SECRET.map((key) => (key.startsWith('[') ? `${parent}${key}` : `${parent}.${key}`));
/**
 * An address in a line of JSON, after an escape that may stand before it. Paths
 * (`node_modules/@scope/lib.js`) are none.
 */
const E_MAIL = /(\\(?:u[\da-f]{4}|.))?[\p{L}\p{N}.!#$%&*+?^_`{|}~-]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.)+\p{L}{2,}/gu;

/** A logger that keeps secrets and e-mail addresses out of every line, wherever in the line they are. */
export function createLogger(destination?: pino.DestinationStream): pino.Logger {
  const options: pino.LoggerOptions = {
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    mixin: currentLogContext,
    redact: { paths: [...SECRET, ...under('*'), ...under('*.*')], censor: '[removed]' },
    hooks: { streamWrite: (line) => line.replace(E_MAIL, '$1[e-mail]') },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** The process's logger; `main.ts` sets its level from `logConcern`. */
export const log = createLogger();

/** Nest's own messages, through the process's logger. */
export class NestLogger implements LoggerService {
  log(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }
  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }
  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }
  debug(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  private write(level: pino.Level, message: unknown, rest: unknown[]): void {
    const source = rest.at(-1);
    const more = { source: typeof source === 'string' ? source : undefined };
    if (message instanceof Error) log[level]({ ...more, err: message }, message.message);
    else log[level](rest.length > 1 ? { ...more, stack: rest[0] } : more, String(message));
  }
}
