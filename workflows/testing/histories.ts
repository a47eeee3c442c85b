import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { WorkflowHandle } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';

/** Where recorded histories live: `histories/<workflow type>/<scenario>-<version>.json`. */
const HISTORIES = fileURLToPath(new URL('../histories', import.meta.url));

/** A recorded history, as the replayer takes it. */
export interface RecordedHistory {
  workflowType: string;
  file: string;
  history: { events: Record<string, unknown>[] };
}

/**
 * Records the history of an ended workflow when LAUREATE_RECORD_HISTORIES names a version (`v1`); a file that exists is
 * never written again: what ran once must replay for ever.
 */
export async function record(handle: WorkflowHandle, workflowType: string, scenario: string): Promise<void> {
  const version = process.env['LAUREATE_RECORD_HISTORIES'];
  if (!version) return;
  const file = join(HISTORIES, workflowType, `${scenario}-${version}.json`);
  if (existsSync(file)) return;
  const history = JSON.parse(historyToJSON(await handle.fetchHistory())) as unknown;
  await mkdir(join(HISTORIES, workflowType), { recursive: true });
  await writeFile(file, `${JSON.stringify(withoutTraces(history))}\n`);
}

/** Every recorded history. */
export async function recordedHistories(): Promise<RecordedHistory[]> {
  const files = (await readdir(HISTORIES, { recursive: true })).filter((file) => file.endsWith('.json')).sort();
  return Promise.all(
    files.map(async (file) => ({
      workflowType: file.split('/')[0]!,
      file,
      history: JSON.parse(await readFile(join(HISTORIES, file), 'utf8')) as RecordedHistory['history'],
    })),
  );
}

/** Leaves out what names the machine it was recorded on; a replay does not look at it. */
export function withoutTraces(value: unknown): unknown {
  // A worker's own task queue has the name of its process and machine.
  if (typeof value === 'string') return value.replace(/^\d+@.*$/, 'recorder');
  if (Array.isArray(value)) return value.map(withoutTraces);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'stackTrace')
      .map(([key, inner]) => [key, key === 'identity' ? 'recorder' : withoutTraces(inner)]),
  );
}
