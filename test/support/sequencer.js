const ORDER = ['workflows', 'unit', 'servers'];
const LONG = /\/test\/(e2e|faults)\//;

/**
 * The order of suites: time-skipping ones first, while nothing else is busy, since their server takes a starved worker for an
 * absent one; then the unit tests; those on real servers last, the long ones first.
 */
export default class Sequencer {
  sort(tests) {
    const rank = ({ path, context }) => [ORDER.indexOf(context.config.displayName.name), LONG.test(path) ? 0 : 1, path];
    return tests
      .map((test) => ({ test, key: rank(test) }))
      .toSorted(({ key: a }, { key: b }) => a[0] - b[0] || a[1] - b[1] || (a[2] < b[2] ? -1 : 1))
      .map(({ test }) => test);
  }

  shard(tests) {
    return tests;
  }

  allFailedTests(tests) {
    return tests;
  }

  cacheResults() {}
}
