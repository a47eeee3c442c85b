import type { Instant } from '#libs/contracts';
import { type WordLanguage, entrantWords } from '#libs/words';
import { allOf, durationInWords, instantInShort, instantInWords } from './dates.js';
import { type SayPlanning, planningWords } from './planning.words.js';
import { ticksBetween } from './picture-axis.js';
import { linesOf, widthOf, xml } from './picture-text.js';
import { type PlannedStage, type Timeline, isInstant, oneLine } from './timeline.js';

/** px of the picture; it scales, and fits a sheet laid across. */
const WIDTH = 1120;
const MARGIN = 24;
const TEXT_WIDTH = 400;
const CHART = { left: MARGIN + TEXT_WIDTH + 24, right: WIDTH - MARGIN - 40 };
const TITLE = 15;
const SMALL = 12.5;
const LINE = 18;
const ROW_PADDING = 14;

/** What all parts of the picture are made of. */
interface Drawing {
  timeline: Timeline;
  language: WordLanguage;
  say: SayPlanning;
  /** Words of the further deadlines. */
  short(instant: Instant): string;
  /** The place of an instant, px from the left. */
  x(instant: Instant): number;
}

/**
 * The calendar of a cycle as a picture (SVG): a row for each stage with its window, grace,
 * reminders and releases, in the zone of the award. All dates stand beside the bars, so nothing
 * covers anything, however short a stage is. Light, on white, for print. Pure.
 */
