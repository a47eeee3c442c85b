import { type CycleDocument, guangzhouTemplate } from '#libs/cycles';

/** Seconds after the beginning at which the stages open and close: a year in about a minute. */
export const CALENDAR = {
  call: { opens: 0, deadline: 20, extendedTo: 26, graceSeconds: 2 },
  eligibility: { opens: 33, deadline: 46 },
  screening: { opens: 47, deadline: 68 },
  jury: { opens: 69, deadline: 84 },
  ceremony: { opens: 85, deadline: 88 },
} as const;

/** The Guangzhou template with its calendar compressed; everything else is as shipped. */
export function demonstrationCycle(beginsAt: Date): CycleDocument {
  const template = guangzhouTemplate({
    edition: 'demo',
    year: beginsAt.getUTCFullYear(),
    title: 'Demonstration cycle',
    demonstration: true,
  });
  const at = (seconds: number) => new Date(beginsAt.getTime() + seconds * 1000).toISOString();
  const ladders: Record<string, string[]> = {
    call: ['PT9S', 'PT4S'],
    eligibility: ['PT8S'],
    screening: ['PT10S'],
    jury: ['PT8S'],
  };
  const stages = template.stages.map((stage) => {
    const { opens, deadline } = CALENDAR[stage.key as keyof typeof CALENDAR];
    const grace = stage.key === 'call' ? { grace: `PT${CALENDAR.call.graceSeconds}S` } : {};
    return {
      ...stage,
      window: { opens: at(opens), deadline: at(deadline), ...grace },
      ladder: ladders[stage.key] ?? [],
      release:
        stage.release?.map((step) => (stage.key === 'jury' ? { ...step, when: at(CALENDAR.ceremony.opens) } : step)) ??
        [],
    };
  });
  return { ...template, stages };
}
