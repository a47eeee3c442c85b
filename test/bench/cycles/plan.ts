import type { CycleDocument } from '#libs/cycles';

/** How many cycles run at once, and what each is like; times in ms. */
export interface CyclesPlan {
  cycles: number;
  stages: number;
  /** From one opening to the next, and from an opening to its deadline. */
  stepMs: number;
  windowMs: number;
  /** Reminders before each deadline. */
  ladder: string[];
  /** The cycles begin evenly over this time, so that what is due is spread as deadlines of different awards are. */
  spreadMs: number;
}

export const PROGRAMME = 'bench';

/** The stage that people decide: its decision is released at an instant, so long after the next one has opened, ms. */
export const DECIDING = 'stage-2';
const RELEASED_AFTER_MS = 10_000;

/**
 * A cycle that the clock moves, but for one certification: a call, an eligibility, and ceremonies.
 * @param begins when its first stage opens, epoch ms
 */
export function cycleDocument(plan: CyclesPlan, begins: number): CycleDocument {
  const at = (ms: number) => new Date(begins + ms).toISOString();
  return {
    programme: { key: PROGRAMME, name: 'Bench' },
    edition: '1',
    title: `Bench ${begins}`,
    zone: 'Asia/Shanghai',
    stages: Array.from({ length: plan.stages }, (_, i) => ({
      key: `stage-${i + 1}`,
      type: ['call-for-entries', 'eligibility'][i] ?? 'ceremony',
      window: { opens: at(i * plan.stepMs), deadline: at(i * plan.stepMs + plan.windowMs) },
      ladder: plan.ladder,
      ...(i === 1 && { release: [{ audience: 'public', when: at(2 * plan.stepMs + RELEASED_AFTER_MS) }] }),
    })),
  };
}

/** How long after the first opening of the first cycle the last deadline of the last one is, ms. */
export const lengthOf = ({ stages, stepMs, windowMs, spreadMs }: CyclesPlan): number =>
  spreadMs + (stages - 1) * stepMs + windowMs;
