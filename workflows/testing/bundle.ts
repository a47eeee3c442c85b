import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundleWithSourceMap } from '@temporalio/worker';

const fromRoot = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

let bundle: Promise<WorkflowBundleWithSourceMap> | undefined;

/** The workflows bundled from their TypeScript source, once per process; workers in production bundle what was compiled. */
export function bundleWorkflows(): Promise<WorkflowBundleWithSourceMap> {
  bundle ??= bundleFrom(fromRoot('workflows/index.ts'));
  return bundle;
}

/** Bundles another module as if it were `workflows/index.ts`. */
export function bundleFrom(workflowsPath: string): Promise<WorkflowBundleWithSourceMap> {
  return bundleWorkflowCode({
    workflowsPath,
    logger: new DefaultLogger('WARN'),
    webpackConfigHook: (config) => {
      config.resolve = {
        ...config.resolve,
        alias: { ...config.resolve?.alias, '#libs/contracts/pure': fromRoot('libs/contracts/src/pure.ts') },
      };
      return config;
    },
  });
}
