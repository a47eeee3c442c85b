import { parse } from 'yaml';
import type { components } from '../client/api-types.js';
import { CliError } from '../client/connection.js';
import { type CsvRow, readCsv } from './csv.js';
import { DefinitionText, type PlacedProblem, type Problem } from './definition-file.js';

type Result = components['schemas']['PastEdition']['results'][number];

/** Columns of a file of results; lists are separated by `;`. */
const COLUMNS = [
  'city',
  'country',
  'title',
  'titleIs',
  'tier',
  'distinctions',
  'themes',
  'sdgs',
  'note',
  'sources',
] as const;
const LISTS: readonly string[] = ['distinctions', 'themes', 'sdgs', 'sources'];

/** The text of a past edition, and of its results where they are in a CSV file of their own. */
export class HistoryText {
  private readonly text: DefinitionText;
  private readonly rows: CsvRow[] | undefined;

  /** Throws `CliError` when the results are no CSV with known columns. */
  constructor(
    private readonly yaml: string,
    private readonly results?: { file: string; text: string },
  ) {
    this.text = new DefinitionText(yaml);
    if (results) this.rows = rowsOf(results);
  }

  /** What makes the text no YAML at all. */
  unreadable(): PlacedProblem[] {
    return this.text.unreadable();
  }

  /** What is sent: the text as it is, or the document with the rows of the results in it. */
  document(): string | Record<string, unknown> {
    if (!this.rows) return this.yaml;
    const document: unknown = parse(this.yaml, { maxAliasCount: 20 });
    if (typeof document !== 'object' || document === null || Array.isArray(document))
      throw new CliError('The file is no document of a past edition: it has no keys.');
    if ('results' in document) throw new CliError('There are results in the file already; give them once.');
    return { ...document, results: this.rows.map(resultOf) };
  }

  /** The problems with their places: those of results by the row in the CSV file, in its order after the others. */
  placed(problems: Problem[]): PlacedProblem[] {
    const { rows, results } = this;
    if (!rows || !results) return this.text.placed(problems);
    const rowOf = ({ pointer }: Problem) => rows[Number(/^\/results\/(\d+)/.exec(pointer)?.[1] ?? Number.NaN)];
    const inRows = problems.flatMap((problem): PlacedProblem[] => {
      const row = rowOf(problem);
      const written = row?.cells[problem.pointer.split('/')[3] ?? ''] ?? null;
      return row ? [{ ...problem, file: results.file, line: row.line, column: 1, written }] : [];
    });
    return [
      ...this.text.placed(problems.filter((problem) => !rowOf(problem))),
      ...inRows.toSorted((a, b) => a.line - b.line),
    ];
  }
}

function rowsOf({ file, text }: { file: string; text: string }): CsvRow[] {
  try {
    const { head, rows } = readCsv(text);
    const unknown = head.filter((name) => !(COLUMNS as readonly string[]).includes(name));
    if (unknown.length === 0 && head.length > 0) return rows;
    throw new Error(`Unknown columns: ${unknown.join(', ') || 'there is no head'}. Known: ${COLUMNS.join(', ')}.`);
  } catch (error) {
    throw new CliError(`"${file}" cannot be read as CSV. ${(error as Error).message}`);
  }
}

/** A row as an entry of the document; empty cells are left out. */
const resultOf = ({ cells }: CsvRow): Partial<Result> =>
  Object.fromEntries(
    Object.entries(cells)
      .filter(([, text]) => text !== '')
      .map(([name, text]) => [name, LISTS.includes(name) ? text.split(';').map((part) => part.trim()) : text]),
  );
