import { describe, expect, it } from '@jest/globals';
import { problemsInWords } from '../../apps/cli/src/files/definition-file.js';
import { HistoryText } from '../../apps/cli/src/files/history-file.js';
import { checkPastEdition } from '../../libs/cycles/src/history/history-check.js';

const HEAD = `programme: { key: award, name: An award }
edition: '1'
year: 2012
title: The first
zone: Asia/Shangai
licence: Facts only.
sources: ['https://award.example/2012']
`;
const CSV = `city,country,title,tier,distinctions,themes,sdgs,sources
Vienna,AT,Integration of New Migrants,winner,,migration,10;11.3,https://award.example/vienna
"La Paz",BO,"The La Paz Zebras: a citizen
culture project",winner,popular-city; loved,,,https://award.example/a;https://award.example/b
Perm,Russia,,finalist,,,18,
`;

describe('the file of a past edition', () => {
  it('is sent as it is, or with the rows of its results in it', () => {
    expect(new HistoryText(HEAD).document()).toBe(HEAD);
    expect(new HistoryText(HEAD, { file: 'results.csv', text: CSV }).document()).toMatchObject({
      edition: '1',
      results: [
        { city: 'Vienna', themes: ['migration'], sdgs: ['10', '11.3'], sources: ['https://award.example/vienna'] },
        {
          title: 'The La Paz Zebras: a citizen\nculture project',
          distinctions: ['popular-city', 'loved'],
          sources: ['https://award.example/a', 'https://award.example/b'],
        },
        { city: 'Perm', country: 'Russia', tier: 'finalist' },
      ],
    });
  });

  it('has its problems in the lines where they are, of both files', () => {
    const text = new HistoryText(HEAD, { file: 'results.csv', text: CSV });
    const checked = checkPastEdition(text.document());
    const problems = text.placed('problems' in checked ? checked.problems : []);
    expect(problems.map(({ file, line, pointer, written }) => [file, line, pointer, written])).toEqual([
      [undefined, 5, '/zone', 'Asia/Shangai'],
      ['results.csv', 5, '/results/2/country', 'Russia'],
      ['results.csv', 5, '/results/2/tier', 'finalist'],
      ['results.csv', 5, '/results/2/sdgs/0', '18'],
    ]);
    const words = problemsInWords('edition.yaml', problems);
    expect(words).toContain('edition.yaml has 4 problems.');
    expect(words).toContain('2. results.csv, line 5, column 1 (/results/2/country): must be a country');
    expect(words).toContain('Allowed:    winner, shortlisted, deserving, eligible');
  });

  it('is refused in plain words when its results are no table, or there twice', () => {
    const results = (text: string) => new HistoryText(HEAD, { file: 'results.csv', text });
    expect(() => results('town,tier\nVienna,winner')).toThrow('Unknown columns: town. Known: city, country');
    expect(() => results('')).toThrow('there is no head');
    expect(() => results('city\n"Vienna')).toThrow('Line 2');
    const twice = new HistoryText(`${HEAD}results: []`, { file: 'results.csv', text: CSV });
    expect(() => twice.document()).toThrow('give them once');
  });
});
