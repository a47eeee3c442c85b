/**
 * Wakes who waits. A signal while nobody waits is kept for the next one, so that none is lost
 * between a look and a wait.
 */
export class Semaphore {
  private signalled = false;
  private readonly waiting: (() => void)[] = [];

  /** Wakes one waiter. */
  signal(): void {
    const wake = this.waiting.shift();
    if (wake) wake();
    else this.signalled = true;
  }

  /** Waits for a signal, at most `ms`. */
  async wait(ms: number): Promise<void> {
    if (this.signalled) {
      this.signalled = false;
      return;
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, ms);
    this.waiting.push(resolve);
    await promise;
    clearTimeout(timer);
    const place = this.waiting.indexOf(resolve);
    if (place >= 0) this.waiting.splice(place, 1);
  }
}
