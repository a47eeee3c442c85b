import { setTimeout as sleep } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { log } from '#libs/platform';
import { HistoryArchiver } from '#libs/transparency';

/** Pause before a run that has not quite ended, or a server that is away, is asked again. */
const RETRY_MS = 1_000;
/** How often to look for ended runs that nobody announced; the first time at the start. */
const SWEEP_MS = 3_600_000;

/** Archives the histories of ended runs as they become due: when woken, and again while some have not quite ended. */
@Injectable()
export class ArchiverLifecycle implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;
  private woken = true;

  constructor(private readonly archiver: HistoryArchiver) {}

  /** Something may be due now, or in a moment. */
  wake(): void {
    this.woken = true;
  }

  onApplicationBootstrap(): void {
    this.running = this.loop();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async loop(): Promise<void> {
    const { signal } = this.stopping;
    let left = 0;
    let sweepAt = 0;
    while (!signal.aborted) {
      try {
        if (Date.now() >= sweepAt) {
          left += await this.archiver.findUnannounced();
          sweepAt = Date.now() + SWEEP_MS;
        }
        if (this.woken || left > 0) {
          this.woken = false;
          left = await this.archiver.archiveDue();
        }
      } catch (error) {
        log.warn({ err: error }, 'histories could not be archived yet');
        left = 1;
      }
      await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}
