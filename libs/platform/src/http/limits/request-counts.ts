/**
 * Where somebody stands after a request: how many are left in their window, in how many seconds it
 * ends, and whether it was one too many.
 */
export interface Counted {
  left: number;
  seconds: number;
  isRefused: boolean;
}

/**
 * Counts what each asks in a window of their own, which begins with their first request after the
 * last one ended. What is refused counts nothing. Of at most `size` people at once: whoever began
 * longest ago is forgotten first, and starts anew.
 */
export class RequestCounts {
  /** In the order in which their windows end. */
  private readonly windows = new Map<string, { used: number; until: number }>();

  constructor(
    private readonly limit: number,
    private readonly windowMs: number,
    private readonly size: number,
  ) {}

  /** Counts a request of this weight, at this time in milliseconds. One that weighs more than all takes all. */
  count(id: string, weight: number, now: number): Counted {
    const window = this.windowOf(id, now);
    const cost = Math.min(weight, this.limit);
    const isRefused = window.used + cost > this.limit;
    if (!isRefused) window.used += cost;
    return { left: this.limit - window.used, seconds: Math.max(1, Math.ceil((window.until - now) / 1_000)), isRefused };
  }

  private windowOf(id: string, now: number) {
    for (const [other, { until }] of this.windows) {
      if (until > now) break;
      this.windows.delete(other);
    }
    const known = this.windows.get(id);
    if (known) return known;
    const begun = { used: 0, until: now + this.windowMs };
    this.windows.set(id, begun);
    if (this.windows.size > this.size) this.windows.delete(this.windows.keys().next().value!);
    return begun;
  }
}
