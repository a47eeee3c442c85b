import type { LocalServers } from '../../deploy/local/index.js';

/** One measured figure of a suite. */
export interface Figure {
  name: string;
  value: number;
  unit: string;
  /** The same measured for what it is compared with, in the same run; null when the target is absolute. */
  yardstick: number | null;
  /** value / yardstick. */
  ratio: number | null;
  /** As people read it: `ratio ≥ 0.3`. */
  target: string;
  holds: boolean;
}

/** A suite of figures; `run` gets the servers it needs, started empty. */
export interface Suite {
  name: string;
  servers: ('postgres' | 'kafka' | 'temporal' | 'mail')[];
  /** What can be measured of it alone, by name. */
  parts?: string[];
  /** @param only these of its parts; without any, all */
  run(servers: LocalServers, progress: (line: string) => void, only: string[]): Promise<Figure[]>;
}

/** The middle of the values; of an even number the mean of the two in the middle. */
export function median(values: number[]): number {
  if (values.length === 0) throw new Error('There is no median of nothing.');
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The value that this share of them does not exceed (nearest rank); 1 gives the largest. */
export function quantile(values: number[], share: number): number {
  if (values.length === 0) throw new Error('There is no quantile of nothing.');
  return values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(share * values.length) - 1)]!;
}

/** A figure that must be at least `least` times its yardstick. */
export function atLeastRatio(
  figure: Pick<Figure, 'name' | 'value' | 'unit'> & { yardstick: number },
  least: number,
): Figure {
  const ratio = figure.value / figure.yardstick;
  return { ...figure, ratio, target: `ratio ≥ ${least}`, holds: ratio >= least };
}

/** A figure that must be at most `most` times its yardstick. */
export function atMostRatio(
  figure: Pick<Figure, 'name' | 'value' | 'unit'> & { yardstick: number },
  most: number,
): Figure {
  const ratio = figure.value / figure.yardstick;
  return { ...figure, ratio, target: `ratio ≤ ${most}`, holds: ratio <= most };
}

/** A figure that has no bound. */
export const noted = (figure: Pick<Figure, 'name' | 'value' | 'unit'>): Figure => ({
  ...figure,
  yardstick: null,
  ratio: null,
  target: '–',
  holds: true,
});

/** A figure that must stay below a bound. */
export function below(figure: Pick<Figure, 'name' | 'value' | 'unit'>, bound: number): Figure {
  return {
    ...figure,
    yardstick: null,
    ratio: null,
    target: `< ${bound} ${figure.unit}`,
    holds: figure.value < bound,
  };
}

/** The figures as a table for people. */
export function table(rows: (Figure & { suite: string })[]): string {
  const head = ['suite', 'figure', 'value', 'yardstick', 'ratio', 'target', 'holds'];
  const cells = rows.map((row) => [
    row.suite,
    row.name,
    `${rounded(row.value)} ${row.unit}`,
    row.yardstick === null ? '–' : `${rounded(row.yardstick)} ${row.unit}`,
    row.ratio === null ? '–' : row.ratio.toFixed(2),
    row.target,
    row.holds ? 'yes' : 'NO',
  ]);
  const widths = head.map((title, i) => Math.max(title.length, ...cells.map((row) => row[i]!.length)));
  const line = (row: string[]) =>
    row
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join('  ')
      .trimEnd();
  return [head, widths.map((width) => '─'.repeat(width)), ...cells].map(line).join('\n');
}

function rounded(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
