import { randomUUID } from 'node:crypto';
import { Inject, Injectable, type OnModuleInit, Optional } from '@nestjs/common';
import { NotificationListener, type Principal, UnitOfWork } from '#libs/platform';
import { Recent } from './recent.js';

/** How long it is remembered who makes a request, in milliseconds. */
export const REMEMBERED_MS = 1000;
const REMEMBERED = 10_000;
/**
 * Said by the database when a role, key, session or account changes; with a name, by whoever waits
 * until all have heard it.
 */
const CHANGED = 'identity_changed';
/** Said by each process that has heard such a name: the name, and the process of the database that it listens by. */
const FORGOTTEN = 'identity_forgotten';

/**
 * Remembers who makes requests, for a second and only while this process is told what changes: a
 * process whose listener is down remembers nothing. Triggers say in the changing transaction that
 * something changed, whoever changes it.
 */
@Injectable()
export class IdentityMemory implements OnModuleInit {
  private readonly recent = new Recent<Principal>(REMEMBERED_MS, REMEMBERED);
  private readonly asked = new Map<string, Promise<Principal | null>>();
  /** What was asked of the database before something changed is not remembered after it. */
  private changes = 0;
  private readonly waiting = new Map<string, (listener: number) => void>();
  /** How long a process is waited for that does not say that it forgot: by then it has. */
  private readonly patienceMs = REMEMBERED_MS;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Optional() @Inject(NotificationListener) private readonly listener: NotificationListener | null = null,
  ) {}

  onModuleInit(): void {
    this.listener?.on(CHANGED, (name) => {
      this.forget();
      if (name !== '') void this.say(FORGOTTEN, `${name} ${this.listener!.processId}`).catch(() => undefined);
    });
    this.listener?.on(FORGOTTEN, (answer) => {
      const [name, listener] = answer.split(' ');
      this.waiting.get(name!)?.(Number(listener));
    });
    this.listener?.start();
  }

  /** What is remembered under this id, or else is found; several who ask at once share what is found. */
  async ask(id: string, find: () => Promise<Principal | null>): Promise<Principal | null> {
    if (!this.hears()) return find();
    const known = this.recent.get(id);
    if (known) return { ...known, isRemembered: true };
    const asked = this.asked.get(id);
    if (asked) return asked;
    const asking = this.find(id, find).finally(() => this.asked.get(id) === asking && this.asked.delete(id));
    this.asked.set(id, asking);
    return asking;
  }

  /**
   * Has every process forget who anybody is, after the transaction that is under way, if any. Done
   * when each that listens has said that it forgot, or when what it remembered is over by itself.
   */
  async forgetEverywhere(): Promise<void> {
    await this.unitOfWork.afterCommit(async () => {
      this.forget();
      const missing = await this.others();
      if (missing.size === 0) return;
      const name = randomUUID();
      const { promise, resolve } = Promise.withResolvers<void>();
      this.waiting.set(name, (listener) => {
        missing.delete(listener);
        if (missing.size === 0) resolve();
      });
      const isOver = setTimeout(resolve, this.patienceMs);
      // Without the database nobody can answer; the change is committed, and what is remembered of
      // before it ends by itself.
      await this.say(CHANGED, name).catch(() => undefined);
      await promise;
      clearTimeout(isOver);
      this.waiting.delete(name);
    });
  }

  private async find(id: string, find: () => Promise<Principal | null>): Promise<Principal | null> {
    const before = this.changes;
    const found = await find();
    if (found && before === this.changes && this.hears()) this.recent.set(id, found);
    return found;
  }

  private hears(): boolean {
    return this.listener?.hears(CHANGED) ?? false;
  }

  private forget(): void {
    this.changes += 1;
    this.recent.clear();
    this.asked.clear();
  }

  /** The other processes that may remember somebody: each API listens by one connection of its own. */
  private async others(): Promise<Set<number | undefined>> {
    const listening = `select pid from pg_stat_activity
      where datname = current_database() and application_name = 'laureate-api-listener'`;
    const rows = await this.unitOfWork
      .read((em) => em.execute<{ pid: number }[]>(listening))
      .catch(() => [{ pid: undefined }]);
    return new Set(rows.map(({ pid }) => pid).filter((pid) => pid === undefined || pid !== this.listener?.processId));
  }

  private say(channel: string, payload: string): Promise<unknown> {
    return this.unitOfWork.read((em) => em.execute('select pg_notify(?, ?)', [channel, payload]));
  }
}
