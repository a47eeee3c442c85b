const shared = {
  rootDir: import.meta.dirname,
  testEnvironment: '<rootDir>/test/support/jest/environment.cjs',
  runtime: '<rootDir>/test/support/jest/runtime.cjs',
  extensionsToTreatAsEsm: ['.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.laureate/'],
  moduleNameMapper: {
    '^#libs/([^/]+)/pure$': '<rootDir>/libs/$1/src/pure.ts',
    '^#libs/([^/]+)$': '<rootDir>/libs/$1/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  transform: {
    '\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          target: 'es2024',
          keepClassNames: true,
          experimental: { keepImportAttributes: true },
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
};

/** What tests on real servers have in common. */
export const servers = {
  ...shared,
  displayName: 'servers',
  testMatch: ['<rootDir>/{apps,libs,workflows,deploy,test}/**/*.int.spec.ts'],
  globalSetup: '<rootDir>/test/support/jest/servers.setup.ts',
  globalTeardown: '<rootDir>/test/support/jest/servers.teardown.ts',
};

/** Unit tests need nothing; workflow tests need the time-skipping server; the rest need the real servers. */
export default {
  maxWorkers: 2,
  workerIdleMemoryLimit: '1500MB',
  // A worker that has nothing open any more still has to free its memory, which takes it more than Jest's half a second.
  workerGracefulExitTimeout: 20_000,
  reporters: ['default', '<rootDir>/test/support/jest/counting-reporter.js'],
  testSequencer: '<rootDir>/test/support/jest/sequencer.js',
  testTimeout: 240_000,
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/{apps,libs,workflows,deploy,test}/**/*.spec.ts'],
      testPathIgnorePatterns: ['\\.(int|wf|release)\\.spec\\.ts$'],
    },
    {
      ...shared,
      displayName: 'workflows',
      testMatch: ['<rootDir>/{apps,libs,workflows,test}/**/*.wf.spec.ts'],
      globalSetup: '<rootDir>/test/support/jest/time-skipping.setup.ts',
      globalTeardown: '<rootDir>/test/support/jest/time-skipping.teardown.ts',
    },
    servers,
  ],
};
