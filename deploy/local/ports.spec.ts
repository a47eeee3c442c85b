import { expect, it } from '@jest/globals';
import { createServer, type AddressInfo } from 'node:net';
import { LOOPBACK, Ports } from './ports.js';

it('never gives a port twice', async () => {
  const ports = new Ports();
  const taken = await Promise.all(Array.from({ length: 50 }, () => ports.take('a test')));
  expect(new Set(taken).size).toBe(50);
});

it('refuses a wanted port that is in use, naming what it was for', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, LOOPBACK, resolve));
  const { port } = server.address() as AddressInfo;
  try {
    await expect(new Ports().take('Kafka', port)).rejects.toThrow(`Port ${port}, wanted for Kafka, is in use.`);
  } finally {
    server.close();
  }
  const ports = new Ports();
  await ports.take('Kafka', port);
  await expect(ports.take('Temporal', port)).rejects.toThrow(`Port ${port}, wanted for Temporal, is in use.`);
});
