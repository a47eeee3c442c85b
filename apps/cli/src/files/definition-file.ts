import { readFile, writeFile } from 'node:fs/promises';
import { LineCounter, type Node, type Pair, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import { type Api, CliError, ask } from '../client/connection.js';

/** Something wrong in a definition, as the API explains it. */
export interface Problem {
  pointer: string;
  value?: unknown;
  message: string;
  allowed: string;
  action: string;
}
/** Where it is in the file (both count from 1); `file` when it is in another one. */
export type PlacedProblem = Problem & { file?: string; line: number; column: number; written: string | null };

interface CheckedFile {
  sound: boolean;
  problems: PlacedProblem[];
  definition: Record<string, unknown> | null;
  digest: string | null;
}

/** How much of what stands in the file is shown, characters. */
const SHOWN = 80;

/** Reads a file. Throws `CliError` in plain words when it cannot be read. */
export const readText = (file: string): Promise<string> =>
  readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new CliError(`"${file}" cannot be read${error.code === 'ENOENT' ? ': there is no such file' : ''}.`);
  });

/** Writes a file. Throws `CliError` in plain words when that is not possible. */
export const writeText = (file: string, text: string): Promise<void> =>
  writeFile(file, text).catch((error: NodeJS.ErrnoException) => {
    throw new CliError(`"${file}" cannot be written (${error.code}).`);
  });

/** Checks the text of a definition, by its form here and by its content over the API; each problem with its place. */
export async function checkText(api: Api, text: string): Promise<CheckedFile> {
  const source = new DefinitionText(text);
  const unreadable = source.unreadable();
  if (unreadable.length > 0) return { sound: false, problems: unreadable, definition: null, digest: null };
  const checked = await ask(api.POST('/v1/cycles/check', { body: { definition: text } }));
  return { ...checked, problems: source.placed(checked.problems) };
}

/** The text of a file that is sound. Throws `CliError` with every problem explained. */
export async function readSound(api: Api, file: string): Promise<string> {
  const text = await readText(file);
  const { sound, problems } = await checkText(api, text);
  if (!sound) throw new CliError(problemsInWords(file, problems));
  return text;
}

/** The text of a definition, in which the places of problems are found. */
export class DefinitionText {
  private readonly lines = new LineCounter();
  private readonly document;

  constructor(private readonly text: string) {
    const options = { lineCounter: this.lines, prettyErrors: false, uniqueKeys: true } as const;
    this.document = parseDocument(text, options);
  }

  /** What makes the text no YAML at all. */
  unreadable(): PlacedProblem[] {
    return this.document.errors.map(({ message, pos: [at] }) => ({
      pointer: '',
      message,
      allowed: 'YAML 1.2 or JSON',
      action: 'Mend the text here; the problems of the definition are looked for after that.',
      ...this.place(at, this.lineAt(at)),
    }));
  }

  /** The problems with their places, in the order of the text. */
  placed(problems: Problem[]): PlacedProblem[] {
    return problems
      .map((problem) => ({ ...problem, ...this.find(problem.pointer) }))
      .toSorted((a, b) => a.line - b.line || a.column - b.column);
  }

  /** Where a JSON pointer leads: its key or item, or the nearest one around it when nothing stands there. */
  private find(pointer: string): Pick<PlacedProblem, 'line' | 'column' | 'written'> {
    const path = pointer.split('/').slice(1);
    let node: unknown = this.document.contents;
    let at = 0;
    for (const part of path.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))) {
      const found = stepInto(node, part);
      if (!found) return this.place(at, null);
      at = found.at;
      node = found.node;
    }
    return this.place(at, this.written(node));
  }

  private place(at: number, written: string | null) {
    const { line, col: column } = this.lines.linePos(at);
    return { line, column, written };
  }

  /** A value as it is written, when it is short enough to show. */
  private written(node: unknown): string | null {
    if (!isScalar(node) || !node.range) return null;
    const [from, to] = node.range;
    return this.text.slice(from, to).trim().slice(0, SHOWN);
  }

  private lineAt(at: number): string {
    return (this.text.split('\n')[this.lines.linePos(at).line - 1] ?? '').trim().slice(0, SHOWN);
  }
}

/** The value under a key or an index, and where that begins. */
function stepInto(node: unknown, part: string): { node: unknown; at: number } | null {
  const startOf = (each: unknown) => (each as Node | null)?.range?.[0] ?? 0;
  if (isSeq(node)) {
    const item = node.items[Number(part)];
    return item === undefined ? null : { node: item, at: startOf(item) };
  }
  if (!isMap(node)) return null;
  const pair = node.items.find(({ key }) => String(isScalar(key) ? key.value : key) === part) as Pair | undefined;
  return pair ? { node: pair.value, at: startOf(pair.key) } : null;
}

/** Every problem of a file: where, what stands there, what is allowed, what to do. */
export function problemsInWords(file: string, problems: PlacedProblem[]): string {
  const head = `${file} has ${problems.length === 1 ? 'one problem' : `${problems.length} problems`}.`;
  return [head, ...problems.map((problem, index) => inWords(problem, index + 1))].join('\n\n');
}

function inWords(
  { file, pointer, line, column, message, written, value, allowed, action }: PlacedProblem,
  number: number,
) {
  const short = (text: string) => (text.length > SHOWN ? `${text.slice(0, SHOWN)} …` : text);
  const there = written ?? (value === null || value === undefined ? 'nothing' : short(JSON.stringify(value)));
  return [
    `${number}. ${file ? `${file}, line` : 'Line'} ${line}, column ${column}${pointer ? ` (${pointer})` : ''}: ${message}`,
    `   It says:    ${there}`,
    ...(allowed ? [`   Allowed:    ${allowed}`] : []),
    `   What to do: ${action}`,
  ].join('\n');
}
