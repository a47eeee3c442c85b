import { describe, expect, it } from '@jest/globals';
import { Liquid } from 'liquidjs';
import { LANGUAGES, type Language } from '#libs/contracts/pure';
import { FACTS, factsOf } from '../../../test/support/mail-facts.js';
import { entrantWords } from '#libs/words/pure';
import { instantInZones, renderMail } from './render.js';
import { MAIL_FACTS, type MailKind } from './templates/shared/facts.js';
import { TEMPLATES } from './templates/index.js';
import { CODE_TABLES, codeWords } from './templates/mail.words.js';

const reader = { name: 'Ada', language: 'en', zone: 'Europe/Vienna' };

/** Forms of what an entrant is called: each language has those that it needs. */
const ENTRANT = new Set(Object.keys(entrantWords(undefined, 'en')));

const KINDS = Object.keys(MAIL_FACTS) as MailKind[];
const everyMail = LANGUAGES.flatMap((language) => KINDS.map((kind) => [language, kind] as const));

describe('mail templates', () => {
  it.each(LANGUAGES)('are there in %s for each kind, and no other', (language) => {
    expect(Object.keys(TEMPLATES[language]).toSorted()).toEqual(KINDS.toSorted());
  });

  it.each(everyMail)('%s %s shows only what it may', async (language, kind) => {
    const given = factsOf(kind);
    expect(Object.keys(given).filter((fact) => given[fact] === undefined)).toEqual([]);
    const mail = await renderMail(kind, given, { ...reader, language });
    expect(mail.subject).not.toBe('');
    expect(mail.html).toContain(`<html lang="${language}"`);
    expect(`${mail.text}${mail.html}`).not.toMatch(/\{\{|%[A-Z]+%|undefined/);
  });

  it('fails when a fact is missing rather than sending a gap', async () => {
    await expect(renderMail('reminder', { cycleTitle: 'x' }, reader)).rejects.toThrow(/stageTitle/);
  });

  it('shows what people wrote, and never carries it out', async () => {
    const entryTitle = '<b>*Bold*</b> [x](http://evil.example) {{ link }}';
    const facts = factsOf('entry-received');
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
    const facts = factsOf('extension-granted');
    const said = async (step: string | null) =>
      (await renderMail('extension-granted', { ...facts, step }, reader)).text;
    expect(await said(null)).toContain('can be submitted until');
    expect(await said('registration')).toContain('can begin entries until');
    const material = await said('supportingMaterial');
    expect(material).toContain('supporting material can be added to the entry');
    expect(material).not.toContain('submitted once');
  });

  it('says DEMONSTRATION in subject, text and HTML of a demonstration', async () => {
    const facts = factsOf('deadline-moved');
    const mail = await renderMail('deadline-moved', { ...facts, demonstration: true }, reader);
    expect(mail.subject).toMatch(/^\[DEMONSTRATION\]/);
    expect(mail.text).toContain('DEMONSTRATION');
    expect(mail.html).toContain('DEMONSTRATION');
  });
});

/** What makes mails say something else: together, these take every branch of every template. */
const VARIANTS: Record<string, unknown>[] = [
  {},
  {
    what: 'complaint',
    outcome: 'upheld',
    verified: false,
    late: false,
    early: false,
    afterReopening: false,
    step: 'registration',
    count: 1,
    certifier: null,
    alone: true,
    assigned: false,
    appealDays: 1,
    reasonText: null,
    opensAt: FACTS['from'],
    stages: [],
    own: [],
    entries: [{ title: 'Horti', before: null, outcome: 'winner', reasons: [] }],
    publicText: null,
    moves: [{ title: 'Vocatio', opens: { from: FACTS['from'], to: FACTS['to'] }, deadline: null, steps: [] }],
  },
  {
    what: 'complaint',
    outcome: 'invalid',
    takesOver: false,
    step: 'supportingMaterial',
    recorded: true,
    appealDays: null,
    kind: 'upheld-complaint',
    reasonCode: 'withdrew',
    role: 'secretariat',
    entries: [{ title: 'Horti', before: 'winner', outcome: null, reasons: ['Dolor.'] }],
    own: [{ kind: 'complaint', title: 'Vocatio', deadlineAt: FACTS['to'], previousDeadlineAt: FACTS['from'] }],
  },
  {
    what: 'appeal',
    outcome: 'inadmissible',
    step: null,
    entries: [{ title: 'Horti', before: 'valid', outcome: 'deserving', reasons: [] }],
    kind: 'withheld',
    moves: [{ title: 'Vocatio', opens: null, deadline: null, steps: [{ name: 'x', from: null, to: null }] }],
  },
  {
    what: 'appeal',
    outcome: 'dismissed',
    assigned: false,
    reasonText: null,
    reasonCode: null,
    entries: [{ title: 'Horti', before: null, outcome: 'invalid', reasons: [] }],
    cityRole: 'reader',
  },
];

/** What only these mails may be without. */
const ABSENT: Partial<Record<MailKind, Record<string, unknown>>> = {
  'entry-received': { arrivedAt: null },
  'deadline-moved': { previousDeadlineAt: null },
  'extension-granted': { entryTitle: null },
  invitation: { cityName: null, programme: null },
  'needs-attention': { stageTitle: null },
};

/** English words, and codes, that no mail in another language may show outside of a command. */
const ENGLISH = new RegExp(
  `(?<![\\p{L}-])(?:${[
    ...'the of and your you is are was were to it for with by until not now this that what who have has'.split(' '),
    ...'entry entries deadline stage city please dear decision question answer before result'.split(' '),
    ...'appeal complaint owner editor reader secretariat organiser juror auditor shortlisted deserving'.split(' '),
    ...'winner valid invalid eligible upheld dismissed inadmissible withheld withdrew withdrawal outage'.split(' '),
  ].join('|')})(?![\\p{L}-])`,
  'iu',
);
/** Without what is no language: addresses, commands, names of zones and of a kind that a command takes. */
const spoken = (text: string) => text.replace(/https:\S+|laureate \w+ \w+[^，,.。\n]*|\w+\/\w+|upheld-complaint/g, '');

describe('mails in every language', () => {
  const others = LANGUAGES.filter((language) => language !== 'en');
  const translated = everyMail.filter(([language]) => language !== 'en');

  it.each(translated)('%s %s names the same facts as in English', (language, kind) => {
    const named = ({ subject, body }: { subject: string; body: string }) =>
      new Liquid()
        .globalVariablesSync(`${subject}\n${body}`)
        .filter((name) => !ENTRANT.has(name))
        .toSorted();
    expect(named(TEMPLATES[language][kind]!)).toEqual(named(TEMPLATES.en[kind]!));
  });

  it.each(everyMail)('%s %s is whole in every turn it can take', async (language, kind) => {
    for (const variant of VARIANTS.flatMap((each) => [each, { ...each, ...ABSENT[kind] }])) {
      const mail = await renderMail(kind, factsOf(kind, variant), { ...reader, language });
      expect(mail.text).not.toMatch(/undefined|null|\[object/);
      // Bold that does not end before a word, as in Chinese, would show its stars.
      expect(mail.html.includes('**')).toBe(false);
      if (language !== 'en') expect(spoken(`${mail.subject}\n${mail.text}`)).not.toMatch(ENGLISH);
    }
  });

  it('finds English where it is left', () => {
    expect(spoken('Votre appeal C-1')).toMatch(ENGLISH);
    expect(spoken('laureate appeal assign')).not.toMatch(ENGLISH);
  });

  it.each(KINDS)('fr %s has no word before a placeholder that some names would elide', (kind) => {
    const { subject, body } = TEMPLATES.fr[kind]!;
    expect(`${subject}\n${body}`).not.toMatch(
      /(?<!\p{L})(?:de|que|le|la|ne) (?:\*\*)?\{\{(?! [\w.]+ \| instant| thisEntrant )/u,
    );
  });

  it.each(KINDS)('zh %s is punctuated as Chinese is', (kind) => {
    const { subject, body } = TEMPLATES.zh[kind]!;
    expect(`${subject}\n${body}`).not.toMatch(/\p{Script=Han}[,:;?!]|[,:;?!]\p{Script=Han}/u);
  });

  it('has a word for every code, in each language', () => {
    const asInEnglish = (language: Language) =>
      CODE_TABLES.flatMap((table) =>
        codeWords.keys
          .filter((key) => key.startsWith(`${table}.`))
          .map((key) => ({
            code: key.slice(table.length + 1),
            word: codeWords.say(language, key, entrantWords(undefined, language)),
          }))
          .flatMap(({ code, word }) => (word === code ? [code] : [])),
      );
    expect(others.map(asInEnglish)).toEqual([[], ['correction', 'disqualification'], []]);
  });

  it('shows a code that people made up as they wrote it', async () => {
    for (const reasonCode of ['golden-week', 'constructor']) {
      const { text } = await renderMail('cycle-amended', factsOf('cycle-amended', { reasonCode }), {
        ...reader,
        language: 'fr',
      });
      expect(text).toContain(`(motif : ${reasonCode})`);
    }
  });

  it.each([
    ['fr-CA', 'fr', 'Bonjour Ada,'],
    ['zh-Hans', 'zh', 'Ada，您好：'],
    ['es', 'es', 'Estimado/a Ada:'],
    ['EN-gb', 'en', 'Dear Ada,'],
    ['de', 'en', 'Dear Ada,'],
  ])('is read by somebody of %s in %s', async (tag, language, greeting) => {
    const mail = await renderMail('sign-in', factsOf('sign-in'), { ...reader, language: tag });
    expect(mail.text.split('\n')[0]).toBe(greeting);
    expect(mail.html).toContain(`<html lang="${language}"`);
  });

  it.each([
    ['en', '[DEMONSTRATION]', 'DEMONSTRATION — ', 'The secretariat'],
    ['zh', '[演示]', '演示：', '秘书处'],
    ['fr', '[DÉMONSTRATION]', 'DÉMONSTRATION — ', 'Le secrétariat'],
    ['es', '[DEMOSTRACIÓN]', 'DEMOSTRACIÓN — ', 'La secretaría'],
  ])('says in %s that it is a demonstration, and is signed', async (language, tag, notice, signed) => {
    const signature = { en: 'The secretariat', zh: '秘书处', fr: 'Le secrétariat', es: 'La secretaría' };
    const facts = { ...factsOf('cycle-paused'), demonstration: true, signature };
    const mail = await renderMail('cycle-paused', facts, { ...reader, language });
    expect(mail.subject.startsWith(`${tag} `)).toBe(true);
    expect(mail.text.startsWith(notice)).toBe(true);
    expect(mail.text.trimEnd().endsWith(`\n\n${signed}`)).toBe(true);
  });

  it('counts as each language does', async () => {
    const subject = async (language: Language, count: number) =>
      (await renderMail('assignment', factsOf('assignment', { count }), { ...reader, language })).subject;
    expect(await subject('en', 1)).toContain('one entry to review');
    expect(await subject('en', 2)).toContain('2 entries to review');
    expect(await subject('zh', 2)).toContain('2 个项目待您评审');
    expect(await subject('fr', 1)).toContain('une candidature à évaluer');
    expect(await subject('fr', 2)).toContain('2 candidatures à évaluer');
    expect(await subject('es', 1)).toContain('una candidatura por evaluar');
    expect(await subject('es', 2)).toContain('2 candidaturas por evaluar');
  });
});

describe('instants in mails', () => {
  it("requirement 10: a mail about an entry names the award's zone, the city's and the reader's, never an abbreviation", async () => {
    const facts = factsOf('extension-granted');
    const { text } = await renderMail('extension-granted', { ...facts, cityZone: 'America/Bogota' }, reader);
    expect(text).toContain(
      'December 31, 2026 at 23:59:59 (Asia/Shanghai) = December 31, 2026 at 10:59:59 (America/Bogota) = ' +
        'December 31, 2026 at 16:59:59 (Europe/Vienna)',
    );
    expect(text).not.toMatch(/\b(CST|COT|CET|GMT)\b/);
  });

  it.each([
    ['en', 'December 1, 2026 at 00:00:00 (Asia/Shanghai) = November 30, 2026 at 17:00:00 (Europe/Paris)'],
    ['zh', '2026年12月1日 00:00:00（Asia/Shanghai） = 2026年11月30日 17:00:00（Europe/Paris）'],
    ['fr', '1er décembre 2026 à 00:00:00 (Asia/Shanghai) = 30 novembre 2026 à 17:00:00 (Europe/Paris)'],
    [
      'es',
      '1 de diciembre de 2026 a las 00:00:00 (Asia/Shanghai) = 30 de noviembre de 2026 a las 17:00:00 (Europe/Paris)',
    ],
  ] as const)('are written as is usual in %s', (language, words) => {
    expect(instantInZones('2026-11-30T16:00:00.000Z', ['Asia/Shanghai', 'Europe/Paris'], language)).toBe(words);
  });

  it('are said at one o’clock as Spanish says it', () => {
    expect(instantInZones('2026-12-12T00:30:00.000Z', ['Europe/Madrid'], 'es')).toBe(
      '12 de diciembre de 2026 a la 01:30:00 (Europe/Madrid)',
    );
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
