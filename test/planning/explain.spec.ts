import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import {
  type CycleDefinition,
  explain,
  guangzhouTemplate,
  hardClose,
  ladderSteps,
  timelineOf,
  GENERAL_MAILS,
  planningWords,
} from '#libs/cycles';
import { countWords } from '#libs/entries';
import { LANGUAGES, type Language } from '#libs/identity/pure';
import { entrantWords } from '#libs/words';
import { anyDefinition } from './definitions.js';
import { complete, types } from './support.js';

const template = complete(guangzhouTemplate({ edition: '7', year: 2027 }));
const explained = (definition: CycleDefinition, language: Language = 'en') =>
  explain(timelineOf(definition), { language, types, mailLanguages: ['en'] });
/** The lines under the last heading: what nobody has decided. */
const undecided = (text: string) => text.slice(text.lastIndexOf('\n## ')).trim().split('\n').slice(2);

/** Every instant of a definition. */
const instantsOf = ({ stages, zone }: CycleDefinition): string[] =>
  stages.flatMap(({ window: { opens, deadline, grace, steps = {} }, ladder, release }) => [
    ...Object.values(steps).map((step) => step.deadline),
    opens,
    deadline,
    hardClose(deadline, grace, zone),
    ...ladderSteps(ladder, deadline, zone).map(({ at }) => at),
    ...release.map(({ when }) => when).filter((when) => when.endsWith('Z')),
  ]);

/** Does some line show the instant in the zone, with weekday and month in the language, and the time in UTC? */
function shown(lines: string[], instant: string, zone: string, language: Language): boolean {
  const local = DateTime.fromISO(instant, { zone, locale: language });
  const month = language === 'zh' ? `${local.month}月` : local.monthLong!;
  const parts = [local.weekdayLong!, month, local.toFormat('yyyy'), local.toFormat('HH:mm'), zone];
  const day = new RegExp(`(?<!\\d)${local.day}(?!\\d)`);
  const utc = new RegExp(`${local.toUTC().toFormat('HH:mm')}\\S* UTC`);
  return lines.some((line) => parts.every((part) => line.includes(part)) && day.test(line) && utc.test(line));
}

