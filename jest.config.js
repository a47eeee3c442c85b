const shared = {
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
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
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
};

/** Unit tests need nothing; workflow tests need the time-skipping server; the rest need the real servers. */
export default {
  maxWorkers: 2,
  workerIdleMemoryLimit: '1500MB',
  // A worker that has nothing open any more still has to free its memory, which takes it more than Jest's half a second.
  workerGracefulExitTimeout: 20_000,
  reporters: ['default', '<rootDir>/test/support/counting-reporter.js'],
  testSequencer: '<rootDir>/test/support/sequencer.js',
  testTimeout: 120_000,
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/{apps,libs,workflows,deploy,test}/**/*.spec.ts'],
      testPathIgnorePatterns: ['\\.int\\.spec\\.ts$', '\\.wf\\.spec\\.ts$'],
    },
    {
      ...shared,
      displayName: 'workflows',
      testMatch: ['<rootDir>/{apps,libs,workflows,test}/**/*.wf.spec.ts'],
      globalSetup: '<rootDir>/test/support/time-skipping.setup.ts',
      globalTeardown: '<rootDir>/test/support/time-skipping.teardown.ts',
    },
    {
      ...shared,
      displayName: 'servers',
      testMatch: ['<rootDir>/{apps,libs,workflows,deploy,test}/**/*.int.spec.ts'],
      globalSetup: '<rootDir>/test/support/servers.setup.ts',
      globalTeardown: '<rootDir>/test/support/servers.teardown.ts',
    },
  ],
};
