import { describe, expect, it } from '@jest/globals';
import { instantInBothZones, renderMail } from './render.js';
import { TEMPLATES } from './templates/index.js';

const reader = { name: 'Ada', language: 'en', zone: 'Europe/Vienna' };

/** A value for each placeholder that templates may name. */
const FACTS: Record<string, unknown> = {
  programme: 'Guangzhou Award',
  cycleTitle: '7th Guangzhou Award',
  zone: 'Asia/Shanghai',
  stageTitle: 'Call for entries',
  link: 'https://award.example/a_b?c=1&d=2',
  code: '123456',
  expiresAt: '2027-01-01T00:00:00.000Z',
  role: 'juror',

  cityName: 'Medellín',
  entryTitle: 'Title',
  version: 2,
  submittedAt: '2026-11-23T09:00:00.000Z',
  late: true,
  receiptId: 'r',
  receiptDigest: 'd',
  deadlineAt: '2026-12-31T15:59:59.000Z',
  previousDeadlineAt: '2026-12-01T15:59:59.000Z',
  outcome: 'valid',
  reasons: ['complete'],
  count: 3,
  owed: ['one draft'],
  entries: [{ title: 'Title', outcome: 'shortlisted', reasons: ['complete'] }],
  detail: 'two entries are not checked',
};

describe('mail templates', () => {
  const kinds = Object.entries(TEMPLATES).flatMap(([language, kinds]) =>
    Object.keys(kinds).map((kind) => [language, kind] as const),
  );

  it.each(kinds)('%s %s shows only what it declares', async (language, kind) => {
    const { facts } = TEMPLATES[language]![kind]!;
    const given = Object.fromEntries(facts.map((fact) => [fact, FACTS[fact]]));
    expect(Object.keys(given).filter((fact) => given[fact] === undefined)).toEqual([]);
    const mail = await renderMail(kind, given, { ...reader, language });
    expect(mail.subject).not.toBe('');
    expect(mail.html).toContain('<html lang="en"');
    expect(`${mail.text}${mail.html}`).not.toMatch(/\{\{|%[A-Z]+%|undefined/);
  });

  it('fails when a fact is missing rather than sending a gap', async () => {
    await expect(renderMail('reminder', { cycleTitle: 'x' }, reader)).rejects.toThrow(/stageTitle/);
  });

  it('shows what people wrote, and never carries it out', async () => {
    const entryTitle = '<b>*Bold*</b> [x](http://evil.example) {{ link }}';
    const facts = Object.fromEntries(TEMPLATES['en']!['entry-received']!.facts.map((fact) => [fact, FACTS[fact]]));
    const mail = await renderMail('entry-received', { ...facts, entryTitle }, reader);
    expect(mail.text).toContain(entryTitle);
    expect(mail.html).not.toMatch(/<b>|<em>|href="http:\/\/evil/);
    expect(mail.html).toContain('&#91;x&#93;');
  });

  it('keeps links whole in both parts', async () => {
    const mail = await renderMail(
      'sign-in',
      { link: FACTS['link'], code: '123456', expiresAt: FACTS['expiresAt'] },
      reader,
    );
    expect(mail.text).toContain(FACTS['link']);
    expect(mail.html).toContain('href="https://award.example/a_b?c=1&amp;d=2"');
  });

  it('says DEMONSTRATION in subject, text and HTML of a demonstration', async () => {
    const facts = Object.fromEntries(TEMPLATES['en']!['deadline-moved']!.facts.map((fact) => [fact, FACTS[fact]]));
    const mail = await renderMail('deadline-moved', { ...facts, demonstration: true }, reader);
    expect(mail.subject).toMatch(/^\[DEMONSTRATION\]/);
    expect(mail.text).toContain('DEMONSTRATION');
    expect(mail.html).toContain('DEMONSTRATION');
  });
});

describe('instants in mails', () => {
  it('names both zones, and one only once', () => {
    const instant = '2026-11-23T09:00:00.000Z';
    expect(instantInBothZones(instant, ['Asia/Shanghai', 'Europe/Vienna'], 'en')).toBe(
      'November 23, 2026 at 17:00:00 (Asia/Shanghai) = November 23, 2026 at 10:00:00 (Europe/Vienna)',
    );
    expect(instantInBothZones(instant, ['Asia/Shanghai', 'Asia/Shanghai'], 'en')).toBe(
      'November 23, 2026 at 17:00:00 (Asia/Shanghai)',
    );
  });
});
