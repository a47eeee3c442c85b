import { z } from 'zod';
import type { Role } from '#libs/contracts';
import {
  type CycleDefinition,
  type DefinitionProblem,
  type StageDefinition,
  ceremony,
  hardClose,
  isDuration,
} from '#libs/cycles';

const duration = z.string().refine(isDuration, {
  error: 'must be an ISO 8601 duration',
  params: { allowed: 'an ISO 8601 duration that is not negative, such as P7D or PT1H' },
});
const DECIDING_ROLES = ['secretariat', 'organiser', 'expert', 'juror'] as const satisfies Role[];

/** How a city may appeal against being found invalid; not at all unless a stage says so. */
export const appealsSchema = z.strictObject({
  /** How many days a city has, from when the reason was sent to it. */
  days: z.int().min(1).max(90),
  /** From the appeal to its answer. */
  answer: duration.default('P10D'),
  /** Reminders of whoever decides, before the answer is due. */
  ladder: z.array(duration).max(20).default(['P3D']),
  decidedBy: z.array(z.enum(DECIDING_ROLES)).min(1).default(['secretariat', 'organiser']),
});
export type AppealSettings = z.output<typeof appealsSchema>;

/** How appeals against the decision of a stage are taken; null where they are not. */
export const appealSettings = ({ settings }: Pick<StageDefinition, 'settings'>): AppealSettings | null =>
  (settings as { appeals?: AppealSettings }).appeals ?? null;

/**
 * Appeals need a release to the cities, are instead of complaints, and must normally be answered
 * while the stages that follow still judge: whoever wins one joins them. Reckoned from the release,
 * or from the stage's deadline where it has no instant.
 */
export function appealProblems(stage: StageDefinition, { zone, stages }: CycleDefinition): DefinitionProblem[] {
  const appeals = appealSettings(stage);
  if (!appeals) return [];
  const problem = (pointer: string, message: string, allowed: string, action?: string): DefinitionProblem => ({
    pointer,
    value: appeals,
    message,
    allowed,
    ...(action ? { action } : {}),
  });
  const release = stage.release.find(({ audience }) => audience === 'concerned');
  if (!release)
    return [problem('settings/appeals', 'the decision is never released to the cities', 'a release to "concerned"')];
  const clash = stage.complaints
    ? [problem('complaints', 'the stage takes appeals, which are its complaints', 'one of the two')]
    : [];
  const told = release.when === 'decided' || release.when === 'command' ? stage.window.deadline : release.when;
  const answered = hardClose(hardClose(told, `P${appeals.days}D`, zone), appeals.answer, zone);
  const late = stages.filter(({ after, window, type }) => {
    return type !== ceremony.key && after.includes(stage.key) && answered > window.deadline;
  });
  return [
    ...clash,
    ...late.map(({ title, window }) =>
      problem(
        'settings/appeals/days',
        `an appeal may be answered only by ${answered}, after "${title}" has ended (${window.deadline}): whoever wins it is not judged`,
        `days and an answer that end by ${window.deadline}`,
        `Give fewer days, or end "${title}" later.`,
      ),
    ),
  ];
}
