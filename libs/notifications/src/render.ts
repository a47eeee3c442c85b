import { Liquid } from 'liquidjs';
import { DateTime } from 'luxon';
import { marked } from 'marked';
import { type Language, type MailFacts, languageOf } from '#libs/contracts/pure';
import { PSEUDO_LANGUAGE, type WordLanguage, entrantWords, inPseudoLanguage, textLanguage } from '#libs/words/pure';
import { LAYOUT } from './layout/layout-html.js';
import { TEMPLATES } from './templates/index.js';
import type { MailTemplate } from './templates/shared/mail-template.js';
import { CODE_TABLES, codeWords } from './templates/mail.words.js';

/** Who reads the mail: language and zone decide how it is written. */
export interface Reader {
  name: string;
  /** A tag such as `fr` or `fr-CA`; in a language that has no mails, English is read. */
  language: string;
  zone: string;
}

export interface RenderedMail {
  subject: string;
  text: string;
  html: string;
}

/**
 * An instant in words with its zone by name: `November 23, 2026 at 17:00:00 (Asia/Shanghai)`; never
 * an abbreviation of a zone.
 */
export function instantInWords(instant: string, zone: string, language: WordLanguage): string {
  const time = DateTime.fromISO(instant, { zone }).setLocale(textLanguage(language));
  const words = time.toLocaleString({
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  return codeWords.say(language, 'instant', { moment: asSaid(words, language), zone });
}

/** What locales do not know: the first of a month in French, one o'clock in Spanish. */
function asSaid(words: string, language: WordLanguage): string {
  if (language === 'fr') return words.replace(/^1 /, '1er ');
  return language === 'es' ? words.replace(' a las 01:', ' a la 01:') : words;
}

/** An instant in each of the zones (the award's, the city's, the reader's), once where they are the same. */
export function instantInZones(instant: string, zones: string[], language: WordLanguage): string {
  return [...new Set(zones)].map((zone) => instantInWords(instant, zone, language)).join(' = ');
}

// Characters that mean something in Markdown or HTML are shown, never carried out.
const inMarkdown = (value: unknown) =>
  String(value ?? '').replace(/[&<>"'\\`*_{}[\]()#+!|~:@.-]/g, (character) => `&#${character.codePointAt(0)};`);

function engine(
  { language, zone }: Reader & { language: WordLanguage },
  facts: MailFacts,
  outputEscape: (value: unknown) => string,
): Liquid {
  const liquid = new Liquid({
    strictVariables: true,
    strictFilters: true,
    ownPropertyOnly: true,
    outputEscape,
    memoryLimit: 1_000_000,
  });
  const awardZone = typeof facts['zone'] === 'string' ? facts['zone'] : zone;
  // A mail about an entry shows when it is over there too, wherever its reader is.
  const cityZone = typeof facts['cityZone'] === 'string' ? [facts['cityZone']] : [];
  liquid.registerFilter('instant', (value: string) => instantInZones(value, [awardZone, ...cityZone, zone], language));
  const entrant = entrantOf(facts, language);
  for (const table of CODE_TABLES)
    liquid.registerFilter(table, (code: string) => {
      const key = `${table}.${code}`;
      return codeWords.has(key) ? codeWords.say(language, key, entrant) : code;
    });
  return liquid;
}

/**
 * Renders a mail of a kind from its facts, as text and as HTML. Throws when a template names a fact that is not there.
 */
export const renderMail = (kind: string, facts: MailFacts, reader: Reader): Promise<RenderedMail> =>
  renderMailIn(languageOf(reader.language), kind, facts, reader);

/** Renders in a language that may be the pseudo-language: then from the English template, changed. */
export async function renderMailIn(
  language: WordLanguage,
  kind: string,
  facts: MailFacts,
  reader: Omit<Reader, 'language'>,
): Promise<RenderedMail> {
  const as = { ...reader, language };
  const template = templateIn(language, kind);
  if (!template) throw new Error(`There is no mail template "${kind}".`);
  const tag = codeWords.say(language, 'demonstration.tag');
  const notice = codeWords.say(language, 'demonstration.notice');
  const demonstration = facts['demonstration'] === true;
  const all = { ...facts, ...entrantOf(facts, language), signature: signatureIn(facts, language), reader: reader.name };
  const source = `${demonstration ? `**${notice}**\n\n` : ''}${template.body.trim()}\n\n{{ signature }}\n`;
  const plain = engine(as, facts, (value) => String(value ?? ''));
  const subject = (await plain.parseAndRender(template.subject, all)).replace(/\s+/g, ' ').trim();
  const text = (await plain.parseAndRender(source, all)).replaceAll('**', '').replace(/\n{3,}/g, '\n\n');
  const markdown = await engine(as, facts, inMarkdown).parseAndRender(source, all);
  const body = await marked.parse(markdown, { gfm: true });
  const title = demonstration ? `[${tag}] ${subject}` : subject;
  const html = LAYOUT.replaceAll('%LANGUAGE%', language)
    .replaceAll('%TITLE%', () => inMarkdown(title))
    .replace('%BODY%', () => body);
  return { subject: title, text, html };
}

function templateIn(language: WordLanguage, kind: string): MailTemplate | undefined {
  const template = TEMPLATES[textLanguage(language)][kind];
  if (!template || language !== PSEUDO_LANGUAGE) return template;
  const { subject, body } = template;
  return { subject: inPseudoTemplate(subject), body: inPseudoTemplate(body) };
}

/** A template with its text in the pseudo-language; what is between braces stays, and addresses do. */
const inPseudoTemplate = (template: string): string =>
  template
    .split(/(\{\{[^]*?\}\}|\{%[^]*?%\})/)
    .map((part, index) => (index % 2 === 0 ? inPseudoLanguage(part) : part))
    .join('');

/** What a mail calls whoever enters: as its cycle does; cities in one of no cycle. */
const entrantOf = ({ entrantKind }: MailFacts, language: WordLanguage) =>
  entrantWords(typeof entrantKind === 'string' ? entrantKind : undefined, language);

/** What a mail is signed with: as its cycle signs in that language; one of no cycle is signed by the application. */
function signatureIn({ signature }: MailFacts, language: WordLanguage): string {
  return (signature as Record<Language, string> | undefined)?.[textLanguage(language)] ?? 'Laureate';
}
