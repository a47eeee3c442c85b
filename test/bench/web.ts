import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';

/** An answer: its status, how many milliseconds it took until all of it was here, and what it said when it was no success. */
export interface Answered {
  status: number;
  ms: number;
  problem: string | null;
}

/** The API over connections that stay open; lighter than `fetch`, as it shares the machine with what it measures. */
export class Web {
  private readonly agent: Agent;

  constructor(
    private readonly url: string,
    connections: number,
  ) {
    this.agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  /** Sends a request of whoever has that key, each with an idempotency key of its own. */
  ask(method: string, path: string, key: string, body?: object): Promise<Answered> {
    const begun = performance.now();
    return new Promise((resolve, reject) => {
      const headers = {
        'x-api-key': key,
        ...(body ? { 'content-type': 'application/json', 'idempotency-key': randomUUID() } : {}),
      };
      const sent = request(this.url + path, { method, agent: this.agent, headers }, (answer) => {
        const status = answer.statusCode!;
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => void (status >= 300 && parts.push(part)));
        answer.on('error', reject);
        answer.on('end', () => {
          const problem = status >= 300 ? Buffer.concat(parts).toString() : null;
          resolve({ status, ms: performance.now() - begun, problem });
        });
      });
      sent.on('error', reject);
      sent.end(body && JSON.stringify(body));
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
