import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { bundleWorkflows } from '../../workflows/testing/bundle.js';
import { replay } from '../../workflows/testing/replay.js';
import { FIXTURE } from './support/fixture.js';

beforeAll(() => {
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
});

test('the histories of the fixture, of running and of ended workflows, are replayed by the present code', async () => {
  const files = (await readdir(FIXTURE.histories, { recursive: true })).filter((file) => file.endsWith('.json'));
  expect(files.filter((file) => file.startsWith('awardCycle/'))).toHaveLength(3);
  const histories = await Promise.all(
    files.map(async (file) => ({
      workflowId: file,
      history: JSON.parse(await readFile(join(FIXTURE.histories, file), 'utf8')) as unknown,
    })),
  );
  expect(await replay(histories, await bundleWorkflows())).toEqual(
    Object.fromEntries(files.map((file) => [file, null])),
  );
});