export function pictureOf(timeline: Timeline, language: WordLanguage): string {
  const { definition, stages } = timeline;
  const { zone } = definition;
  const [from, to] = spanOf(stages);
  const say = planningWords.in(language, entrantWords(definition.entrant, language));
  const drawing: Drawing = {
    timeline,
    language,
    say,
    short: (instant) => instantInShort(instant, zone, language),
    x: (instant) => {
      const part = (Date.parse(instant) - Date.parse(from)) / Math.max(1, Date.parse(to) - Date.parse(from));
      return round(CHART.left + part * (CHART.right - CHART.left));
    },
  };
  const title = say('picture.heading', { cycle: oneLine(definition.title) });
  const heading = definition.demonstration ? say('demonstrationMark.picture', { title }) : title;
  const headLines = linesOf(heading, 20, WIDTH - 2 * MARGIN, 2);
  const top = MARGIN + headLines.length * 26 + 56;
  const rows: string[] = [];
  let y = top;
  for (const stage of stages) {
    const row = rowOf(drawing, stage, y);
    rows.push(row.svg);
    y += row.height;
  }
  const legend = legendOf(drawing, y + 28);
  const height = legend.bottom + MARGIN;
  const when = (instant: Instant) => instantInWords(instant, zone, language);
  const spoken = stages.map(
    ({ title, opens, deadline }) =>
      `${title}: ${say('opens', { when: when(opens) })} ${say('deadline', { when: when(deadline) })}`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="title desc" lang="${language}" font-family="system-ui, -apple-system, 'Segoe UI', 'Noto Sans', 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif">
<title id="title">${xml(heading)}</title>
<desc id="desc">${xml(spoken.join(' '))}</desc>
<defs><pattern id="grace" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="#ffffff"/><rect width="3" height="6" fill="#2b6cb0"/></pattern></defs>
<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>
${headLines.map((line, index) => text(MARGIN, MARGIN + 20 + index * 26, line, { size: 20, bold: true })).join('\n')}
${text(MARGIN, MARGIN + headLines.length * 26 + 14, say('picture.zone', { zone }), { soft: true })}
${axis(drawing, [from, to], top, y)}
${rows.join('\n')}
${legend.svg}
</svg>
`;
}

/** From the first opening to the last thing that has a date. */
function spanOf(stages: PlannedStage[]): [Instant, Instant] {
  const ends = stages.flatMap(({ hardClose, steps, releases }) => [
    hardClose,
    ...steps.map(({ hardCloseAt }) => hardCloseAt),
    ...releases.map(({ when }) => when).filter(isInstant),
  ]);
  return [stages.map(({ opens }) => opens).toSorted()[0]!, ends.toSorted().at(-1)!];
}

const round = (px: number): number => Math.round(px * 10) / 10;

interface TextStyle {
  size?: number;
  bold?: boolean;
  soft?: boolean;
}

const text = (x: number, y: number, content: string, { size = SMALL, bold, soft }: TextStyle = {}): string =>
  `<text x="${round(x)}" y="${round(y)}" font-size="${size}"${bold ? ' font-weight="600"' : ''} fill="${soft ? '#52606d' : '#1f2933'}">${xml(content)}</text>`;

/** Lines on round times, named at the top where there is room for the name. */
function axis({ x, timeline, language }: Drawing, [from, to]: [Instant, Instant], top: number, bottom: number): string {
  const free = { label: 0, below: 0 };
  const put = (row: 'label' | 'below', left: number, y: number, name: string | null): string => {
    if (!name || left < free[row] || left + widthOf(name, SMALL) > WIDTH - MARGIN) return '';
    free[row] = left + widthOf(name, SMALL) + 8;
    return text(left, y, name, { soft: true });
  };
  const ticks = ticksBetween(from, to, 12, timeline.definition.zone, language);
  return ticks
    .flatMap(({ at, label, below }) => [
      `<path d="M${x(at)} ${top - 4}V${bottom}" stroke="#cbd2d9" fill="none"/>`,
      put('label', x(at), top - 30, label),
      put('below', x(at), top - 12, below),
    ])
    .filter(Boolean)
    .join('\n');
}

/** A stage: its texts on the left, its bar on the right. */
function rowOf(drawing: Drawing, stage: PlannedStage, top: number): { svg: string; height: number } {
  const lines = [
    ...linesOf(stage.title, TITLE, TEXT_WIDTH, 2).map((line) => ({ line, style: { size: TITLE, bold: true } })),
    ...factsOf(drawing, stage).flatMap((fact) =>
      linesOf(fact, SMALL, TEXT_WIDTH, 3).map((line) => ({ line, style: { soft: true } })),
    ),
  ];
  const height = lines.length * LINE + 2 * ROW_PADDING;
  const texts = lines.map(({ line, style }, index) => text(MARGIN, top + ROW_PADDING + 14 + index * LINE, line, style));
  const rule = `<path d="M${MARGIN} ${top}H${WIDTH - MARGIN}" stroke="#cbd2d9" fill="none"/>`;
  return { svg: [rule, ...texts, barOf(drawing, stage, top + height / 2)].join('\n'), height };
}

/** Everything of a stage that has a date, in words. */
function factsOf({ say, short, language }: Drawing, stage: PlannedStage): string[] {
  const { opens, deadline, hardClose, reminders, releases } = stage;
  const ladder = reminders.map(({ step }) => durationInWords(step, language));
  return [
    say('picture.span', { opens: short(opens), deadline: short(deadline) }),
    ...(hardClose === deadline ? [] : [say('picture.hardClose', { when: short(hardClose) })]),
    ...stage.steps.map(({ step, deadlineAt }) => say(`steps.${step}.short`, { when: short(deadlineAt) })),
    ...(ladder.length > 0 ? [say('picture.reminders', { durations: allOf(ladder, language) })] : []),
    ...releases.map(({ audience, when }) =>
      say(`picture.released.${audience}`, { when: isInstant(when) ? short(when) : say(`picture.${when}`) }),
    ),
  ];
}

function barOf({ x }: Drawing, stage: PlannedStage, y: number): string {
  const { opens, deadline, hardClose, steps, reminders, releases } = stage;
  const width = Math.max(4, x(deadline) - x(opens));
  const end = round(x(opens) + width);
  const grace = hardClose === deadline ? 0 : Math.max(4, x(hardClose) - end);
  const planned = releases.map(({ when }) => when).filter(isInstant);
  const open = releases.filter(({ when }) => when === 'command');
  const after = Math.max(end + grace, ...planned.map((when) => x(when))) + 14;
  return [
    symbol.window(x(opens), y, round(width)),
    ...(grace > 0 ? [symbol.grace(end, y, round(grace))] : []),
    ...steps.map(({ deadlineAt }) => symbol.step(x(deadlineAt), y)),
    ...reminders.map(({ at }) => symbol.reminder(x(at), y)),
    ...planned.map((when) => symbol.release(x(when), y + 20)),
    ...open.map((_, index) => symbol.byCommand(round(after + index * 14), y + 20)),
  ].join('');
}

/** The signs of the picture, each told from the others by its form too. */
const symbol = {
  window: (x: number, y: number, width: number) =>
    `<rect x="${x}" y="${y - 7}" width="${width}" height="14" fill="#2b6cb0"/>`,
  grace: (x: number, y: number, width: number) =>
    `<rect x="${x}" y="${y - 7}" width="${width}" height="14" fill="url(#grace)" stroke="#2b6cb0"/>`,
  reminder: (x: number, y: number) => `<path d="M${x} ${y - 8}l-4.5 -9h9z" fill="#9c4221"/>`,
  step: (x: number, y: number) =>
    `<path d="M${x} ${y - 11}v22" stroke="#1f2933" stroke-width="2" fill="none"/><circle cx="${x}" cy="${y + 11}" r="3" fill="#1f2933"/>`,
  release: (x: number, y: number) =>
    `<path d="M${x} ${y - 8}l6 8l-6 8l-6 -8z" fill="#276749"/><path d="M${x} ${y - 27}v20" stroke="#276749" fill="none"/>`,
  byCommand: (x: number, y: number) =>
    `<path d="M${x} ${y - 6}l5 6l-5 6l-5 -6z" fill="#ffffff" stroke="#276749" stroke-width="1.5"/>`,
};

/** A sign, and what it means. */
type LegendItem = [string, (x: number, y: number) => string];

/** What each sign means, in as many lines as it takes. */
function legendOf({ timeline, say }: Drawing, top: number): { svg: string; bottom: number } {
  const further: LegendItem = [say('picture.step'), (x, y) => symbol.step(x + 11, y)];
  const items: LegendItem[] = [
    [say('picture.window'), (x, y) => symbol.window(x, y, 22)],
    [say('picture.grace'), (x, y) => symbol.grace(x, y, 22)],
    ...(timeline.stages.some(({ steps }) => steps.length > 0) ? [further] : []),
    [say('picture.reminder'), (x, y) => symbol.reminder(x + 11, y + 12)],
    [say('picture.release'), (x, y) => symbol.release(x + 11, y + 6)],
    [say('picture.byCommand'), (x, y) => symbol.byCommand(x + 11, y)],
  ];
  let x = MARGIN;
  let y = top;
  const parts = items.map(([name, draw]) => {
    const width = 30 + widthOf(name, SMALL) + 28;
    if (x > MARGIN && x + width - 28 > WIDTH - MARGIN) {
      x = MARGIN;
      y += 26;
    }
    const part = draw(x, y) + text(x + 30, y + 4.5, name);
    x += width;
    return part;
  });
  return { svg: parts.join('\n'), bottom: y + 10 };
}
