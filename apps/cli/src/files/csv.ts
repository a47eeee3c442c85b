/** A row of a CSV text, by the names of its columns, and the line it begins in (from 1). */
export interface CsvRow {
  line: number;
  cells: Record<string, string>;
}

/** Reads CSV (RFC 4180: quotes, doubled quotes, line breaks in quotes) with a head; empty lines are left out. Pure. */
export function readCsv(text: string): { head: string[]; rows: CsvRow[] } {
  const [head, ...rest] = records(text.replace(/^\uFEFF/, ''));
  const names = (head?.cells ?? []).map((name) => name.trim());
  const rows = rest.map(({ line, cells }) => ({
    line,
    cells: Object.fromEntries(names.map((name, column) => [name, (cells[column] ?? '').trim()])),
  }));
  return { head: names, rows };
}

function records(text: string): { line: number; cells: string[] }[] {
  const found: { line: number; cells: string[] }[] = [];
  let line = 1;
  // A cell, quoted or not, and what ends it.
  const pattern = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;
  let current: { line: number; cells: string[] } | undefined;
  while (pattern.lastIndex < text.length || current) {
    const match = pattern.exec(text);
    if (!match) throw new Error(`Line ${line}: a quote that is not closed, or text after one.`);
    const [whole, quoted, plain, end] = match;
    current ??= { line, cells: [] };
    current.cells.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    line += whole.split('\n').length - 1;
    if (end === ',') continue;
    if (current.cells.some((cell) => cell.trim() !== '')) found.push(current);
    current = undefined;
  }
  return found;
}
