import type { Cell } from './columns.rules.js';

/** What makes a spreadsheet take a text for a formula, also after a tab or a line break in front of it. */
const FORMULA = /^[\s]*[=+\-@]/;

/** A text that no spreadsheet runs: what would be a formula gets an apostrophe in front. Numbers are numbers. */
export const harmless = (cell: Cell): Cell => (typeof cell === 'string' && FORMULA.test(cell) ? `'${cell}` : cell);

/** Rows as CSV (RFC 4180, UTF-8 with a mark so that spreadsheets read it as that), a line each. */
export async function* csvOf(head: string[], rows: AsyncIterable<Cell[]>): AsyncGenerator<string> {
  yield `\uFEFF${csvLine(head)}`;
  for await (const row of rows) yield csvLine(row);
}

const csvLine = (cells: Cell[]): string => `${cells.map((cell) => csvCell(harmless(cell))).join(',')}\r\n`;

function csvCell(cell: Cell): string {
  const text = cell === null ? '' : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The most characters a cell of a spreadsheet takes. */
const LONGEST = 32_767;
const CUT = ' … (cut)';

/** Files of a workbook with one sheet, in the order in which they are written; the sheet row by row. */
export function* workbookOf(
  sheet: string,
  head: string[],
  rows: AsyncIterable<Cell[]>,
): Generator<{ name: string; body: Iterable<string> | AsyncIterable<string> }> {
  yield* Object.entries({
    '[Content_Types].xml': `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
    '_rels/.rels': relations('officeDocument', 'xl/workbook.xml'),
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets><sheet name="${escaped(sheet)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations('worksheet', 'worksheets/sheet1.xml'),
  }).map(([name, xml]) => ({ name, body: [HEAD + xml] }));
  yield { name: 'xl/worksheets/sheet1.xml', body: sheetOf(head, rows) };
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const relations = (type: string, target: string): string =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${RELATIONS}/${type}" Target="${target}"/></Relationships>`;

async function* sheetOf(head: string[], rows: AsyncIterable<Cell[]>): AsyncGenerator<string> {
  yield `${HEAD}<worksheet xmlns="${MAIN}"><sheetData>${rowOf(head)}`;
  for await (const row of rows) yield rowOf(row);
  yield '</sheetData></worksheet>';
}

const rowOf = (cells: Cell[]): string => `<row>${cells.map(cellOf).join('')}</row>`;

function cellOf(cell: Cell): string {
  if (cell === null) return '<c/>';
  if (typeof cell === 'number') return `<c><v>${cell}</v></c>`;
  const text = harmless(cell) as string;
  const shown = text.length > LONGEST ? text.slice(0, LONGEST - CUT.length) + CUT : text;
  return `<c t="inlineStr"><is><t xml:space="preserve">${escaped(shown)}</t></is></c>`;
}

/** A text in XML, without the characters that XML cannot have. */
const escaped = (text: string): string =>
  text
    .toWellFormed()
    // oxlint-disable-next-line no-control-regex -- these are what is taken out
    .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '')
    .replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
