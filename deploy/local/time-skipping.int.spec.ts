import { expect, it } from '@jest/globals';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { timeSkippingServer } from './time-skipping.js';

it('skips a year of the award in a moment', async () => {
  const { path } = await timeSkippingServer();
  const environment = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path } },
  });
  try {
    const before = await environment.currentTimeMs();
    await environment.sleep('365 days');
    const days = ((await environment.currentTimeMs()) - before) / 86_400_000;
    expect(days).toBeGreaterThanOrEqual(365);
    expect(days).toBeLessThan(365.01);
  } finally {
    await environment.teardown();
  }
});
