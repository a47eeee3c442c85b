import { createServer } from 'node:net';
import { randomInt } from 'node:crypto';

/** Every server listens here and nowhere else. */
export const LOOPBACK = '127.0.0.1';

/** Below the range from which Linux and macOS take the ports of outgoing connections. */
const FIRST_PORT = 20_000;
const LAST_PORT = 31_999;

/** Hands out ports for one start: a port asked for must be free, any other is chosen, none twice. */
export class Ports {
  readonly #given = new Set<number>();

  /** @throws Error naming the port when the wanted one is taken. */
  async take(purpose: string, wanted?: number): Promise<number> {
    if (wanted !== undefined) {
      if (this.#given.has(wanted) || !(await isFree(wanted))) {
        throw new Error(`Port ${wanted}, wanted for ${purpose}, is in use. Choose another or leave it out.`);
      }
      this.#given.add(wanted);
      return wanted;
    }
    for (;;) {
      const port = randomInt(FIRST_PORT, LAST_PORT + 1);
      if (this.#given.has(port)) continue;
      this.#given.add(port);
      if (await isFree(port)) return port;
    }
  }
}

/** Whether a server could listen on this port of the loopback address now. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: LOOPBACK, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}
