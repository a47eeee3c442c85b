import { DateTime, Duration } from 'luxon';
import type { Instant } from '#libs/contracts';
import { hardClose, ladderSteps, toInstant } from './calendar.js';
import type { CycleDefinition } from './definition.js';
import { type StepWindows, stepsOf } from './window-steps.js';

/**
 * The same cycle in another time: every instant moved so that the first opening is at `opens`, and
 * every span multiplied by `scale` (1 shifts, 1/100,000 shrinks ten months to four minutes). The
 * order of all instants stays; graces and ladder steps become spans in milliseconds when they are
 * scaled.
 */
export function shiftDefinition(definition: CycleDefinition, opens: Date, scale = 1): CycleDefinition {
  const { zone } = definition;
  const first = Math.min(...definition.stages.map(({ window }) => Date.parse(window.opens)));
  const move = (instant: Instant): Instant =>
    toInstant(new Date(opens.getTime() + Math.round((Date.parse(instant) - first) * scale)));
  const span = (from: Instant, to: Instant): string =>
    Duration.fromMillis(
      DateTime.fromISO(move(to))
        .diff(DateTime.fromISO(move(from)))
        .toMillis(),
    )
      .shiftTo('seconds')
      .toISO() ?? 'PT0S';
  const stepsIn = (steps: StepWindows): StepWindows =>
    Object.fromEntries(
      stepsOf(steps, zone).map(({ step, deadlineAt, hardCloseAt }) => [
        step,
        {
          deadline: move(deadlineAt),
          ...(steps[step]?.grace !== undefined && { grace: span(deadlineAt, hardCloseAt) }),
        },
      ]),
    );
  return {
    ...definition,
    stages: definition.stages.map((stage) => {
      const { opens: from, deadline, grace } = stage.window;
      const steps = new Map(
        ladderSteps(stage.ladder, deadline, zone).map(({ step, at }) => [step, span(at, deadline)]),
      );
      return {
        ...stage,
        window: {
          opens: move(from),
          deadline: move(deadline),
          grace: span(deadline, hardClose(deadline, grace, zone)),
          ...(stage.window.steps && { steps: stepsIn(stage.window.steps) }),
        },
        ladder: stage.ladder.map((step) => steps.get(step)!),
        release: stage.release.map(({ audience, when }) => ({
          audience,
          when: when === 'decided' || when === 'command' ? when : move(when),
        })),
      };
    }),
  };
}
