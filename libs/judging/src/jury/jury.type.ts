import { z } from 'zod';
import { juryWords } from './jury.words.js';
import { ADOPTED_BY_PANEL, type StageType } from '#libs/cycles';
import { RANKED_TIE_STEPS } from '../counting/tie-ladder.js';

const settings = z.strictObject({
  /** `adopted-by-panel` leaves method and quotas to the jury, which adopts them before ballots can be cast. */
  method: z.enum(['ranked-ballot', ADOPTED_BY_PANEL]).default('ranked-ballot'),
  /** Up to so many winners; fewer or none is allowed. */
  quotas: z.strictObject({ winners: z.int().min(1).max(1000) }).default({ winners: 5 }),
  /** The lot is not in it unless a definition says so: what is still tied is left to people. */
  tieLadder: z.array(z.enum(RANKED_TIE_STEPS)).max(20).default(['borda', 'most-first-places']),
  seed: z.string().trim().min(1).max(200).optional(),
});
export type JurySettings = z.output<typeof settings>;

/** The stage in which jurors rank the shortlisted entries on sealed ballots; the Schulze method proposes the winners. */
export const jury: StageType<JurySettings> = {
  key: 'jury',
  settings,
  decides: true,
  takes: ['shortlisted'],
  gives: ({ method, quotas }) => (method === ADOPTED_BY_PANEL ? null : quotas.winners),
  quotaPointer: '/quotas/winners',
  mayCloseEarly: true,
  words: juryWords,
};
