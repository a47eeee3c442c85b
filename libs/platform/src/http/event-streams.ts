import { PassThrough } from 'node:stream';
import { Inject, Injectable, Optional, StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { log } from '../telemetry/logger.js';
import type { MetricSource } from '../telemetry/metrics.js';
import { AccessGuard } from './access/access.guard.js';
import { AUTHENTICATOR, type Authenticator } from './access/principal.js';
import { Problem } from '../problem/problem.js';
import { allows, type Permission } from './access/permission.js';
import { refusal } from '../refusals.words.js';

/** How many streams of server-sent events there may be, and how often each shows a sign of life. */
export interface StreamSettings {
  perProcess: number;
  perPerson: number;
  beatMs: number;
}
export const STREAM_SETTINGS = Symbol('StreamSettings');
export const DEFAULT_STREAM_SETTINGS: StreamSettings = { perProcess: 200, perPerson: 10, beatMs: 15_000 };

/** What clients are told to wait before they connect again, ms. */
const RETRY_MS = 2_000;

/** One server-sent event; `data` is sent as JSON. */
export interface StreamEvent {
  name: string;
  id: string;
  data: unknown;
}

/**
 * A stream of server-sent events to one client. It carries pictures, not a log: what a slow client
 * did not take yet is replaced.
 */
export class EventStream {
  /** What the handler returns. */
  readonly answer: StreamableFile;
  private readonly body = new PassThrough();
  private pending: string | undefined;
  private sending = false;
  /** Beats since the client took nothing any more. */
  private stalled: number | undefined;

  constructor(
    readonly personId: string,
    /** Does the client still have the right it was let in by? Rejects when that can't be found out now. */
    private readonly mayStill: () => Promise<boolean>,
  ) {
    this.answer = new StreamableFile(this.body);
    this.body.on('drain', () => {
      this.stalled = undefined;
      void this.flush();
    });
    this.body.on('error', () => undefined);
    this.write(`retry: ${RETRY_MS}\n\n`);
  }

  /** Sends an event, or what comes after it if the client is slow. Nothing is sent to whoever has lost the right. */
  send({ name, id, data }: StreamEvent): void {
    this.pending = `event: ${name}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`;
    void this.flush();
  }

  /** Calls `listener` once the stream has ended, whoever ended it; at once when it has. */
  onClose(listener: () => void): void {
    if (this.body.closed) listener();
    else this.body.once('close', listener);
  }

  /** Ends it where its answer is not given after all. */
  discard(): void {
    this.body.destroy();
  }

  /** Ends it; a client that may connects again. */
  close(): void {
    if (this.stalled === undefined) this.body.end();
    else this.body.destroy();
  }

  /** A sign of life, so that proxies keep the connection and one that is dead is noticed. */
  async beat(): Promise<void> {
    if (this.stalled !== undefined && this.stalled++ > 0) return void this.body.destroy();
    if (!(await this.hasRight())) return;
    if (this.pending) return this.flush();
    if (this.stalled === undefined) this.write(': still here\n\n');
  }

  private async flush(): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    while (this.pending && this.stalled === undefined && (await this.hasRight())) {
      const frame = this.pending;
      this.pending = undefined;
      this.write(frame);
    }
    this.sending = false;
  }

  private write(text: string): void {
    if (this.body.writable && !this.body.write(text)) this.stalled = 0;
  }

  /** False when it may not be sent to now; ends it when the right is gone. */
  private async hasRight(): Promise<boolean> {
    try {
      if (await this.mayStill()) return this.body.writable;
      this.close();
    } catch (error) {
      log.warn({ err: error }, 'whether a stream may go on could not be found out; it waits');
    }
    return false;
  }
}

/** Every stream of this process: at most so many, ended when their right is gone and when the process is. */
@Injectable()
export class EventStreams {
  private readonly open = new Set<EventStream>();
  private timer: NodeJS.Timeout | undefined;
  private closing = false;

  constructor(
    private readonly access: AccessGuard,
    @Inject(STREAM_SETTINGS) private readonly settings: StreamSettings,
    @Optional() @Inject(AUTHENTICATOR) private readonly authenticator?: Authenticator,
  ) {}

  /** How many are open. */
  get size(): number {
    return this.open.size;
  }

  /**
   * Begins a stream for a request that the access guard let in by this permission. Throws `too-many-requests` when this
   * person, or this process, has as many as it may.
   */
  async begin(request: FastifyRequest, reply: FastifyReply, permission: Permission): Promise<EventStream> {
    const personId = request.laureate!.principal!.personId;
    const { headers } = request;
    const scope = await this.access.scopeOf(permission, request.params as Record<string, string>);
    this.refuseTooMany(personId, reply);
    const stream = new EventStream(personId, async () => {
      const principal = await this.authenticator?.authenticate(headers);
      return principal?.personId === personId && allows(permission, principal, scope);
    });
    this.open.add(stream);
    stream.onClose(() => this.forget(stream));
    this.timer ??= setInterval(() => this.beat(), this.settings.beatMs).unref();
    // Proxies of this kind would keep events until they have a page full.
    reply.header('x-accel-buffering', 'no');
    return stream;
  }

  /** How many are open, for the process's metrics. */
  metric(): MetricSource {
    const help = 'Streams of server-sent events that are open';
    return { name: 'laureate_event_streams', help, collect: async () => [{ value: this.size }] };
  }

  /** Ends all of them, and lets none begin. */
  closeAll(): void {
    this.closing = true;
    for (const stream of this.open) stream.close();
  }

  private refuseTooMany(personId: string, reply: FastifyReply): void {
    if (this.closing) throw new Problem('unavailable', refusal('server.stopping'));
    const { perPerson, perProcess } = this.settings;
    const own = [...this.open].filter((stream) => stream.personId === personId).length;
    if (own < perPerson && this.open.size < perProcess) return;
    reply.header('Retry-After', Math.ceil(this.settings.beatMs / 1000));
    const detail =
      own < perPerson
        ? refusal('limit.streamsOfServer', { most: perProcess })
        : refusal('limit.streamsOfPerson', { most: perPerson });
    throw new Problem('too-many-requests', detail);
  }

  private beat(): void {
    for (const stream of this.open) void stream.beat();
  }

  private forget(stream: EventStream): void {
    this.open.delete(stream);
    if (this.open.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }
}
