import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { log } from '#libs/platform';
import { EventLab, Seen, eventually } from '../../../test/support/event-lab.js';
import { startRelay } from './start.js';

describe('the relay as a service', () => {
  let lab: EventLab;
  let relay: Awaited<ReturnType<typeof startRelay>>;
  const seen = new Seen();

  beforeAll(async () => {
    log.level = 'silent';
    lab = await EventLab.open();
    await lab.startConsumer({ name: 'watcher', handleBatch: async (events) => void seen.events.push(...events) });
    relay = await startRelay({ database: lab.database, kafka: lab.kafka, operations: { host: '127.0.0.1', port: 0 } });
  });
  afterAll(async () => {
    await relay?.close();
    await lab?.close();
  });

  it('publishes, and says that it is ready', async () => {
    const subject = randomUUID();
    await lab.emit([subject], 3);
    await eventually(() => seen.of(subject).length === 3);
    const ready = await fetch(`${relay.operations}/health/ready`);
    expect(await ready.json()).toEqual({ status: 'ok', parts: { database: 'up', kafka: 'up', relay: 'up' } });
    expect(await (await fetch(`${relay.operations}/metrics`)).text()).toMatch(/^laureate_outbox_pending 0$/m);
  });

  it('is not ready while the database is away, and is again when it comes back', async () => {
    const comeBack = await lab.takeDatabaseAway();
    try {
      await eventually(async () => (await fetch(`${relay.operations}/health/ready`)).status === 503);
    } finally {
      await comeBack();
    }
    await eventually(async () => (await fetch(`${relay.operations}/health/ready`)).status === 200);
    const subject = randomUUID();
    await eventually(() =>
      lab.emit([subject]).then(
        () => true,
        () => false,
      ),
    );
    await eventually(() => seen.of(subject).length === 1);
  });
});
