import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { CliError } from '../client/connection.js';

/** Where answers come from and questions go to: a terminal, or lines that were written beforehand. */
export interface Talk {
  input: Readable & { isTTY?: boolean };
  output: Writable;
}

/** What an answer means, or what is wrong with it. */
export type Understood<T> = { value: T; shown?: string } | { wrong: string };

/** Asks questions one by one; an answer that will not do is asked for again. */
export class Questions {
  private readonly lines: AsyncIterator<string>;
  private readonly close: () => void;

  constructor(private readonly talk: Talk) {
    const isTerminal = talk.input.isTTY === true;
    const reader = createInterface({
      input: talk.input,
      ...(isTerminal ? { output: talk.output } : {}),
      terminal: isTerminal,
    });
    this.lines = reader[Symbol.asyncIterator]();
    this.close = () => reader.close();
  }

  tell(line: string): void {
    this.talk.output.write(`${line}\n`);
  }

  /** The first answer that is understood; an empty one is the suggestion. Throws `CliError` when there are no more. */
  async ask<T>(question: string, suggestion: string | null, understand: (answer: string) => Understood<T>): Promise<T> {
    for (;;) {
      this.talk.output.write(`${question}${suggestion === null ? '' : ` [${suggestion}]`}: `);
      const { value: line, done } = (await this.lines.next()) as IteratorResult<string, undefined>;
      if (done) throw new CliError('\nThere is no answer to the last question. Nothing was written.');
      // A terminal shows what is typed; lines from a file are shown here.
      if (this.talk.input.isTTY !== true) this.tell(line);
      const understood = understand(line.trim() || (suggestion ?? ''));
      if ('wrong' in understood) {
        this.tell(`  ${understood.wrong}`);
        continue;
      }
      if (understood.shown) this.tell(`  ${understood.shown}`);
      return understood.value;
    }
  }

  end(): void {
    this.close();
  }
}
