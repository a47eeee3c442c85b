const { dirname, join } = require('node:path');
const { TestEnvironment } = require('jest-environment-node');

/** The property of the global object in which jest-circus keeps who hears of its events. */
const HANDLERS = Symbol.for('EVENT_HANDLERS');

/** The environments of this process, by project. */
const kept = new Map();

/**
 * The environment of all test files of one project that a process runs, instead of one for each: what
 * they import is loaded once (`runtime.cjs`). The test framework begins anew for each file.
 */
module.exports = class KeptEnvironment extends TestEnvironment {
  constructor(config, context) {
    const { id } = config.projectConfig;
    if (kept.has(id)) return kept.get(id);
    super(config, context);
    kept.set(id, this);
    this.realExit = this.global.process.exit;
    this.framework = join(dirname(config.projectConfig.testRunner), 'jestAdapterInit.js');
  }

  async setup() {
    this.runtime.registries.getInternalCjsRegistry().delete(this.framework);
    delete this.global[HANDLERS];
  }

  async teardown() {
    this.fakeTimersModern.useRealTimers();
    this.global.process.exit = this.realExit;
  }
};
