import { z } from 'zod';

/** Topics, one per context; created by `npm run migrate` with retention for ever. */
export const TOPICS = {
  'laureate.identity': { partitions: 3 },
  'laureate.cycles': { partitions: 3 },
  'laureate.entries': { partitions: 6 },
  'laureate.judging': { partitions: 3 },
  'laureate.notifications': { partitions: 3 },
  'laureate.transparency': { partitions: 3 },
} as const;
export type Topic = keyof typeof TOPICS;

// What the data of events is made of.
export const id = z.uuid();
export const instant = z.iso.datetime();
export const digest = z.string().regex(/^[0-9a-f]{64}$/);
export const stageRef = { cycleId: id, stageKey: z.string() };
export const reasonCode = z.string().max(60).nullable();

/** An event type: where it is published, what its data is, and when it happens. */
export function event<Shape extends z.ZodRawShape>(topic: Topic, summary: string, data: z.ZodObject<Shape>) {
  return { topic, summary, data: data.strict() };
}