describe('the explanation of the shipped template', () => {
  it.each(LANGUAGES)('names every instant in %s, in both zones', (language) => {
    const lines = explained(template, language).split('\n');
    const missing = instantsOf(template).filter((instant) => !shown(lines, instant, template.zone, language));
    expect(missing).toEqual([]);
    expect(lines.filter((line) => line.startsWith('## '))).toHaveLength(5 + 2);
  });

  it.each(LANGUAGES)('fits on two pages in %s, unless all mails are asked for one by one', (language) => {
    const text = explained(template, language);
    expect(countWords(text, language)).toBeLessThan(1_550);
    expect(text.split('\n').length).toBeLessThan(110);
    const all = explain(timelineOf(template), { language, types, mailLanguages: ['en'], mails: 'all' });
    const say = planningWords.in(language, entrantWords(undefined, language));
    for (const mail of GENERAL_MAILS) expect(all).toContain(say(`mails.${mail}`));
    expect(text).toContain(say('otherMails'));
  });

  it.each(LANGUAGES)('says the further deadlines of a call in %s, in both zones, with their grace', (language) => {
    const [call, ...others] = template.stages;
    const steps = {
      registration: { deadline: '2027-05-31T15:59:00.000Z', grace: 'PT1H' },
      earlyBird: { deadline: '2027-06-30T15:59:00.000Z' },
      supportingMaterial: { deadline: '2027-10-15T15:59:00.000Z', grace: 'PT0S' },
    };
    const stepped = { ...template, stages: [{ ...call!, window: { ...call!.window, steps } }, ...others] };
    const lines = explained(stepped, language).split('\n');
    const missing = instantsOf(stepped).filter((instant) => !shown(lines, instant, template.zone, language));
    expect(missing).toEqual([]);
    expect(shown(lines, '2027-05-31T16:59:00.000Z', template.zone, language)).toBe(true);
    expect(lines.length).toBe(explained(template, language).split('\n').length + 3);
  });

  it('says what happens in a stage, who is reminded, who signs and certifies, and who learns the result when', () => {
    expect(explained(template)).toContain(`## 4. Jury

- Opens on Saturday, 4 December 2027 at 09:00 (Asia/Shanghai), 01:00 UTC. It waits until this is finished: “Technical screening”.
- Deadline: Monday, 6 December 2027 at 18:00 (Asia/Shanghai), 10:00 UTC.
- It closes for good at the deadline; there is no time of grace.
- The jurors rank the shortlisted entries on sealed ballots, which nobody can read before the close. The Schulze method proposes the winners, unranked (at most 5; fewer or none is allowed). What stays tied is left to people.
- Jurors who have not cast their ballot are reminded.
  - 1 day before: Sunday, 5 December 2027 at 18:00 (Asia/Shanghai), 10:00 UTC
  - 3 hours before: Monday, 6 December 2027 at 15:00 (Asia/Shanghai), 07:00 UTC
- The chair of the jury may adjust the proposal with a reason, and signs it. 2 different people of the secretariat or the Organizing Committee certify the decision.
- The cities concerned learn the result on Tuesday, 7 December 2027 at 19:00 (Asia/Shanghai), 11:00 UTC.
- The public learns the result on Tuesday, 7 December 2027 at 19:00 (Asia/Shanghai), 11:00 UTC.
`);
  });

  it.each([
    ['zh', '- 最终关闭：2027年9月1日星期三 00:59（Asia/Shanghai），即 2027年8月31日星期二 16:59 UTC。'],
    [
      'fr',
      '- Clôture définitive : mercredi 1er septembre 2027 à 00:59 (Asia/Shanghai), soit mardi 31 août 2027 à 16:59 UTC.',
    ],
    [
      'es',
      '- Cierre definitivo: miércoles, 1 de septiembre de 2027, 00:59 (Asia/Shanghai), es decir, martes, 31 de agosto de 2027, 16:59 UTC.',
    ],
  ] as const)('writes dates as people do in %s, with the day in UTC where it is another', (language, line) => {
    expect(explained(template, language)).toContain(line);
  });

  it('says what nobody has decided, of the cycle first, then stage by stage', () => {
    const questions = undecided(explained(template)).map((line) => line.replace(/\. .*$/, ''));
    expect(questions).toEqual([
      '- How mails are signed',
      '- Eligibility: which 2 people certify',
      '- Eligibility: the day on which the cities concerned are told',
      '- Eligibility: whether the public learns the result, and when',
      '- Technical screening: who the experts are, and their chair',
      '- Technical screening: which 2 people certify',
      '- Technical screening: the day on which the cities concerned are told',
      '- Technical screening: the day on which the result is published',
      '- Jury: who the jurors are, and their chair',
      '- Jury: which 2 people certify',
      '- Award ceremony: where it takes place',
    ]);
    expect(LANGUAGES.map((language) => undecided(explained(template, language)).length)).toEqual([11, 11, 11, 11]);
  });

  it('has no question where everything is decided, and one for each thing that is left out', () => {
    const [call, , screening, , ceremony] = guangzhouTemplate({ edition: '7', year: 2027 }).stages;
    const only = (stages: object[], more = {}) =>
      complete({ ...guangzhouTemplate({ edition: '7', year: 2027 }), signature: 'Us', stages, ...more });
    const held = { ...ceremony!, after: [], settings: { place: 'the Opera House' } };
    const decided = explained(only([call!, held]));
    expect(undecided(decided)).toEqual(['Nothing: everything that a definition can say is said.']);
    expect(decided).toContain('The award is celebrated in the Opera House.');

    const open = explained(only([{ ...call!, ladder: [] }], { languages: ['en', 'fr', 'zh-Hans'] }));
    expect(open).toContain('- Nobody is reminded.');
    expect(undecided(open).map((line) => line.slice(2, 43))).toEqual(
      [
        'Who writes the mails in French: there are',
        'Who writes the mails in Simplified Chinese',
        'Call for entries: whether people are remi',
      ].map((line) => line.slice(0, 41)),
    );
    const unreleased = undecided(explained(only([call!, { ...screening!, release: [] }])));
    expect(unreleased.filter((line) => line.includes('No release is planned'))).toHaveLength(2);
  });

  it('says what a city needs before it submits', () => {
    const withCall = (requiresVerification: string) =>
      explained({
        ...template,
        stages: template.stages.map((stage) =>
          stage.key === 'call' ? { ...stage, settings: { ...stage.settings, requiresVerification } } : stage,
        ),
      });
    expect(withCall('no')).not.toContain('A city can submit once');
    expect(withCall('verified')).toContain(
      'A city can submit once it is verified, by the secretariat or by a mail domain',
    );
    expect(withCall('by-letter')).toContain('A city can submit once a letter of somebody entitled to bind it');
  });

  it('asks for the method as long as the panel has not adopted it', () => {
    const stages = template.stages.map((stage) =>
      stage.key === 'jury' ? { ...stage, settings: { ...stage.settings, method: 'adopted-by-panel' } } : stage,
    );
    expect(undecided(explained({ ...template, stages }))).toContain(
      '- Jury: the method. The panel adopts it at its start.',
    );
  });

  it('says that a demonstration is one', () => {
    const demonstration = explained({ ...template, demonstration: true });
    expect(demonstration).toContain('DEMONSTRATION');
    expect(explained(template)).not.toContain('DEMONSTRATION');
  });
});

describe('the explanation of any definition', () => {
  it('never fails, mentions each stage, and names every instant', () => {
    fc.assert(
      fc.property(anyDefinition, fc.constantFrom(...LANGUAGES), (definition, language) => {
        const text = explained(definition, language);
        const lines = [...new Set(text.split('\n'))];
        for (const { title } of definition.stages)
          expect(text).toContain(title.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim());
        for (const instant of instantsOf(definition))
          expect(shown(lines, instant, definition.zone, language)).toBe(true);
        expect(text).not.toMatch(/undefined|NaN|\[object|Invalid/);
      }),
      { numRuns: 25 },
    );
  });
});
