/** About how wide a text is, px: a little more than the common fonts need, so that what is said to fit does. */
export const widthOf = (text: string, size: number): number =>
  [...text].reduce(
    (sum, character) => sum + (isWide(character) ? 1.02 : /[A-ZÀ-ÞMWmw@%]/.test(character) ? 0.78 : 0.57),
    0,
  ) * size;

/** Characters of Chinese and Japanese are as wide as they are high. */
const isWide = (character: string): boolean =>
  /[\u{1100}-\u{11ff}\u{2e80}-\u{ffef}\u{1f000}-\u{3ffff}]/u.test(character);

/**
 * A text in lines that fit, broken between words or wide characters; the last one that is allowed
 * ends with `…` where it must.
 */
export function linesOf(text: string, size: number, width: number, most: number): string[] {
  const lines = [''];
  for (const piece of text.match(/[\u{2e80}-\u{ffef}]|[^\s\u{2e80}-\u{ffef}]+\s*|\s+/gu) ?? []) {
    const line = lines.at(-1)!;
    if (line !== '' && widthOf((line + piece).trimEnd(), size) > width) lines.push(piece);
    else lines[lines.length - 1] = line + piece;
  }
  const fitting = lines.map((line) => shortened(line.trim(), size, width));
  if (fitting.length <= most) return fitting;
  return [...fitting.slice(0, most - 1), shortened(`${fitting[most - 1]!} …`, size, width)];
}

/** A text that is too long for one line, cut. */
function shortened(text: string, size: number, width: number): string {
  if (widthOf(text, size) <= width) return text;
  const characters = [...text];
  while (characters.length > 0 && widthOf(`${characters.join('')}…`, size) > width) characters.pop();
  return `${characters.join('').trimEnd()}…`;
}

/** Text in XML. */
export const xml = (text: string): string =>
  text.replaceAll(/[&<>"]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[character]!);
