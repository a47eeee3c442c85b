import { Document, type YAMLMap, isCollection, isScalar, parseDocument, visit } from 'yaml';
import { DateTime } from 'luxon';
import { WINDOW_STEPS, type WindowStepKey } from '#libs/contracts/pure';
import { guangzhouDocument, readInstant } from '#libs/cycles/pure';
import { CliError } from '../client/connection.js';
import { readText } from '../files/definition-file.js';

/** A date and time in the zone of the award, as a definition has it: `2027-08-31T23:59`. */
export type LocalTime = string;

/** What is asked anew of a stage; the rest of it stays as it is. */
export interface TemplateStage {
  key: string;
  title: string;
  opens: LocalTime;
  deadline: LocalTime;
  /** Further deadlines. */
  steps: { step: WindowStepKey; deadline: LocalTime }[];
  grace: string;
  ladder: string[];
  after: string[];
  /** Releases at an instant, with their place in the list. */
  releases: { index: number; audience: string; when: LocalTime }[];
}

/** A definition to begin with: what its dates and names are, and its text, which keeps its comments. */
export interface Template {
  edition: string;
  title: string;
  zone: string;
  stages: TemplateStage[];
  /** Is it a cycle that was, so that a new one comes after it? */
  isCycle: boolean;
  document: Document;
}

const COMMENTS: [path: (string | number)[], comment: string][] = [
  [['zone'], ' times below without an offset are local to it'],
  [['demonstration'], ' true: every result and mail says DEMONSTRATION'],
  [['form'], ' the shipped form; or a JSON Schema of your own'],
  [['criteria'], ' scored from 1 to 5, all of the same weight'],
  [['stages'], ' each begins when the one before is decided, unless `after` names others'],
  [['stages', 0, 'ladder'], ' reminders, before the deadline'],
  [['stages', 0, 'settings'], ' written in any language, judged in English'],
  [['stages', 3, 'settings'], ' up to five winners, unranked; fewer is allowed'],
  [['stages', 3, 'release'], ' under embargo until the ceremony opens'],
];
const ON_ONE_LINE = ['programme', 'languages', 'window', 'ladder', 'settings', 'certifiers'];

/** The name of the template that is shipped. */
const SHIPPED = 'guangzhou';

/** The shipped template, with a comment where people would ask. */
function guangzhou(year: number): Document {
  const document = new Document(guangzhouDocument({ edition: String(year), year }));
  document.commentBefore =
    ' A cycle of the Guangzhou Award: change it, `laureate cycle check FILE`. What is not named is off, or the simplest form.';
  visit(document, {
    // In quotes, no program takes it for anything but what is written.
    Scalar: (_, node) => {
      if (/^\d{4}-/.test(String(node.value))) node.type = 'QUOTE_SINGLE';
    },
    Pair: (_, pair) => {
      const key = isScalar(pair.key) ? String(pair.key.value) : '';
      if (ON_ONE_LINE.includes(key) && isCollection(pair.value)) pair.value.flow = true;
      if (['criteria', 'release'].includes(key) && isCollection(pair.value))
        for (const item of pair.value.items) (item as YAMLMap).flow = true;
    },
  });
  for (const [path, comment] of COMMENTS) {
    const node = document.getIn(path, true);
    if (isCollection(node) && !node.flow) node.commentBefore = comment;
    else if (isCollection(node) || isScalar(node)) node.comment = comment;
  }
  return document;
}

/** Opens the template of that name, or the definition in that file. Throws `CliError` when it is none. */
export async function openTemplate(from: string, now: Date): Promise<Template> {
  if (from === SHIPPED) return templateOf(guangzhou(now.getUTCFullYear()), from);
  const parsed = parseDocument(await readText(from), { prettyErrors: true });
  if (parsed.errors.length > 0) throw notSound(from);
  return templateOf(withoutAliases(parsed), from);
}

/** A value that stands in several places would be changed in all of them. */
function withoutAliases(document: Document.Parsed): Document {
  let hasAliases = false;
  visit(document, { Alias: () => void (hasAliases = true) });
  return hasAliases ? new Document(document.toJS({ maxAliasCount: 20 })) : (document as unknown as Document);
}

const notSound = (from: string) =>
  new CliError(
    `"${from}" is neither the template that is shipped (${SHIPPED}) nor a sound definition. See: laureate cycle check ${from}`,
  );

function templateOf(document: Document, from: string): Template {
  try {
    const { edition, title, zone, stages } = document.toJS() as Record<string, unknown>;
    const keys = (stages as { key: string }[]).map(({ key }) => key);
    const read = (stages as Record<string, unknown>[]).map((stage, index) =>
      stageOf(stage, index, keys, zone as string),
    );
    const texts = [edition, title, zone];
    if (read.length === 0 || texts.some((text) => typeof text !== 'string')) throw notSound(from);
    return { edition, title, zone, stages: read, isCycle: from !== SHIPPED, document } as Template;
  } catch {
    throw notSound(from);
  }
}

/** One stage; throws anything where it is not as a definition has it. */
function stageOf(stage: Record<string, unknown>, index: number, keys: string[], zone: string): TemplateStage {
  const { key, title, window, ladder, after, release } = stage as {
    key: string;
    title?: string;
    window: {
      opens: string;
      deadline: string;
      grace?: string;
      steps?: Partial<Record<WindowStepKey, { deadline: string }>>;
    };
    ladder?: string[];
    after?: string[];
    release?: { audience: string; when: string }[];
  };
  const releases = (release ?? []).flatMap(({ audience, when }, place) =>
    when === 'decided' || when === 'command' ? [] : [{ index: place, audience, when: localOf(when, zone) }],
  );
  return {
    key,
    title: title ?? key,
    opens: localOf(window.opens, zone),
    deadline: localOf(window.deadline, zone),
    steps: WINDOW_STEPS.flatMap((step) => {
      const given = window.steps?.[step];
      return given ? [{ step, deadline: localOf(given.deadline, zone) }] : [];
    }),
    grace: window.grace ?? 'PT0S',
    ladder: ladder ?? [],
    after: after ?? keys.slice(Math.max(0, index - 1), index),
    releases,
  };
}

/** A time of a definition as local time of its zone; whole minutes. */
function localOf(text: string, zone: string): LocalTime {
  const instant = readInstant(text, zone);
  if (!instant) throw new Error('no date and time');
  return DateTime.fromISO(instant, { zone }).toFormat("yyyy-MM-dd'T'HH:mm");
}

/** Puts a text in the place of another, which keeps its comment. */
export function put(document: Document, path: (string | number)[], text: string): void {
  const node = document.getIn(path, true);
  if (isScalar(node)) node.value = text;
  else document.setIn(path, text);
}

/** The text of a definition, on as few lines as it was. */
export const textOf = (document: Document): string => document.toString({ lineWidth: 0, singleQuote: true });
