import { CancelledFailure, patched, TemporalFailure, workflowInfo } from '@temporalio/workflow';
import { Change } from './changes.js';
import { reasonOf } from './refusal.js';

/** Why something is parked: a stable code and a text for the secretariat. */
interface Reason {
  code: string;
  detail: string;
}

/** Which workflow parks, and which time. */
interface Occurrence {
  workflowId: string;
  occurrence: string;
}

/**
 * What a workflow could not do and leaves until somebody helps. A business error never fails a workflow: the move is
 * parked, the secretariat is told once each time, everything else goes on.
 */
export class Parking {
  readonly #parked = new Map<string, Reason>();
  /** The codes that were told of, and whether each is over since. */
  readonly #told = new Map<string, { over: boolean }>();
  readonly #tell: (reason: Reason & Occurrence) => Promise<void>;
  #cleared = 0;
  #occurrences = 0;

  constructor(tell: (reason: Reason & Occurrence) => Promise<void>) {
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

  /** How often everything was let be tried again; a move that is made remembers it. */
  get cleared(): number {
    return this.#cleared;
  }

  /** Lets everything parked be tried again. */
  clear(): void {
    this.#parked.clear();
    this.#cleared += 1;
  }

  /** The secretariat has everything parked be tried again: what is parked then is told anew. */
  retry(): void {
    for (const told of this.#told.values()) told.over = true;
    this.clear();
  }

  /** A move was made: should it be parked again, that is another time. */
  done(key: string): void {
    for (const [code, told] of this.#told) if (code.startsWith(`${nameOf(key)}/`)) told.over = true;
  }

  /**
   * Parks a move that was begun when everything had been cleared so often; one that was cleared
   * meanwhile is to be made once more. Raises what is no business of the secretariat: cancellation
   * and faults in this code.
   */
  async park(key: string, error: unknown, cleared: number): Promise<void> {
    if (error instanceof CancelledFailure || !(error instanceof TemporalFailure)) throw error;
    if (cleared !== this.#cleared && patched(Change.tryOnceMore)) return;
    const reason = reasonOf(nameOf(key), error);
    this.#parked.set(key, reason);
    const told = this.#told.get(reason.code);
    if (told && !(told.over && patched(Change.tellAnew))) return;
    this.#told.set(reason.code, { over: false });
    const { workflowId, runId } = workflowInfo();
    await this.#tell({ ...reason, workflowId, occurrence: `${runId}/${++this.#occurrences}` });
  }
}

const nameOf = (key: string): string => key.split('/')[0]!;
