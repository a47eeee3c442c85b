import { z } from 'zod';
import { screeningRehearsal } from './screening.rehearsal.js';
import { screeningWords } from './screening.words.js';
import { ADOPTED_BY_PANEL, type DefinitionProblem, type StageType } from '#libs/cycles';
import type { WeightedTieStep } from '../counting/weighted-scores.js';

const STEPS = 'criterion:KEY of the cycle, highest-minimum, smallest-spread, seed';

const step = z.custom<WeightedTieStep>(
  (value) =>
    typeof value === 'string' && /^(highest-minimum|smallest-spread|seed|criterion:[a-z][a-z0-9-]*)$/.test(value),
  { error: 'is no step of a tie ladder', params: { allowed: STEPS } },
);

const settings = z.strictObject({
  /** `adopted-by-panel` leaves method and quotas to the panel, which adopts them before anything is assigned. */
  method: z.enum(['weighted-score', ADOPTED_BY_PANEL]).default('weighted-score'),
  reviewsPerEntry: z.int().min(1).max(20).default(3),
  /** How many entries at most get each tier, filled from the top; the rest are `eligible`. */
  quotas: z
    .strictObject({ shortlisted: z.int().min(1).max(1000), deserving: z.int().min(0).max(1000).default(0) })
    .default({ shortlisted: 15, deserving: 30 }),
  /** Number of entries kept in order after the shortlisted ones: who moves up when one of those withdraws in time. */
  reserve: z.int().min(0).max(1000).optional(),
  /** Taken in turn where entries have the same mean; what is then still tied is left to people. */
  tieLadder: z.array(step).max(20).default(['highest-minimum', 'smallest-spread', 'seed']),
  /** For assignments, orders and lots; without it derived from the cycle, the stage and the definition's digest. */
  seed: z.string().trim().min(1).max(200).optional(),
});
export type ScreeningSettings = z.output<typeof settings>;

/**
 * The stage in which experts score the valid entries by the cycle's criteria: a shortlist, and a
 * list of deserving ones.
 */
export const technicalScreening: StageType<ScreeningSettings> = {
  key: 'technical-screening',
  settings,
  decides: true,
  takes: ['valid'],
  panelRole: 'expert',
  usesCriteria: true,
  admitsLate: true,
  gives: ({ method, quotas }) => (method === ADOPTED_BY_PANEL ? null : quotas.shortlisted),
  quotaPointer: '/quotas/shortlisted',
  mayCloseEarly: true,
  words: screeningWords,
  rehearsal: screeningRehearsal,
  check(stage, { criteria }): DefinitionProblem[] {
    const { tieLadder } = stage.settings as ScreeningSettings;
    const keys = criteria.map(({ key }) => key);
    const without = keys.length === 0 ? [noCriteria] : [];
    const unknown = tieLadder.flatMap((value, index) =>
      value.startsWith('criterion:') && !keys.includes(value.slice('criterion:'.length))
        ? [{ pointer: `settings/tieLadder/${index}`, value, message: 'names no criterion', allowed: keys.join(', ') }]
        : [],
    );
    return [...without, ...unknown];
  },
};

const noCriteria: DefinitionProblem = {
  pointer: '/criteria',
  value: [],
  message: 'technical screening scores by criteria, and there are none',
  allowed: 'at least one criterion',
  action: 'Add "criteria" to the definition: a list, each with a key and a title.',
};
