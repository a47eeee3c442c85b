const { default: Runtime } = require('jest-runtime');

/** Keeps what it has loaded when a test file ends. */
class KeptRuntime extends Runtime {
  teardown() {
    this.restoreAllMocks();
    // The next file is loaded outside of any test, and may import late what it needs.
    this.enterTestCode();
  }
}

/**
 * Gives the files of one project the runtime of the first of them. Loading Nest, MikroORM and our libs
 * takes two seconds of CPU, and their code is slow until it has been compiled.
 */
module.exports = class {
  constructor(config, environment, ...rest) {
    return (environment.runtime ??= new KeptRuntime(config, environment, ...rest));
  }
};
