import { describe, expect, it } from '@jest/globals';
import { instantInZones, renderMail } from './render.js';
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
  cityRole: 'owner',
  takesOver: true,

  cityName: 'Medellín',
  intoName: 'Medellin (Antioquia)',
  verified: true,
  entryTitle: 'Title',
  version: 2,
  submittedAt: '2026-11-23T09:00:00.000Z',
  late: true,
  early: true,
  arrivedAt: '2026-11-20T09:00:00.000Z',
  afterReopening: true,
  receiptId: 'r',
  receiptDigest: 'd',
  deadlineAt: '2026-12-31T15:59:59.000Z',
  previousDeadlineAt: '2026-12-01T15:59:59.000Z',
  opensAt: null,
  number: 2,
  changed: ['/stages/jury/window/deadline'],
  cycleId: 'c',
  amendmentId: 'a',
  definitionDigest: 'd',
  moves: [
    {
      title: 'Call',
      opens: null,
      deadline: { from: '2026-12-01T15:59:59.000Z', to: '2026-12-31T15:59:59.000Z' },
      steps: [{ step: 'registration', from: '2026-11-01T15:59:59.000Z', to: '2026-11-30T15:59:59.000Z' }],
    },
  ],
  reasonCode: 'holidays',
  reasonText: 'The host has withdrawn.',
  outcome: 'valid',
  reasons: ['complete'],
  appealDays: 10,
  questions: [{ field: 'Title', question: 'Is this its full title?' }],
  what: 'appeal',
  count: 3,
  owed: ['one draft'],
  entries: [{ title: 'Title', before: 'deserving', outcome: 'shortlisted', reasons: ['complete'] }],
  outageId: 'o',
  from: '2026-12-01T15:00:00.000Z',
  to: '2026-12-01T15:59:59.000Z',
  pausedAt: '2026-12-01T15:59:59.000Z',
  stages: [{ title: 'Call', deadlineAt: '2026-12-31T15:59:59.000Z', previousDeadlineAt: '2026-12-01T15:59:59.000Z' }],
  own: [
    {
      kind: 'extension',
      title: 'Call',
      deadlineAt: '2027-01-31T15:59:59.000Z',
      previousDeadlineAt: '2027-01-01T15:59:59.000Z',
    },
  ],
  detail: 'two entries are not checked',
  certifier: 'Ana',
  kind: 'correction',
  askedBy: 'Ana',
  command: 'laureate decision show CYCLE STAGE',
  publicText: 'A score was entered wrongly.',
  complaintNumber: 'C-ABCDE-23456',
  complaintId: '01a20b7d-dfbf-77c6-9801-7ff01b068765',
  filedAt: '2026-12-01T15:59:59.000Z',
  answerBy: '2026-12-31T15:59:59.000Z',
  until: '2026-12-31T15:59:59.000Z',
  step: null,
  alone: false,
  assigned: true,
  recorded: false,
  answer: 'The scores were added up rightly.',
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

  it('says of an extension what it is more time for: to submit, to begin entries, or to add supporting material', async () => {
    const facts = Object.fromEntries(TEMPLATES['en']!['extension-granted']!.facts.map((fact) => [fact, FACTS[fact]]));
    const said = async (step: string | null) =>
      (await renderMail('extension-granted', { ...facts, step }, reader)).text;
    expect(await said(null)).toContain('can be submitted until');
    expect(await said('registration')).toContain('can begin entries until');
    const material = await said('supportingMaterial');
    expect(material).toContain('supporting material can be added to the entry');
    expect(material).not.toContain('submitted once');
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
  it("complaint 10: a mail about an entry names the award's zone, the city's and the reader's, never an abbreviation", async () => {
    const facts = Object.fromEntries(TEMPLATES['en']!['extension-granted']!.facts.map((fact) => [fact, FACTS[fact]]));
    const { text } = await renderMail('extension-granted', { ...facts, cityZone: 'America/Bogota' }, reader);
    expect(text).toContain(
      'December 31, 2026 at 23:59:59 (Asia/Shanghai) = December 31, 2026 at 10:59:59 (America/Bogota) = ' +
        'December 31, 2026 at 16:59:59 (Europe/Vienna)',
    );
    expect(text).not.toMatch(/\b(CST|COT|CET|GMT)\b/);
  });

  it('names both zones, and one only once', () => {
    const instant = '2026-11-23T09:00:00.000Z';
    expect(instantInZones(instant, ['Asia/Shanghai', 'Europe/Vienna'], 'en')).toBe(
      'November 23, 2026 at 17:00:00 (Asia/Shanghai) = November 23, 2026 at 10:00:00 (Europe/Vienna)',
    );
    expect(instantInZones(instant, ['Asia/Shanghai', 'Asia/Shanghai'], 'en')).toBe(
      'November 23, 2026 at 17:00:00 (Asia/Shanghai)',
    );
  });
});
