import { describe, expect, it } from '@jest/globals';
import { explain, guangzhouTemplate, icsOf, pictureOf, timelineOf } from '#libs/cycles';
import type { PrivacyNotice } from '#libs/identity';
import { PSEUDO_LANGUAGE } from '#libs/words';
import { buttonPageIn } from '../../apps/api/src/identity/pages.js';
import { renderMailIn } from '../../libs/notifications/src/render.js';
import { MAIL_FACTS, type MailKind } from '../../libs/notifications/src/templates/shared/facts.js';
import { complete, types } from '../planning/support.js';
import { factsOf } from '../support/mail-facts.js';
import { plainIn } from './plain-english.js';

/** What is read of a page, mail or picture. */
const readIn = (html: string): string =>
  html
    .replaceAll(/<!--[^]*?-->|<(style|defs)\b[^]*?<\/\1>/g, ' ')
    .replaceAll(/<[^>]*>/g, ' | ')
    .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));

/** Facts that templates put into words, compare or show as an instant. */
const CODES = new Set(['zone', 'role', 'cityRole', 'reasonCode', 'outcome', 'before', 'what', 'kind', 'link']);
const INSTANT = /^\d{4}-\d\d-\d\dT/;

/** Facts with each text that people wrote in letters that are not Latin. */
function recognisable(value: unknown, name = ''): unknown {
  if (typeof value === 'string') return CODES.has(name) || INSTANT.test(value) ? value : 'Жук';
  if (Array.isArray(value)) return value.map((each) => recognisable(each, name));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, recognisable(inner, key)]));
}

/** Settings of each type of stage, so that each message is said. */
const SETTINGS: Record<string, object[]> = {
  'call-for-entries': [{}, { requiresVerification: 'verified', languages: { authoritative: 'en', accepted: 'any' } }],
  eligibility: [{}, { clarifications: { days: 3, onTimeout: 'invalid' }, appeals: { days: 9 } }],
  'technical-screening': [{}, {}],
  jury: [{ method: 'majority-judgment', tieLadder: [] }, { method: 'adopted-by-panel' }],
  ceremony: [{}, { place: 'Жук' }],
};

const timelines = [0, 1].map((turn) => {
  const document = guangzhouTemplate({ edition: '7', year: 2027, demonstration: turn === 1 });
  const stages = document.stages.map((stage, index) => ({
    ...stage,
    title: `Этап ${index}`,
    settings: { ...stage.settings, ...SETTINGS[stage.type]![turn] },
  }));
  const programme = { ...document.programme, name: 'Приз' };
  return timelineOf(complete({ ...document, programme, title: 'Приз 7', stages }));
});

describe('the pseudo-language', () => {
  it('finds words that are said outside the word files', () => {
    expect(plainIn('Ťĥéé ĵûûŕý Жук votes by hand, ööf 30 days')).toEqual(['votes by hand']);
    expect(plainIn('Ťĥéé ĵûûŕý vöťééš, Praemium; 30 days')).toEqual([]);
    expect(readIn('<p>One</p><p>two &#39;x</p>')).toBe(" | One |  | two 'x | ");
  });

  it.each([0, 1])('goes through the explanation and the calendars of a cycle (%i)', (turn) => {
    const timeline = timelines[turn]!;
    const language = PSEUDO_LANGUAGE;
    expect(plainIn(explain(timeline, { language, types, mailLanguages: [], mails: 'all' }))).toEqual([]);
    const calendar = icsOf(timeline, { language, types, now: '2026-11-24T00:00:00.000Z' })
      .replaceAll('\r\n ', '')
      .split('\r\n')
      .filter((line) => /^(SUMMARY|DESCRIPTION|NAME|X-WR-CALNAME)\b/.test(line))
      .map((line) => line.slice(line.indexOf(':') + 1));
    expect(calendar.length).toBeGreaterThan(20);
    expect(calendar.flatMap(plainIn)).toEqual([]);
    expect(plainIn(readIn(pictureOf(timeline, language)))).toEqual([]);
  });

  it.each(Object.keys(MAIL_FACTS) as MailKind[])('goes through the mail %s', async (kind) => {
    const facts = recognisable({ ...factsOf(kind), signature: undefined, demonstration: true }) as Record<
      string,
      unknown
    >;
    const mail = await renderMailIn(PSEUDO_LANGUAGE, kind, facts, { name: 'Жук', zone: 'Europe/Vienna' });
    expect([mail.subject, mail.text, readIn(mail.html)].flatMap(plainIn)).toEqual([]);
  });

  it.each(['sign-in', 'invitation'] as const)('goes through the page of %s', (kind) => {
    const words = { en: 'Жук', zh: 'Жук', fr: 'Жук', es: 'Жук' };
    const notice: PrivacyNotice = { version: '1', questions: [{ kind: 'purpose', key: 'award', words }] };
    expect(plainIn(readIn(buttonPageIn(PSEUDO_LANGUAGE, kind, notice)))).toEqual([]);
  });
});
