import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { CliError } from '../../client/connection.js';
import { writeText } from '../../files/definition-file.js';
import { interview } from '../../new-cycle/interview.js';
import { Questions, type Talk } from '../../new-cycle/questions.js';
import { openTemplate, textOf } from '../../new-cycle/template.js';

const terminal = (): Talk => ({ input: process.stdin, output: process.stderr });

/** `laureate cycle new`: the definition of a cycle, from answers to plain questions. It needs no API. */
export function addNewCommand(cycle: Command, talk: () => Talk = terminal): void {
  cycle
    .command('new')
    .description('ask for the names and dates of a cycle in plain questions, and write its definition')
    .requiredOption('--from <template>', 'guangzhou, or a definition to begin with (a file)')
    .option('--out <file>', 'where to write it; without it, it is printed')
    .action(async ({ from, out }: { from: string; out?: string }) => {
      // Said before anybody has answered anything.
      if (out && existsSync(out)) throw new CliError(`"${out}" is there already. Give another name with --out.`);
      const now = new Date();
      const template = await openTemplate(from, now);
      const questions = new Questions(talk());
      try {
        await interview(template, questions, now);
      } finally {
        questions.end();
      }
      const text = textOf(template.document);
      if (!out) return void process.stdout.write(text);
      await writeText(out, text);
      console.log(
        [
          `Written: ${out}`,
          'Next, see whether it is sound and what it means, then publish it:',
          ...['check', 'explain', 'publish'].map((command) => `  laureate cycle ${command} ${out}`),
        ].join('\n'),
      );
    });
}
