import { GUANGZHOU_WORDS } from './guangzhou-form.words.js';
import { withWords } from './form-language.js';
import type { JsonObject } from './json-pointer.js';
import type { Picker } from './pickers/pickers.js';

/** A cycle's form: JSON Schema 2020-12 of an entry's content, with the keywords of `form-vocabulary.ts`. */
export type Form = JsonObject;

const LINKS_MAX = 20;

/** A text of at least one word and at most so many. */
const text = (maxWords: number): JsonObject => ({
  type: 'string',
  minWords: 1,
  maxWords,
  maxLength: maxWords * 20,
});

const section = (properties: Record<string, JsonObject>, required = Object.keys(properties)): JsonObject => ({
  type: 'object',
  additionalProperties: false,
  required,
  properties,
});

const picked = (picker: Picker, maxItems: number): JsonObject => ({
  type: 'array',
  items: { type: 'string', picker },
  uniqueItems: true,
  maxItems,
});

/** Themes of the award. */
const THEMES = ['social', 'economic', 'environmental', 'governance', 'technology', 'other'] as const;

/**
 * The form of the Guangzhou Award. The later sections (context, replicability, significance, lessons) are our own
 * design. Contact people are kept apart from the content and are not part of it. What its fields are called is in
 * the words of `guangzhou-form`.
 */
const GUANGZHOU: Form = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Entry',
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
    {
      title: text(25),
      abstract: text(150),
      profile: section(
        {
          region: { type: 'string', minLength: 1, maxLength: 100 },
          population: { type: 'integer', minimum: 1, maximum: 100_000_000 },
          surfaceKm2: { type: 'number', exclusiveMinimum: 0, maximum: 5_000_000 },
          densityPerKm2: { type: 'number', minimum: 0, maximum: 100_000 },
          gdpPerCapitaUsd: { type: 'number', minimum: 0, maximum: 1_000_000 },
          gini: { type: 'number', minimum: 0, maximum: 100 },
        },
        ['region', 'population'],
      ),
      dates: section(
        {
          start: { type: 'string', format: 'date' },
          end: { type: 'string', format: 'date' },
        },
        ['start'],
      ),
      themes: {
        type: 'array',
        items: { type: 'string', enum: [...THEMES] },
        uniqueItems: true,
        minItems: 1,
      },
      background: section({
        situation: text(300),
        objectives: text(200),
      }),
      origins: section({
        idea: text(200),
        partners: text(200),
      }),
      innovation: section({
        novelty: text(300),
        difference: text(200),
      }),
      outcomes: section(
        {
          results: text(300),
          evidence: text(200),
        },
        ['results'],
      ),
      context: section({ conditions: text(200) }),
      replicability: section({
        transfer: text(200),
      }),
      significance: section({ meaning: text(200) }),
      lessons: section({ learned: text(200) }),
      sdgTargets: picked('sdg-targets', 20),
      nuaCommitments: picked('nua-commitments', 20),
      links: {
        type: 'array',
        maxItems: LINKS_MAX,
        items: {
          title: 'Link',
          ...section(
            {
              url: { type: 'string', format: 'uri', pattern: '^https?://', maxLength: 500, title: 'Address' },
              label: { type: 'string', maxLength: 200, title: 'What is found there' },
            },
            ['url'],
          ),
        },
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
