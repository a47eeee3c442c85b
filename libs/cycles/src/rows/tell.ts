import type { EventType, Fact } from '#libs/contracts';
import type { Work } from '#libs/platform';

/** Emits events about a cycle. */
export function tell(work: Work, cycleId: string, ...facts: Fact[]): void {
  for (const fact of facts) work.emit<EventType>({ ...fact, subject: cycleId });
}
