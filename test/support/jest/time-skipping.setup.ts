import './typescript-sources.js';
import { timeSkippingServer } from '../../../deploy/local/index.js';
import { keepBundles } from './kept-bundles.js';

/** Tells the workflow tests where Temporal's time-skipping test server is, fetching it the first time. */
export default async function setup(): Promise<void> {
  await keepBundles();
  const { path } = await timeSkippingServer({ onProgress: (line) => process.stderr.write(`${line}\n`) });
  process.env['LAUREATE_TIME_SKIPPING_SERVER'] = path;
}
