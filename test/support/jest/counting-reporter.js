import { writeSync } from 'node:fs';

const STDOUT = 1;

/** Ends the run's output with one line, `N passed, N failed` and `, N skipped` if any, summed over all projects. */
export default class CountingReporter {
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    const line = `${results.numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
    // Jest's own summary and the global teardowns come after this method.
    process.once('exit', () => writeSync(STDOUT, `\n${line}\n`));
  }
}
