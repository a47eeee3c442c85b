import type { JsonObject } from '#libs/entries/pure';

/** A complete content for the shipped form; every text says that it is made up. */
export function completeContent(more: JsonObject = {}): JsonObject {
  const text = 'Sample text.';
  return {
    title: 'An initiative made up for a test',
    abstract: text,
    profile: { region: 'Africa', population: 1_200_000 },
    dates: { start: '2024-03-01' },
    themes: ['social', 'governance'],
    background: { situation: text, objectives: text },
    origins: { idea: text, partners: text },
    innovation: { novelty: text, difference: text },
    outcomes: { results: text },
    context: { conditions: text },
    replicability: { transfer: text },
    significance: { meaning: text },
    lessons: { learned: text },
    sdgTargets: ['11', '11.7'],
    nuaCommitments: ['NUA-37'],
    links: [{ url: 'https://city.example/initiative' }],
    ...more,
  };
}

/** Every text of such a content in English, as a translation has to have them. */
export function translatedTexts(more: JsonObject = {}): JsonObject {
  const text = 'In English.';
  return {
    title: 'Gardens for all',
    abstract: text,
    profile: { region: 'Africa' },
    background: { situation: text, objectives: text },
    origins: { idea: text, partners: text },
    innovation: { novelty: text, difference: text },
    outcomes: { results: text },
    context: { conditions: text },
    replicability: { transfer: text },
    significance: { meaning: text },
    lessons: { learned: text },
    ...more,
  };
}

/** What a city accepts with a submit to a cycle of the shipped template. */
export const ACCEPTANCE = {
  rulesVersion: '1',
  privacyNoticeVersion: '1',
  language: 'en',
  entryLanguage: 'en',
  publication: { summary: true, profile: true, 'full-text': false },
};

/** The same, by a city that lets everything be published. */
export const ALL_PUBLISHED = { ...ACCEPTANCE, publication: { summary: true, profile: true, 'full-text': true } };
