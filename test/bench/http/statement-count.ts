import { type Server, type Socket, connect, createServer } from 'node:net';
import { once } from 'node:events';

const COMMAND_COMPLETE = 'C'.charCodeAt(0);
const READY = 'Z'.charCodeAt(0);
const SIMPLE_QUERY = 'Q'.charCodeAt(0);
const PARSE = 'P'.charCodeAt(0);
const WAKE_UP = `pg_notify('outbox'`;

/**
 * Stands between a service and PostgreSQL and counts the statements that were carried out, by what
 * the server says of each: begin, commit and rollback are left out, and so is the waking of the
 * relay, for which nobody waits.
 */
export class StatementCount {
  private count = 0;

  private constructor(
    private readonly server: Server,
    /** Address of the database through it. */
    readonly url: string,
  ) {}

  static async open(databaseUrl: string): Promise<StatementCount> {
    const to = new URL(databaseUrl);
    const server = createServer((service) => counting.pass(service, Number(to.port), to.hostname));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const through = new URL(databaseUrl);
    through.host = `127.0.0.1:${(server.address() as { port: number }).port}`;
    const counting = new StatementCount(server, through.href);
    return counting;
  }

  /** Statements so far. */
  get statements(): number {
    return this.count;
  }

  close(): void {
    this.server.close();
  }

  private pass(service: Socket, port: number, host: string): void {
    const database = connect(port, host);
    const asked: boolean[] = [];
    // The first message of a connection has no type: it is shorter than any statement and is not looked at.
    const requests = new Messages(true, (type, body) => {
      if (type === SIMPLE_QUERY || type === PARSE) asked.push(body.includes(WAKE_UP));
    });
    const answers = new Messages(false, (type, body) => {
      if (type === READY) asked.shift();
      if (type !== COMMAND_COMPLETE || asked[0] || /^(BEGIN|COMMIT|ROLLBACK)/.test(body.toString())) return;
      this.count += 1;
    });
    service.on('data', (chunk: Buffer) => requests.take(chunk)).pipe(database);
    database.on('data', (chunk: Buffer) => answers.take(chunk)).pipe(service);
    service.on('error', () => database.destroy());
    database.on('error', () => service.destroy());
  }
}

/** Cuts a stream of PostgreSQL's protocol into its messages. */
class Messages {
  private rest: Buffer = Buffer.alloc(0);

  constructor(
    private startsUntyped: boolean,
    private readonly each: (type: number, body: Buffer) => void,
  ) {}

  take(chunk: Buffer): void {
    this.rest = Buffer.concat([this.rest, chunk]);
    for (;;) {
      const head = this.startsUntyped ? 0 : 1;
      if (this.rest.length < head + 4) return;
      const end = head + this.rest.readInt32BE(head);
      if (this.rest.length < end) return;
      if (!this.startsUntyped) this.each(this.rest[0]!, this.rest.subarray(head + 4, end));
      this.startsUntyped = false;
      this.rest = this.rest.subarray(end);
    }
  }
}
