import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundleWithSourceMap } from '@temporalio/worker';

const fromRoot = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

let bundle: Promise<WorkflowBundleWithSourceMap> | undefined;

/** The workflows bundled from their TypeScript source, once per process; workers in production bundle what was compiled. */
export function bundleWorkflows(): Promise<WorkflowBundleWithSourceMap> {
  bundle ??= bundleWorkflowCode({
    workflowsPath: fromRoot('workflows/index.ts'),
    logger: new DefaultLogger('WARN'),
    webpackConfigHook: (config) => {
      config.resolve = {
        ...config.resolve,
        alias: { ...config.resolve?.alias, '#libs/contracts/pure': fromRoot('libs/contracts/src/pure.ts') },
      };
      return config;
    },
  });
  return bundle;
}
