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
