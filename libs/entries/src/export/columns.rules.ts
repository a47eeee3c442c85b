import type { Form } from '../form/form.js';
import { type JsonObject, isObject } from '../form/json-pointer.js';
import { type TranslationSource, isIn } from '../stage-types/language.rules.js';
import { isText, translated } from '../entry/translation.rules.js';

/** What stands in a cell: text, a number, or nothing. */
export type Cell = string | number | null;

/** An entry as it is exported: its last submitted version, and where it stands. */
export interface ExportedEntry {
  id: string;
  state: string;
  version: number;
  digest: string;
  /** ISO 8601 UTC. */
  submittedAt: string;
  late: boolean;
  /** Was it confirmed after it had been reopened? */
  afterReopening: boolean;
  /** How and when it arrived on paper, and by whom it counts; null of what was written here. */
  paper: { means: string; arrivedAt: string; seconded: boolean } | null;
  /** First submitted before the deadline for early entries. */
  early: boolean;
  /** What was found of it; null while nothing was. */
  outcome: 'valid' | 'invalid' | null;
  city: {
    id: string;
    name: string;
    countryCode: string;
    /** Key in the programme's list. */
    territory: string | null;
    kind: string;
    region: string;
    population: number | null;
  };
  /** What the content is written in; null where nobody was asked. */
  language: string | null;
  content: JsonObject;
  /** The translations of this version that stand, the one that counts before others of its language. */
  translations: ExportedTranslation[];
  /** Personal data; left out for whoever need not write to them. */
  people?: { submittedBy: string; contacts: ExportedContact[] };
}

interface ExportedTranslation {
  language: string;
  source: TranslationSource;
  tool: string | null;
  digest: string;
  /** The texts alone. */
  content: JsonObject;
}

interface ExportedContact {
  name: string;
  office: string | null;
  email: string;
  phone: string | null;
}

interface Column {
  name: string;
  of(entry: ExportedEntry): Cell;
}

/** A column of tables of cycles that have a deadline for early entries. */
const EARLY = 'early';

const STANDING: Column[] = [
  { name: 'entry', of: ({ id }) => id },
  { name: 'state', of: ({ state }) => state },
  { name: 'version', of: ({ version }) => version },
  { name: 'digest', of: ({ digest }) => digest },
  { name: 'submitted at (UTC)', of: ({ submittedAt }) => submittedAt },
  { name: 'late', of: ({ late }) => (late ? 'yes' : 'no') },
  { name: 'after reopening', of: ({ afterReopening }) => (afterReopening ? 'yes' : 'no') },
  { name: 'on paper', of: ({ paper }) => paper && onPaper(paper) },
  { name: EARLY, of: ({ early }) => (early ? 'yes' : 'no') },
  { name: 'language', of: ({ language }) => language },
  { name: 'translations', of: ({ translations }) => translations.map(inShort).join('; ') || null },
  { name: 'eligibility', of: ({ outcome }) => outcome },
  { name: 'city', of: ({ city }) => city.name },
  { name: 'country', of: ({ city }) => city.countryCode },
  { name: 'territory', of: ({ city }) => city.territory },
  { name: 'kind', of: ({ city }) => city.kind },
  { name: 'region', of: ({ city }) => city.region },
  { name: 'population', of: ({ city }) => city.population },
];

const onPaper = ({ means, arrivedAt, seconded }: NonNullable<ExportedEntry['paper']>): string =>
  `${means}, arrived ${arrivedAt}, ${seconded ? 'counted by two members' : 'confirmed by its city'}`;

const inShort = ({ language, source, tool }: ExportedTranslation): string =>
  `${language} (${tool === null ? source : `${source}: ${tool}`})`;

const contacts = (part: (contact: ExportedContact) => string | null): Column['of'] => {
  return ({ people }) => people?.contacts.map((contact) => part(contact) ?? '').join('; ') ?? null;
};
const PERSONAL: Column[] = [
  { name: 'submitted by', of: ({ people }) => people?.submittedBy ?? null },
  { name: 'contacts', of: contacts(({ name }) => name) },
  { name: 'offices of contacts', of: contacts(({ office }) => office) },
  { name: 'addresses of contacts', of: contacts(({ email }) => email) },
  { name: 'telephones of contacts', of: contacts(({ phone }) => phone) },
];

/** The columns of a table of entries: what stands in each is the same for all of a cycle. */
export interface Columns {
  head: string[];
  row(entry: ExportedEntry): Cell[];
}

/** What a table is to have beside the fields. */
export interface ColumnOptions {
  personal: boolean;
  demonstration: boolean;
  /** Has the cycle a deadline for early entries? */
  earlyBird?: boolean;
  /** Languages in which the texts are wanted as well: those that calls have entries judged in. */
  languages?: readonly string[];
}

/**
 * A column for each field of the form, whose parts have theirs, and for each text one more in each
 * language that is wanted; those with personal data, and the mark of a demonstration, where asked.
 */
export function columnsOf(
  form: Form,
  { personal, demonstration, earlyBird = false, languages = [] }: ColumnOptions,
): Columns {
  const columns = [
    ...(demonstration ? [{ name: 'DEMONSTRATION', of: () => 'DEMONSTRATION' }] : []),
    ...STANDING.filter(({ name }) => name !== EARLY || earlyBird),
    ...fieldsOf(form as JsonObject, []),
    ...languages.flatMap((language) => textsOf(form as JsonObject, [], language)),
    ...(personal ? PERSONAL : []),
  ];
  return { head: columns.map(({ name }) => name), row: (entry) => columns.map(({ of }) => of(entry)) };
}

function fieldsOf(schema: JsonObject, path: string[]): Column[] {
  if (!isObject(schema['properties']))
    return path.length === 0 ? [] : [{ name: path.join('/'), of: ({ content }) => inCell(at(content, path)) }];
  return Object.entries(schema['properties']).flatMap(([name, part]) =>
    fieldsOf(isObject(part) ? part : {}, [...path, name]),
  );
}

/**
 * The texts of the form in a language: as they were written, or as they are translated; empty where they are neither.
 */
function textsOf(schema: JsonObject, path: string[], language: string): Column[] {
  if (isText(schema)) {
    const of = (entry: ExportedEntry): Cell => inCell(at(contentIn(entry, language), path));
    return [{ name: `${path.join('/')} [${language}]`, of }];
  }
  return Object.entries(isObject(schema['properties']) ? schema['properties'] : {}).flatMap(([name, part]) =>
    textsOf(isObject(part) ? part : {}, [...path, name], language),
  );
}

function contentIn({ content, language, translations }: ExportedEntry, wanted: string): JsonObject | null {
  if (language !== null && isIn(language, wanted)) return content;
  const translation = translations.find((one) => isIn(one.language, wanted));
  return translation ? translated(content, translation.content) : null;
}

const at = (content: unknown, path: string[]): unknown =>
  path.reduce((value, name) => (isObject(value) ? value[name] : undefined), content);

/** A value of the content as a cell: lists of words in one line, what has parts as JSON. */
function inCell(value: unknown): Cell {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' || typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object')) return value.join('; ');
  return JSON.stringify(value);
}
