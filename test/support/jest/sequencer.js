const ORDER = ['workflows', 'unit', 'servers'];
const LONG = /\/test\/(e2e|faults)\/|\/sequences\.wf\./;

/**
 * The order of suites: time-skipping ones first, while nothing else is busy, since their server
 * takes a starved worker for an absent one, the longest of them last, beside the unit tests; then
 * those on real servers, the long ones first.
 */
export default class Sequencer {
  sort(tests) {
    const rank = ({ path, context }) => {
      const kind = ORDER.indexOf(context.config.displayName.name);
      return [kind, LONG.test(path) === (kind === 0) ? 1 : 0, path];
    };
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
