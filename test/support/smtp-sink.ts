import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A mail the sink took. */
export interface TakenMail {
  to: string[];
  messageId: string;
  subject: string;
  raw: string;
}

/**
 * How the sink treats the next mails: takes them, refuses, holds, or breaks the connection before or after the content.
 */
export type SinkMood = 'take' | 'refuse' | 'busy' | 'drop-before-data' | 'drop-after-data' | HeldMails;

/** A mail whose content has arrived is taken, and its sender answered, when `goOn` is called. */
export interface HeldMails {
  onArrival: (goOn: () => void) => void;
}

/** A real SMTP server in the test's process, which can also misbehave. */
export class SmtpSink {
  readonly taken: TakenMail[] = [];
  mood: SinkMood = 'take';
  private server: SMTPServer | undefined;

  private constructor(readonly port: number) {}

  static async start(port = 0): Promise<SmtpSink> {
    const server = new SMTPServer({ authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'], logger: false });
    server.on('error', () => undefined);
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    const sink = new SmtpSink((server.server.address() as AddressInfo).port);
    sink.use(server);
    return sink;
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  /** Goes away; connections break. */
  async stop(): Promise<void> {
    const server = this.server;
    this.server = undefined;
    if (!server) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    dropConnections(server);
    await closed;
  }

  private use(server: SMTPServer): void {
    this.server = server;
    server.onMailFrom = (_address, session, done) => {
      if (this.mood === 'busy') return done(Object.assign(new Error('come back later'), { responseCode: 451 }));
      if (this.mood === 'drop-before-data') return dropConnections(server, session.id);
      done();
    };
    server.onRcptTo = (_address, _session, done) => {
      if (this.mood === 'refuse') return done(Object.assign(new Error('no such mailbox'), { responseCode: 550 }));
      done();
    };
    server.onData = (stream, session, done) => {
      const chunks: Buffer[] = [];
      const take = () =>
        this.take(
          Buffer.concat(chunks).toString(),
          session.envelope.rcptTo.map(({ address }) => address),
        );
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (this.mood === 'drop-after-data') {
          take();
          return dropConnections(server, session.id);
        }
        const answer = () => {
          take();
          done();
        };
        if (typeof this.mood === 'object') this.mood.onArrival(answer);
        else answer();
      });
    };
  }

  private take(raw: string, to: string[]): void {
    const header = (name: string) =>
      new RegExp(`^${name}: ?(.*(?:\\r?\\n[ \\t].*)*)`, 'im').exec(raw)?.[1]?.replace(/\r?\n[ \t]/g, ' ') ?? '';
    this.taken.push({ to, messageId: header('Message-ID'), subject: header('Subject'), raw });
  }
}

/** Breaks one connection of the server, or all. */
function dropConnections(server: SMTPServer, sessionId?: string): void {
  for (const { id, _socket: socket } of server.connections as Set<{ id: string; _socket: { destroy(): void } }>) {
    if (!sessionId || id === sessionId) socket.destroy();
  }
}
