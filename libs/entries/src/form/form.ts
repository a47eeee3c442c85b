import { GUANGZHOU_WORDS } from './guangzhou-form.words.js';
import { withWords } from './form-language.js';
import type { JsonObject } from './json-pointer.js';
import type { Picker } from './pickers/pickers.js';

/** A cycle's form: JSON Schema 2020-12 of an entry's content, with the keywords of `form-vocabulary.ts`. */
export type Form = JsonObject;

const LINKS_MAX = 20;

/** A text of at least one word and at most so many. */
const text = (title: string, maxWords: number, description?: string): JsonObject => ({
  type: 'string',
  title,
  ...(description ? { description } : {}),
  minWords: 1,
  maxWords,
  maxLength: maxWords * 20,
});

const section = (
  title: string,
  properties: Record<string, JsonObject>,
  required = Object.keys(properties),
): JsonObject => ({
  type: 'object',
  title,
  additionalProperties: false,
  required,
  properties,
});

const picked = (title: string, picker: Picker, maxItems: number): JsonObject => ({
  type: 'array',
  title,
  items: { type: 'string', picker },
  uniqueItems: true,
  maxItems,
});

/** Themes of the award. */
const THEMES = ['social', 'economic', 'environmental', 'governance', 'technology', 'other'] as const;

/**
 * The form of the Guangzhou Award. The later sections (context, replicability, significance, lessons) are our own
 * design. Contact people are kept apart from the content and are not part of it.
 */
const GUANGZHOU: Form = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Entry for the Guangzhou International Award for Urban Innovation',
  sections: [
    { key: 'summary', title: 'Summary', fields: ['title', 'abstract', 'dates', 'themes'] },
    { key: 'profile', title: 'Profile of the city', fields: ['profile'] },
    { key: 'background', title: 'Background', fields: ['background'] },
    { key: 'origins', title: 'Origins', fields: ['origins'] },
    { key: 'innovation', title: 'Innovation', fields: ['innovation'] },
    { key: 'outcomes', title: 'Outcomes', fields: ['outcomes'] },
    { key: 'context', title: 'Context', fields: ['context'] },
    { key: 'replicability', title: 'Replicability', fields: ['replicability'] },
    { key: 'significance', title: 'Significance', fields: ['significance'] },
    { key: 'lessons', title: 'Lessons', fields: ['lessons'] },
    { key: 'agenda', title: '2030 Agenda and New Urban Agenda', fields: ['sdgTargets', 'nuaCommitments'] },
    { key: 'links', title: 'Links', fields: ['links'] },
  ],
  ...section(
    'Entry',
    {
      title: text('Title of the initiative', 25),
      abstract: text('Abstract', 150),
      profile: section(
        'Profile of the city',
        {
          region: { type: 'string', title: 'Region of the world', minLength: 1, maxLength: 100 },
          population: { type: 'integer', title: 'Population', minimum: 1, maximum: 100_000_000 },
          surfaceKm2: { type: 'number', title: 'Surface in km²', exclusiveMinimum: 0, maximum: 5_000_000 },
          densityPerKm2: { type: 'number', title: 'Inhabitants per km²', minimum: 0, maximum: 100_000 },
          gdpPerCapitaUsd: { type: 'number', title: 'GDP per capita in US dollars', minimum: 0, maximum: 1_000_000 },
          gini: { type: 'number', title: 'Gini index of incomes, 0 to 100', minimum: 0, maximum: 100 },
        },
        ['region', 'population'],
      ),
      dates: section(
        'Dates',
        {
          start: { type: 'string', format: 'date', title: 'Start of the initiative' },
          end: { type: 'string', format: 'date', title: 'End; leave it out while the initiative is ongoing' },
        },
        ['start'],
      ),
      themes: {
        type: 'array',
        title: 'Themes',
        items: { type: 'string', enum: [...THEMES] },
        uniqueItems: true,
        minItems: 1,
      },
      background: section('Background', {
        situation: text('The situation before the initiative', 300),
        objectives: text('What the initiative set out to change, and for whom', 200),
      }),
      origins: section('Origins', {
        idea: text('Where the idea came from, and what it builds on', 200),
        partners: text('Who takes part, and what each brings', 200),
      }),
      innovation: section('Innovation', {
        novelty: text('What is new here: a policy, a technology, a business model, a way of working', 300),
        difference: text('How it differs from what was done before, here or elsewhere', 200),
      }),
      outcomes: section(
        'Outcomes',
        {
          results: text('What has changed so far, with figures', 300),
          evidence: text('How it was measured, and by whom', 200),
        },
        ['results'],
      ),
      context: section('Context', { conditions: text('The conditions that made it possible', 200) }),
      replicability: section('Replicability', {
        transfer: text('What another city could take over, and what it would need', 200),
      }),
      significance: section('Significance', { meaning: text('Why it matters beyond this city', 200) }),
      lessons: section('Lessons', { learned: text('What worked, what did not, what you would do otherwise', 200) }),
      sdgTargets: picked('Goals and targets of the 2030 Agenda, such as 11 or 11.7', 'sdg-targets', 20),
      nuaCommitments: picked('Commitments of the New Urban Agenda, such as NUA-37', 'nua-commitments', 20),
      links: {
        type: 'array',
        title: 'Links',
        maxItems: LINKS_MAX,
        items: section(
          'Link',
          {
            url: { type: 'string', format: 'uri', pattern: '^https?://', maxLength: 500, title: 'Address' },
            label: { type: 'string', maxLength: 200, title: 'What is found there' },
          },
          ['url'],
        ),
      },
    },
    [
      'title',
      'abstract',
      'profile',
      'dates',
      'themes',
      'background',
      'origins',
      'innovation',
      'outcomes',
      'context',
      'replicability',
      'significance',
      'lessons',
    ],
  ),
};

/** The groups of fields that a city consents to publish, or not; any other field is in the last, `full-text`. */
const PUBLICATION: readonly (readonly [group: string, fields: readonly string[]])[] = [
  ['summary', ['title', 'abstract', 'dates', 'themes', 'sdgTargets', 'nuaCommitments', 'links']],
  ['profile', ['profile']],
];

/** The group that a field of this form is published with; also of a form that does not say it itself. */
export const publishedWith = (field: string): string =>
  PUBLICATION.find(([, fields]) => fields.includes(field))?.[0] ?? 'full-text';

function withPublication(form: Form): Form {
  const fields = Object.entries(form['properties'] as Record<string, JsonObject>);
  const said = fields.map(([name, field]) => [name, { ...field, publication: publishedWith(name) }]);
  return { ...form, properties: Object.fromEntries(said) as JsonObject };
}

/** The form of the Guangzhou Award, with words in every language for whoever fills it in. */
export const GUANGZHOU_FORM: Form = withWords(withPublication(GUANGZHOU), GUANGZHOU_WORDS);
