import { z } from 'zod';
import { type DefinitionProblem, type StageDefinition, hardClose, isDuration } from '#libs/cycles';

/**
 * What happens when a city does not answer in time: its entry goes back as it is to whoever asked, or is found invalid.
 */
export const CLARIFICATION_TIMEOUTS = ['decide-as-is', 'invalid'] as const;
export type ClarificationTimeout = (typeof CLARIFICATION_TIMEOUTS)[number];

const step = z.string().refine(isDuration, {
  error: 'must be an ISO 8601 duration',
  params: { allowed: 'an ISO 8601 duration that is not negative, such as P7D or PT1H' },
});

/** How an eligibility stage asks cities for more. */
export const clarificationsSchema = z.strictObject({
  /** How many days a city has to answer, unless told otherwise. */
  days: z.int().min(1).max(90).default(14),
  /** Reminders of the city, before its deadline. */
  ladder: z.array(step).max(20).default(['P7D', 'P1D']),
  onTimeout: z.enum(CLARIFICATION_TIMEOUTS).default('decide-as-is'),
});
export type ClarificationSettings = z.output<typeof clarificationsSchema>;

/** What a stage says of clarifications, or the simplest form of it. */
export const clarificationSettings = ({ settings }: StageDefinition): ClarificationSettings =>
  clarificationsSchema.parse((settings as { clarifications?: unknown }).clarifications ?? {});

/** What is named must fit into the stage: whoever is asked on its first day has the days that were promised. */
export function clarificationProblems({ title, window, settings }: StageDefinition, zone: string): DefinitionProblem[] {
  const { clarifications } = settings as { clarifications?: ClarificationSettings };
  if (!clarifications) return [];
  const end = hardClose(window.opens, `P${clarifications.days}D`, zone);
  if (end <= window.deadline) return [];
  return [
    {
      pointer: 'settings/clarifications/days',
      value: clarifications.days,
      message: `does not fit into "${title}": a city asked on its first day would have until ${end}, after the stage's deadline`,
      allowed: `at most the days between ${window.opens} and ${window.deadline}`,
    },
  ];
}
