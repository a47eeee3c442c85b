/** An instant as the API shows it twice: in UTC, and local with the name of its zone. */
export interface Zoned {
  utc: string;
  local: string;
  zone: string;
}

/** Both zones of an instant: `2026-11-23 17:00:00 Asia/Shanghai (2026-11-23 09:00:00 UTC)`. */
export function inBothZones({ utc, local, zone }: Zoned): string {
  return `${plain(local)} ${zone} (${plain(utc)} UTC)`;
}

/** An instant of the API in UTC and in the zone of this machine. */
export function inUtcAndHere(utc: string, zone = Intl.DateTimeFormat().resolvedOptions().timeZone): string {
  const here = new Date(utc).toLocaleString('sv-SE', { timeZone: zone });
  return zone === 'UTC' ? `${plain(utc)} UTC` : `${plain(utc)} UTC (${here} ${zone})`;
}

const plain = (iso: string) => iso.slice(0, 19).replace('T', ' ');

/** Rows as a table of aligned columns with a head. */
export function table(head: string[], rows: string[][]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

/** Prints text, or the value itself as JSON when the user asked for that. */
export function show(value: unknown, text: string, json: boolean | undefined): void {
  console.log(json ? JSON.stringify(value, null, 2) : text);
}
