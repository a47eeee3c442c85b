/** Wakes who waits. A ring while nobody waits is kept for the next one, so that none is lost between a look and a wait. */
export class Bell {
  private rung = false;
  private readonly waiting: (() => void)[] = [];

  /** Wakes one waiter. */
  ring(): void {
    const wake = this.waiting.shift();
    if (wake) wake();
    else this.rung = true;
  }

  /** Waits for a ring, at most `ms`. */
  async wait(ms: number): Promise<void> {
    if (this.rung) {
      this.rung = false;
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
