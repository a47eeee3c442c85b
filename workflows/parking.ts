import { CancelledFailure, TemporalFailure } from '@temporalio/workflow';
import { reasonOf } from './refusal.js';

/** Why something is parked: a stable code and a text for the secretariat. */
interface Reason {
  code: string;
  detail: string;
}

/**
 * What a workflow could not do and leaves until somebody helps. A business error never fails a workflow: the move is
 * parked, the secretariat is told once per code, everything else goes on.
 */
export class Parking {
  readonly #parked = new Map<string, Reason>();
  readonly #told = new Set<string>();
  readonly #tell: (reason: Reason) => Promise<void>;

  constructor(tell: (reason: Reason) => Promise<void>) {
    this.#tell = tell;
  }

  /** Is this move parked? */
  has(key: string): boolean {
    return this.#parked.has(key);
  }

  /** What is parked, by move. */
  get all(): Record<string, Reason> {
    return Object.fromEntries(this.#parked);
  }

  get isEmpty(): boolean {
    return this.#parked.size === 0;
  }

  /** Lets everything parked be tried again. */
  clear(): void {
    this.#parked.clear();
  }

  /** Parks a move; raises what is no business of the secretariat: cancellation and faults in this code. */
  async park(key: string, error: unknown): Promise<void> {
    if (error instanceof CancelledFailure || !(error instanceof TemporalFailure)) throw error;
    const reason = reasonOf(key.split('/')[0]!, error);
    this.#parked.set(key, reason);
    if (this.#told.has(reason.code)) return;
    this.#told.add(reason.code);
    await this.#tell(reason);
  }
}
