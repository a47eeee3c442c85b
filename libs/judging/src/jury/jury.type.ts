import { z } from 'zod';
import { ADOPTED_BY_PANEL, type DefinitionProblem, type StageType } from '#libs/cycles';
import { BALLOT_METHODS, ballotMethod } from '../methods/registry.js';
import { juryRehearsal } from './jury.rehearsal.js';
import { juryWords } from './jury.words.js';

const [DEFAULT_METHOD] = BALLOT_METHODS;
const TIE_STEPS = new Set(BALLOT_METHODS.flatMap(({ tieSteps }) => tieSteps));

const settings = z
  .strictObject({
    /** `adopted-by-panel` leaves method and quotas to the jury, which adopts them before ballots can be cast. */
    method: z.enum([...BALLOT_METHODS.map(({ key }) => key), ADOPTED_BY_PANEL]).default(DEFAULT_METHOD.key),
    /** Up to so many winners; fewer or none is allowed. */
    quotas: z.strictObject({ winners: z.int().min(1).max(1000) }).default({ winners: 5 }),
    /** Steps of the method, taken in turn; left out, the method's own ladder. What is still tied is left to people. */
    tieLadder: z
      .array(z.enum([...TIE_STEPS]))
      .max(20)
      .optional(),
    seed: z.string().trim().min(1).max(200).optional(),
  })
  .transform(({ method, quotas, tieLadder, seed }) => ({
    method,
    quotas,
    tieLadder: tieLadder ?? [...methodOf(method).tieLadder],
    ...(seed === undefined ? {} : { seed }),
  }));
export type JurySettings = z.output<typeof settings>;

/** The stage in which jurors vote on the shortlisted entries by sealed ballots; the method proposes the winners. */
export const jury: StageType<JurySettings> = {
  key: 'jury',
  settings,
  decides: true,
  takes: ['shortlisted'],
  panelRole: 'juror',
  gives: ({ method, quotas }) => (method === ADOPTED_BY_PANEL ? null : quotas.winners),
  quotaPointer: '/quotas/winners',
  mayCloseEarly: true,
  words: juryWords,
  rehearsal: juryRehearsal,
  check(stage): DefinitionProblem[] {
    const { method, tieLadder } = stage.settings as JurySettings;
    const { tieSteps } = methodOf(method);
    return tieLadder.flatMap((value, index) =>
      tieSteps.includes(value)
        ? []
        : [
            {
              pointer: `settings/tieLadder/${index}`,
              value,
              message: `is no step of the method "${method}"`,
              allowed: tieSteps.join(', '),
            },
          ],
    );
  },
};

/** The method of the settings; the first one stands in for a method that the panel has yet to adopt. */
const methodOf = (key: string) => (key === ADOPTED_BY_PANEL ? DEFAULT_METHOD : ballotMethod(key));
