import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { projectRoot } from '../../../deploy/local/index.js';
import { readOptions } from './options.js';

describe('npm start', () => {
  it('keeps its data in the checkout and takes free ports unless told otherwise', () => {
    const { dataDir, ...options } = readOptions([]);
    expect(dataDir).toMatch(/\/\.laureate$/);
    expect(options).toEqual({ fresh: false, ports: {} });
  });

  it('takes every port, a folder and a new beginning from the command line', () => {
    const ports = ['--port', '1', '--postgres-port', '2', '--kafka-port', '3', '--temporal-port', '4'];
    const pages = ['--temporal-ui-port', '5', '--smtp-port', '6', '--mailbox-port', '7'];
    expect(readOptions(['--fresh', '--data-dir', 'elsewhere', ...ports, ...pages])).toEqual({
      fresh: true,
      dataDir: 'elsewhere',
      ports: { api: 1, postgres: 2, kafka: 3, temporal: 4, temporalUi: 5, smtp: 6, mailbox: 7 },
    });
  });

  it('and what else starts servers takes the place of its shell, which would keep signals from it', async () => {
    const { scripts } = JSON.parse(await readFile(join(projectRoot(), 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    for (const name of ['start', 'demo', 'bench'])
      expect([name, scripts[name]]).toEqual([name, expect.stringMatching(/&& exec node \S+$/)]);
  });
});
