import type { Audience } from '#libs/contracts';
import type { PeopleService } from '#libs/identity';
import type { CycleContextService } from './cycle/cycle-context.service.js';
import type { LatenessService } from './cycle/lateness.service.js';

/** Who is told what of a cycle itself: the secretariat, that a workflow is parked or a stage is late. */
export function cyclesAudiences(
  context: CycleContextService,
  people: PeopleService,
  latecomers: LatenessService,
): Audience[] {
  const secretariat = async (cycleId: string) => {
    const programme = (await context.programmeOf(cycleId)) ?? undefined;
    const staff = await people.peopleWithRole('secretariat', { cycleId, ...(programme ? { programme } : {}) });
    return staff.map(({ id }) => id);
  };
  const needsAttention: Audience<'laureate.stage.needs-attention.v1'> = {
    kind: 'needs-attention',
    on: 'laureate.stage.needs-attention.v1',
    occasion: ({ data: { cycleId, stageKey, code, occurrence } }) =>
      [cycleId, stageKey ?? '', code, ...(occurrence ? [occurrence] : [])].join('/'),
    people: ({ data }) => secretariat(data.cycleId),
    facts: async ({ data: { cycleId, stageKey, code, workflowId } }) => {
      const detail = await context.attentionOf({ cycleId, stageKey, code, ...(workflowId && { workflowId }) });
      if (detail === null) return null;
      if (stageKey === null) return { ...(await context.cycleFacts(cycleId)), stageTitle: null, detail };
      return { ...(await context.stageFacts({ cycleId, stageKey })), detail };
    },
  };
  const stageLate: Audience<'laureate.stage.late.v1'> = {
    kind: 'stage-late',
    on: 'laureate.stage.late.v1',
    occasion: ({ data }) => [data.cycleId, data.stageKey, data.opensAt].join('/'),
    people: ({ data }) => secretariat(data.cycleId),
    facts: async ({ data: { cycleId, stageKey } }, _, language) => {
      const detail = await latecomers.detail({ cycleId, stageKey }, language);
      return detail === null ? null : { ...(await context.stageFacts({ cycleId, stageKey })), detail };
    },
  };
  return [needsAttention, stageLate] as unknown as Audience[];
}
