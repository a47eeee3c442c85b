import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundleWithSourceMap } from '@temporalio/worker';

const fromRoot = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

const bundles = new Map<string, Promise<WorkflowBundleWithSourceMap>>();

/**
 * The workflows bundled from their TypeScript source, once per process, or per run of Jest when
 * LAUREATE_TEST_BUNDLES names a folder; workers in production bundle what was compiled.
 */
export function bundleWorkflows(source = 'workflows/index.ts'): Promise<WorkflowBundleWithSourceMap> {
  if (!bundles.has(source)) bundles.set(source, kept(source));
  return bundles.get(source)!;
}

/** The bundle another suite of this run has made, else a new one. */
async function kept(source: string): Promise<WorkflowBundleWithSourceMap> {
  const folder = process.env['LAUREATE_TEST_BUNDLES'];
  const file = folder && join(folder, createHash('sha256').update(source).digest('hex'));
  if (file && existsSync(file)) return JSON.parse(await readFile(file, 'utf8')) as WorkflowBundleWithSourceMap;
  const bundle = await bundled(source);
  if (file) {
    const whole = `${file}.${randomUUID()}`;
    await writeFile(whole, JSON.stringify(bundle));
    await rename(whole, file);
  }
  return bundle;
}

async function bundled(source: string): Promise<WorkflowBundleWithSourceMap> {
  const bundle = await bundleWorkflowCode({
    workflowsPath: fromRoot(source),
    logger: new DefaultLogger('WARN'),
    webpackConfigHook: (config) => {
      config.resolve = {
        ...config.resolve,
        alias: {
          ...config.resolve?.alias,
          '#libs/contracts/pure': fromRoot('libs/contracts/src/pure.ts'),
          '#libs/cycles/pure': fromRoot('libs/cycles/src/pure.ts'),
          '#libs/words/pure': fromRoot('libs/words/src/pure.ts'),
        },
      };
      return config;
    },
  });
  // The SDK keeps the stack of every promise for a query that no test asks, which takes a third of a replay's time.
  return { ...bundle, code: `Error.stackTraceLimit = 0;${bundle.code}` };
}

/** The present workflows as they ran before a change behind `patched`, by the name of its marker. */
export async function bundleBefore(change: string): Promise<{ code: string }> {
  const bundle = await bundleWorkflows();
  const code = bundle.code.replace(
    /\bpatchInternal\(patchId, deprecated\) \{/,
    `$& if (patchId === '${change}') return false;`,
  );
  if (code === bundle.code) throw new Error('the bundle has no patches');
  return { code };
}
