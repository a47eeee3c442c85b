import { rm } from 'node:fs/promises';
import './servers.setup.js';
import { dropBundles } from './kept-bundles.js';

/** Stops what the setup started and removes its data. */
export default async function teardown(): Promise<void> {
  await dropBundles();
  const started = globalThis.laureateTestServers;
  if (!started) return;
  await started.servers.stop();
  await rm(started.dataDir, { recursive: true, force: true });
}
