/** A stretch of text that two versions share, or that one of them alone has. */
export interface TextPart {
  change: 'same' | 'removed' | 'added';
  text: string;
}

/** Texts that differ in more words than this are shown as replaced: nobody reads such a comparison word by word. */
const MOST_CHANGES = 1_000;

const words = new Intl.Segmenter('en', { granularity: 'word' });

/**
 * What became of a text, word by word (Unicode's word boundaries, so also in Chinese): the shortest
 * way from one to the other, by Myers, "An O(ND) difference algorithm and its variations" (1986).
 * `same` and `removed` together are the text before, `same` and `added` the one after.
 */
export function diffTexts(before: string, after: string): TextPart[] {
  const [a, b] = [before, after].map((text) => [...words.segment(text)].map(({ segment }) => segment)) as [
    string[],
    string[],
  ];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  return joined([
    { change: 'same', text: a.slice(0, start).join('') },
    ...between(a.slice(start, a.length - end), b.slice(start, b.length - end)),
    { change: 'same', text: a.slice(a.length - end).join('') },
  ]);
}

function between(a: string[], b: string[]): TextPart[] {
  const reached = search(a, b);
  if (!reached) {
    return [
      { change: 'removed', text: a.join('') },
      { change: 'added', text: b.join('') },
    ];
  }
  const parts: TextPart[] = [];
  let [x, y] = [a.length, b.length];
  for (let changes = reached.length; x > 0 || y > 0; changes--) {
    const diagonal = x - y;
    // How far the way had come on each diagonal with one change less; before the first change it was at the beginning.
    const best = reached[changes - 1];
    const down = best !== undefined && comesDown(best, diagonal, changes);
    const [fromX, fromDiagonal] = best ? [best.get(diagonal + (down ? 1 : -1))!, diagonal + (down ? 1 : -1)] : [0, 0];
    const fromY = fromX - fromDiagonal;
    for (; x > fromX && y > fromY; x--, y--) parts.push({ change: 'same', text: a[x - 1]! });
    if (!best) break;
    if (down) parts.push({ change: 'added', text: b[--y]! });
    else parts.push({ change: 'removed', text: a[--x]! });
  }
  return parts.reverse();
}

/**
 * How far into `a` one comes on each diagonal, by the number of changes before the last; null when there are too many.
 */
function search(a: string[], b: string[]): Map<number, number>[] | null {
  const reached: Map<number, number>[] = [];
  for (let changes = 0; changes <= Math.min(MOST_CHANGES, a.length + b.length); changes++) {
    const best = reached.at(-1);
    const next = new Map<number, number>();
    for (let diagonal = -changes; diagonal <= changes; diagonal += 2) {
      let x = 0;
      if (best) x = comesDown(best, diagonal, changes) ? best.get(diagonal + 1)! : best.get(diagonal - 1)! + 1;
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x += 1;
      next.set(diagonal, x);
      if (x >= a.length && x - diagonal >= b.length) return reached;
    }
    reached.push(next);
  }
  return null;
}

/** Is the last change on the way to this diagonal an added word (and not a removed one)? */
const comesDown = (best: Map<number, number>, diagonal: number, changes: number): boolean =>
  diagonal === -changes || (diagonal !== changes && best.get(diagonal - 1)! < best.get(diagonal + 1)!);

/** Neighbours of one kind as one part, what was removed before what was added in its place. */
function joined(parts: TextPart[]): TextPart[] {
  const whole: TextPart[] = [];
  let [removed, added] = ['', ''];
  const settle = () => {
    if (removed) whole.push({ change: 'removed', text: removed });
    if (added) whole.push({ change: 'added', text: added });
    [removed, added] = ['', ''];
  };
  for (const { change, text } of parts) {
    if (text === '') continue;
    if (change === 'removed') removed += text;
    else if (change === 'added') added += text;
    else {
      settle();
      const last = whole.at(-1);
      if (last?.change === 'same') last.text += text;
      else whole.push({ change, text });
    }
  }
  settle();
  return whole;
}
