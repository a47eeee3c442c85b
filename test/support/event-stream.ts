import { setTimeout as sleep } from 'node:timers/promises';

/** A server-sent event, or a comment (without a name). */
export interface Heard {
  name: string | null;
  id: string | null;
  data: never;
}

/** A client of a stream of server-sent events. */
export class StreamClient {
  readonly heard: Heard[] = [];
  /** How it ended, once it has: by the server's word, or because the connection broke. */
  readonly ended: Promise<'ended' | 'broken'>;
  private readonly leaving = new AbortController();

  private constructor(readonly response: Response) {
    this.ended = this.read().then(
      () => 'ended',
      () => 'broken',
    );
  }

  /** Connects; throws away nothing, also not a refusal. */
  static async connect(url: string, headers: Record<string, string>): Promise<StreamClient> {
    const leaving = new AbortController();
    const response = await fetch(url, { headers, signal: leaving.signal });
    const client = new StreamClient(response);
    leaving.signal.addEventListener('abort', () => undefined);
    client.leaving.signal.addEventListener('abort', () => leaving.abort());
    return client;
  }

  get events(): Heard[] {
    return this.heard.filter(({ name }) => name !== null);
  }

  /** The next event of which this holds, among those heard and those to come. */
  async until(holds: (heard: Heard) => boolean, withinMs = 60_000): Promise<Heard> {
    for (const end = Date.now() + withinMs; Date.now() < end; await sleep(20)) {
      const found = this.heard.find(holds);
      if (found) return found;
    }
    throw new Error(`Waited ${withinMs} ms; heard ${JSON.stringify(this.heard)}`);
  }

  /** Goes away without a word. */
  leave(): void {
    this.leaving.abort();
  }

  private async read(): Promise<void> {
    let text = '';
    const decoder = new TextDecoder();
    for await (const bytes of this.response.body!) {
      text += decoder.decode(bytes as Uint8Array, { stream: true });
      const blocks = text.split('\n\n');
      text = blocks.pop()!;
      for (const block of blocks) this.heard.push(toHeard(block));
    }
  }
}

function toHeard(block: string): Heard {
  const field = (name: string) =>
    block
      .split('\n')
      .find((line) => line.startsWith(`${name}: `))
      ?.slice(name.length + 2) ?? null;
  return { name: field('event'), id: field('id'), data: JSON.parse(field('data') ?? 'null') as never };
}
