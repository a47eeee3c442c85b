import { describe, expect, it } from '@jest/globals';
import { LANGUAGES } from '#libs/contracts/pure';
import { ENTRANT_KINDS, PSEUDO_LANGUAGE, entrantWords } from './pure.js';
import * as messages from './words/index.js';

describe('what an entrant is called', () => {
  it('is a city where nothing else is said, also where the kind is not known here', () => {
    expect(entrantWords(undefined, 'en')).toEqual(entrantWords('city', 'en'));
    expect(entrantWords('orchestra', 'en')).toMatchObject({ theEntrant: 'the city', entrantKind: 'city' });
  });

  it('is there in each form that a language needs, and with a capital', () => {
    expect(entrantWords('candidate', 'fr')).toMatchObject({
      entrant: 'candidat',
      ofTheEntrant: 'du candidat',
      TheEntrants: 'Les candidats',
      entrantGender: 'masculine',
    });
    expect(entrantWords('team', 'es')).toMatchObject({ toTheEntrant: 'al equipo', AnEntrant: 'Un equipo' });
    expect(entrantWords('team', PSEUDO_LANGUAGE)).toMatchObject({ entrantGender: 'neuter' });
    expect(entrantWords('team', PSEUDO_LANGUAGE)['entrant']).not.toBe('team');
  });

  it.each(LANGUAGES)('has the same forms of each kind in %s', (language) => {
    const forms = (kind: string) => Object.keys(entrantWords(kind, language)).toSorted();
    for (const kind of ENTRANT_KINDS) expect(forms(kind)).toEqual(forms('city'));
    const genders = Object.entries(messages.entrants[language]).filter(([key]) => key.endsWith('.gender'));
    for (const [, gender] of genders) expect(gender).toMatch(/^(masculine|feminine|neuter)$/);
  });
});
