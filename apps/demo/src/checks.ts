/** Something that must hold for the demonstration to succeed. */
export interface Check {
  what: string;
  holds: boolean;
  found?: string;
}

/** Characters of what was found that are shown. */
const MOST = 400;

/** Tells the story and keeps what was checked on the way. */
export class Story {
  readonly checks: Check[] = [];
  private readonly began = Date.now();

  /** Seconds since the story began. */
  get seconds(): number {
    return Math.round((Date.now() - this.began) / 100) / 10;
  }

  chapter(title: string): void {
    console.log(`\n── ${title} ${'─'.repeat(Math.max(0, 70 - title.length))} ${this.seconds.toFixed(0)} s`);
  }

  tell(line: string): void {
    console.log(`   ${line}`);
  }

  /** Notes whether something holds; what does not is shown at once. */
  check(what: string, holds: boolean, found?: unknown): void {
    const text = typeof found === 'string' ? found : JSON.stringify(found);
    const shown = text === undefined || text.length < MOST ? text : `${text.slice(0, MOST)} …`;
    this.checks.push({ what, holds, ...(shown === undefined ? {} : { found: shown }) });
    console.log(`   ${holds ? '✓' : '✗'} ${what}${holds || shown === undefined ? '' : `: ${shown}`}`);
  }

  get failed(): Check[] {
    return this.checks.filter(({ holds }) => !holds);
  }
}
