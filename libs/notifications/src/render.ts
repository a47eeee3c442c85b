import { Liquid } from 'liquidjs';
import { DateTime } from 'luxon';
import { marked } from 'marked';
import type { MailFacts } from '#libs/contracts/pure';
import { LAYOUT } from './layout/layout.html.js';
import { TEMPLATES } from './templates/index.js';
import type { MailTemplate } from './templates/mail-template.js';

/** Who reads the mail: language and zone decide how it is written. */
export interface Reader {
  name: string;
  language: string;
  zone: string;
}

export interface RenderedMail {
  subject: string;
  text: string;
  html: string;
}

/**
 * An instant in words with its zone by name: `23 November 2026, 17:00 (Asia/Shanghai)`; never an abbreviation of a zone.
 */
export function instantInWords(instant: string, zone: string, language: string): string {
  const time = DateTime.fromISO(instant, { zone }).setLocale(language);
  return `${time.toLocaleString({ day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })} (${zone})`;
}

/** An instant in each of the zones (the award's, the city's, the reader's), once where they are the same. */
export function instantInZones(instant: string, zones: string[], language: string): string {
  return [...new Set(zones)].map((zone) => instantInWords(instant, zone, language)).join(' = ');
}

// Characters that mean something in Markdown or HTML are shown, never carried out.
const inMarkdown = (value: unknown) =>
  String(value ?? '').replace(/[&<>"'\\`*_{}[\]()#+!|~:@.-]/g, (character) => `&#${character.codePointAt(0)};`);

function engine(reader: Reader, facts: MailFacts, outputEscape: (value: unknown) => string): Liquid {
  const liquid = new Liquid({
    strictVariables: true,
    strictFilters: true,
    ownPropertyOnly: true,
    outputEscape,
    memoryLimit: 1_000_000,
    renderLimit: 1_000,
  });
  const awardZone = typeof facts['zone'] === 'string' ? facts['zone'] : reader.zone;
  // A mail about an entry shows when it is over there too, wherever its reader is.
  const cityZone = typeof facts['cityZone'] === 'string' ? [facts['cityZone']] : [];
  liquid.registerFilter('instant', (value: string) =>
    instantInZones(value, [awardZone, ...cityZone, reader.zone], reader.language),
  );
  return liquid;
}

/** Renders a mail of a kind from its facts, as text and as HTML. Throws when a template names a fact that is not there. */
export async function renderMail(kind: string, facts: MailFacts, reader: Reader): Promise<RenderedMail> {
  const template = templateOf(kind, reader.language);
  const demonstration = facts['demonstration'] === true;
  const all = { signature: 'Laureate', ...facts, reader: reader.name };
  const source = `${demonstration ? '**DEMONSTRATION — this mail is part of a rehearsal with real data; nothing in it counts.**\n\n' : ''}${template.body.trim()}\n\n{{ signature }}\n`;
  const plain = engine(reader, facts, (value) => String(value ?? ''));
  const subject = (await plain.parseAndRender(template.subject, all)).replace(/\s+/g, ' ').trim();
  const text = (await plain.parseAndRender(source, all)).replaceAll('**', '').replace(/\n{3,}/g, '\n\n');
  const markdown = await engine(reader, facts, inMarkdown).parseAndRender(source, all);
  const body = await marked.parse(markdown, { gfm: true });
  const title = demonstration ? `[DEMONSTRATION] ${subject}` : subject;
  const html = LAYOUT.replaceAll('%LANGUAGE%', reader.language)
    .replaceAll('%TITLE%', () => inMarkdown(title))
    .replace('%BODY%', () => body);
  return { subject: title, text, html };
}

function templateOf(kind: string, language: string): MailTemplate {
  const template = TEMPLATES[language]?.[kind] ?? TEMPLATES['en']?.[kind];
  if (!template) throw new Error(`There is no mail template "${kind}".`);
  return template;
}
