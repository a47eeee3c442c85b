import type { Audience } from '#libs/contracts';
import type { PeopleService } from '#libs/identity';
import type { CycleContextService } from './cycle-context.service.js';

/** Who is told what of a cycle itself: the secretariat, that a workflow is parked. */
export function cyclesAudiences(context: CycleContextService, people: PeopleService): Audience[] {
  const needsAttention: Audience<'laureate.stage.needs-attention.v1'> = {
    kind: 'needs-attention',
    on: 'laureate.stage.needs-attention.v1',
    occasion: ({ data }) => [data.cycleId, data.stageKey ?? '', data.code].join('/'),
    people: async ({ data }) => {
      const programme = (await context.programmeOf(data.cycleId)) ?? undefined;
      const staff = await people.peopleWithRole('secretariat', {
        cycleId: data.cycleId,
        ...(programme ? { programme } : {}),
      });
      return staff.map(({ id }) => id);
    },
    facts: async ({ data: { cycleId, stageKey, code } }) => ({
      ...(stageKey === null ? await context.cycleFacts(cycleId) : await context.stageFacts({ cycleId, stageKey })),
      code,
    }),
  };
  return [needsAttention as unknown as Audience];
}
