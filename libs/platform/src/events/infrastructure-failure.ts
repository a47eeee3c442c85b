/**
 * PostgreSQL: connection exceptions, shutdown, too many connections, conflicts between
 * transactions, transaction timeout.
 */
const SQL_STATES = /^(08...|57P0[1-5]|53...|40001|40P01|55P03|25P04)$/;
const SYSTEM_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
/** gRPC: deadline exceeded, resource exhausted, unavailable. */
const GRPC_CODES = new Set([4, 8, 14]);
const MESSAGES =
  /connection terminated|timeout exceeded when trying to connect|client has encountered a connection error|not queryable/i;

/**
 * Whether an error says that something we depend on (database, Temporal, network) is away for now,
 * rather than that the work itself is wrong: then waiting helps, and nothing may be given up. Looks
 * through causes and aggregates.
 */
export function isInfrastructureFailure(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > 8) return false;
  const { code, severity } = error as { code?: unknown; severity?: unknown };
  // PostgreSQL ends the connection with it: whatever the reason, it is none of the statement.
  if (severity === 'FATAL' || severity === 'PANIC') return true;
  if (typeof code === 'string' && (SYSTEM_CODES.has(code) || SQL_STATES.test(code))) return true;
  if (typeof code === 'number' && GRPC_CODES.has(code)) return true;
  if (MESSAGES.test(error.message)) return true;
  const inner = error instanceof AggregateError ? error.errors : [];
  return [error.cause, ...inner].some((e) => isInfrastructureFailure(e, depth + 1));
}
