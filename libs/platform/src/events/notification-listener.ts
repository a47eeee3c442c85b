import pg from 'pg';
import type { AppName } from '../database/database.js';

const RECONNECT_MS = 1_000;

/**
 * Hears PostgreSQL's NOTIFY on one connection of its own. Only a hint: what is said while it
 * reconnects is lost, so whoever listens polls too. Each listener is told once after every
 * (re)connection.
 */
export class NotificationListener {
  private readonly listeners = new Map<string, Set<(payload: string) => void>>();
  private client: pg.Client | undefined;
  private timer: NodeJS.Timeout | undefined;
  /** The channels that the present connection listens on. */
  private readonly heard = new Set<string>();
  private started = false;
  private stopped = false;

  constructor(
    private readonly url: string,
    private readonly app: AppName,
  ) {}

  /** Calls `listener` for every notification of the channel; begin with `start`. */
  on(channel: string, listener: (payload: string) => void): () => void {
    const listeners = this.listeners.get(channel) ?? new Set();
    this.listeners.set(channel, listeners.add(listener));
    if (this.client) void this.listen(this.client, channel).catch(() => undefined);
    return () => listeners.delete(listener);
  }

  /** Is every notification of the channel heard now? */
  hears(channel: string): boolean {
    return this.heard.has(channel);
  }

  /** The process of the database at the other end; undefined while there is no connection. */
  get processId(): number | undefined {
    return (this.client as { processID?: number } | undefined)?.processID;
  }

  /** Connects, and again whenever the connection breaks; once, however often it is asked. */
  start(): void {
    if (this.started) return;
    this.started = true;
    void this.connect();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    this.heard.clear();
    await this.client?.end().catch(() => undefined);
  }

  private async connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.url,
      options: `-c role=laureate_${this.app}`,
      application_name: `laureate-${this.app}-listener`,
      keepAlive: true,
    });
    client.on('error', () => this.client === client && this.heard.clear());
    client.on('end', () => this.reconnect(client));
    client.on('notification', ({ channel, payload }) => this.tell(channel, payload ?? ''));
    try {
      await client.connect();
      if (this.stopped) return await client.end();
      this.client = client;
      for (const channel of this.listeners.keys()) await this.listen(client, channel);
    } catch {
      await client.end().catch(() => undefined);
      this.reconnect(client);
    }
  }

  private async listen(client: pg.Client, channel: string): Promise<void> {
    await client.query(`listen ${channel}`);
    if (this.client !== client || this.stopped) return;
    this.heard.add(channel);
    this.tell(channel, '');
  }

  private reconnect(client: pg.Client): void {
    if (this.client === client) {
      this.client = undefined;
      this.heard.clear();
    }
    clearTimeout(this.timer);
    if (!this.stopped) this.timer = setTimeout(() => void this.connect(), RECONNECT_MS).unref();
  }

  private tell(channel: string, payload: string): void {
    for (const listener of this.listeners.get(channel) ?? []) listener(payload);
  }
}
