import { describe, expect, it } from '@jest/globals';
import { DefinitionText, problemsInWords } from '../../apps/cli/src/files/definition-file.js';
import { StageTypes, checkDefinition } from '#libs/cycles';
import { entriesStageTypes } from '#libs/entries';
import { judgingStageTypes } from '#libs/judging';

const types = new StageTypes();
types.register(...entriesStageTypes, ...judgingStageTypes);

/** The problems of a text, with their places. */
function problemsOf(text: string) {
  const checked = checkDefinition(text, types);
  return 'problems' in checked ? new DefinitionText(text).placed(checked.problems) : [];
}

const BROKEN = `# One of everything that can be wrong
programme: { key: Guangzhou, name: '' }
edition: 2027
zone: CST
lanuages: [en]
criteria:
  - { key: context, title: Context }
  - { key: context, title: Context again, weight: 0 }
stages:
  - key: call
    type: call-for-entries
    window: { opens: '2027-02-23T09:00', deadline: '2027-02-01T23:59', grace: an hour }
  - key: eligibility
    type: eligibilty
    window: { opens: '2027-09-18', deadline: '2027-09-28T18:00' }
  - key: screening
    type: technical-screening
    after: [eligibility, cal]
    window: { opens: '2027-10-09T09:00', deadline: '2027-10-30T18:00' }
    ladder: [P7D, P60D]
    settings: { quotas: { shortlisted: 15 }, reviewsPerEntry: 0 }
    certifiers: { count: 0 }
  - key: jury
    type: jury
    window:
      opens: '2027-10-30T17:00'
      deadline: '2027-12-06T18:00'
    settings: { quotas: { winners: 20 } }
    release:
      - { audience: public, when: '2027-12-01T19:00' }
      - { audience: press, when: now }
`;

const AGAINST_THE_RULES = `programme: { key: guangzhou, name: Guangzhou }
edition: '7'
title: Seven
zone: Asia/Shanghai
criteria: [{ key: context, title: Context }]
stages:
  - key: call
    type: call-for-entries
    window: { opens: '2027-02-23T09:00', deadline: '2027-02-01T23:59' }
  - key: call
    type: eligibility
    after: [jury]
    window: { opens: '2027-09-18T09:00', deadline: '2027-09-28T18:00' }
    ladder: [P2D, P2D]
  - key: screening
    type: technical-screening
    window: { opens: '2027-10-09T09:00', deadline: '2027-10-30T18:00' }
    settings: { quotas: { shortlisted: 15 } }
    certifiers: { count: 0 }
  - key: jury
    type: jury
    after: [screening]
    window:
      opens: '2027-10-30T17:00'
      deadline: '2027-12-06T18:00'
    settings: { quotas: { winners: 20 } }
    release:
      - { audience: public, when: '2027-12-01T19:00' }
      - { audience: concerned, when: command }
`;

describe('a definition with many problems', () => {
  const problems = problemsOf(BROKEN);
  const inWords = problemsInWords('award.yaml', problems);

  it('has each at its line and column, in the order of the text', () => {
    expect(problems.map(({ line, column, pointer, written }) => [line, column, pointer, written])).toEqual([
      [1, 1, '/title', null],
      [2, 14, '/programme/key', 'Guangzhou'],
      [2, 30, '/programme/name', "''"],
      [3, 1, '/edition', '2027'],
      [4, 1, '/zone', 'CST'],
      [5, 1, '/lanuages', null],
      [8, 43, '/criteria/1/weight', '0'],
      [12, 72, '/stages/0/window/grace', 'an hour'],
      [14, 5, '/stages/1/type', 'eligibilty'],
      [15, 15, '/stages/1/window/opens', "'2027-09-18'"],
      [18, 26, '/stages/2/after/1', 'cal'],
      [20, 19, '/stages/2/ladder/1', 'P60D'],
      [21, 46, '/stages/2/settings/reviewsPerEntry', '0'],
      [31, 11, '/stages/3/release/1/audience', 'press'],
      [31, 28, '/stages/3/release/1/when', 'now'],
    ]);
  });

  it('says of each what is wrong, what stands there, what is allowed and what to do', () => {
    expect(inWords).toMatch(/^award.yaml has 15 problems\.\n\n1\. Line 1, column 1 \(\/title\): is missing\n/);
    expect(inWords).toContain("Allowed:    text (a string)\n   What to do: Put it in quotes: '2027'.");
    expect(inWords).toContain(`
6. Line 5, column 1 (/lanuages): unknown key "lanuages"; did you mean "languages"?
   It says:    ["en"]
   Allowed:    programme, edition, title, zone, languages, signature, demonstration, expertsMayJudge, entrant, criteria, form, stages
   What to do: Rename it to "languages", or remove it.
`);
    expect(inWords).toContain(`
11. Line 18, column 26 (/stages/2/after/1): there is no stage "cal"; did you mean "call"?`);
    for (const part of inWords.split('\n\n').slice(1)) {
      const lines = [
        /^\d+\. Line \d+, column \d+ \(\/.+\): \S/,
        / {3}It says: {4}\S/,
        / {3}Allowed: {4}\S/,
        / {3}What to do: \S.*\.$/,
      ];
      expect(part.split('\n')).toEqual(lines.map((line) => expect.stringMatching(line)));
    }
  });

  it('has the rules that look at several stages too, with what to do about each', () => {
    const found = problemsOf(AGAINST_THE_RULES);
    expect(found.map(({ line, pointer, action }) => [line, pointer, action])).toEqual([
      [9, '/stages/0/window/deadline', 'Move the deadline to a later time, or the opening to an earlier one.'],
      [10, '/stages/1/key', 'Give one of the two another key.'],
      [12, '/stages/1/after', 'Take the stage that waits for this one out of "after", here or there.'],
      [13, '/stages/1/window/opens', expect.stringMatching(/^Open it later, give "jury" an earlier deadline/)],
      [14, '/stages/1/ladder/1', 'Remove one of the two.'],
      [19, '/stages/2/certifiers', expect.stringMatching(/^Say how many certify and of which roles/)],
      [24, '/stages/3/window/opens', expect.stringMatching(/^Open it later, give "screening" an earlier deadline/)],
      [26, '/stages/3/settings/quotas/winners', 'Lower it, or let "screening" give more.'],
      [28, '/stages/3/release/0/when', expect.stringMatching(/^Give it a later time/)],
      [29, '/stages/3/release/1', 'Swap the two.'],
    ]);
  });

  it('is nothing but the places where the text is no YAML', () => {
    const text = 'edition: "7"\nzone: [UTC\ntitle: x: y\n';
    const unreadable = new DefinitionText(text).unreadable();
    expect(unreadable.map(({ line, written }) => [line, written])).toContainEqual([3, 'title: x: y']);
    expect(problemsInWords('award.yaml', unreadable)).toContain('What to do: Mend the text here');
  });
});
