import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import type { TemporalConfig } from '#libs/platform';

/** How long an ended workflow's history must stay, so that the auditor has archived it even after weeks away. */
const RETENTION_DAYS = 30;
const DAY_SECONDS = 24 * 3600;
const KNOWN_WITHIN_MS = 30_000;
const ASK_EVERY_MS = 500;
/** gRPC status codes. */
const NOT_FOUND = 5;
const ALREADY_EXISTS = 6;

/** What a Temporal namespace is like. */
export interface Namespace {
  /** Was it made just now? */
  created: boolean;
  retentionDays: number;
  /** Does it keep ended histories as long as the auditor needs? */
  keepsLongEnough: boolean;
}

/** Makes the namespace if it is not there, and reads how long it keeps the histories of ended workflows. */
export async function ensureNamespace({ address, namespace }: TemporalConfig): Promise<Namespace> {
  const connection = await Connection.connect({ address });
  try {
    const created = (await retentionOf(connection, namespace)) === null && (await create(connection, namespace));
    if (created) await untilKnown(connection, namespace);
    const retentionDays = ((await retentionOf(connection, namespace)) ?? 0) / DAY_SECONDS;
    return { created, retentionDays, keepsLongEnough: retentionDays >= RETENTION_DAYS };
  } finally {
    await connection.close();
  }
}

/** The retention in seconds; null when there is no such namespace. */
async function retentionOf({ workflowService }: Connection, namespace: string): Promise<number | null> {
  try {
    const { config } = await workflowService.describeNamespace({ namespace });
    return Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0);
  } catch (error) {
    if (codeOf(error) === NOT_FOUND) return null;
    throw error;
  }
}

/** Did we make it, or somebody else in the same moment? */
async function create({ workflowService }: Connection, namespace: string): Promise<boolean> {
  // The generated type wants its own 64-bit integer and takes a number.
  const seconds = (RETENTION_DAYS * DAY_SECONDS) as never;
  try {
    await workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod: { seconds } });
    return true;
  } catch (error) {
    if (codeOf(error) === ALREADY_EXISTS) return false;
    throw error;
  }
}

/** All but the description of a namespace come from a cache of the server, which learns of a new one a little later. */
async function untilKnown({ operatorService }: Connection, namespace: string): Promise<void> {
  const end = Date.now() + KNOWN_WITHIN_MS;
  for (;;) {
    try {
      await operatorService.listSearchAttributes({ namespace });
      return;
    } catch (error) {
      if (codeOf(error) !== NOT_FOUND || Date.now() > end) throw error;
    }
    await sleep(ASK_EVERY_MS);
  }
}

const codeOf = (error: unknown): number | undefined => (error as { code?: number }).code;
