import { CancelledFailure, CancellationScope, sleep } from '@temporalio/workflow';

/**
 * One durable timer, to the instant it was set to last. Set to the same again it goes on, so that histories stay small.
 */
export class Alarm {
  readonly #summary: string;
  readonly #ring: () => void;
  #at: number | undefined;
  #scope: CancellationScope | undefined;

  /** @param summary what it is for, shown to operators */
  constructor(summary: string, ring: () => void) {
    this.#summary = summary;
    this.#ring = ring;
  }

  /** Rings at an instant ahead, epoch ms; undefined: not at all. */
  setTo(at: number | undefined): void {
    if (at === this.#at) return;
    this.#scope?.cancel();
    this.#at = at;
    this.#scope = at === undefined ? undefined : new CancellationScope();
    if (at !== undefined) void this.#scope!.run(() => this.#sleepTo(at));
  }

  async #sleepTo(at: number): Promise<void> {
    try {
      await sleep(at - Date.now(), { summary: this.#summary });
    } catch (error) {
      if (error instanceof CancelledFailure) return;
      throw error;
    }
    this.#at = undefined;
    this.#ring();
  }
}
