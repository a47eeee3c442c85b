import type { Audience, LaureateEvent } from '#libs/contracts';
import type { PeopleService } from '#libs/identity';
import type { CycleContextService } from './cycle-context.service.js';

/** An audience of reminders that leaves out steps a later one has overtaken: when they are planned, and when they are sent. */
export function currentReminders(context: CycleContextService, audience: Audience): Audience {
  if (audience.on !== 'laureate.reminder.due.v1') return audience;
  const current = (event: LaureateEvent) =>
    context.isCurrentReminder((event as LaureateEvent<'laureate.reminder.due.v1'>).data);
  return {
    ...audience,
    people: async (event) => ((await current(event)) ? audience.people(event) : []),
    facts: async (event, personId) => ((await current(event)) ? audience.facts(event, personId) : null),
  };
}

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
    facts: async ({ data: { cycleId, stageKey, code } }) => {
      const detail = await context.attentionOf(cycleId, stageKey, code);
      if (detail === null) return null;
      if (stageKey === null) return { ...(await context.cycleFacts(cycleId)), stageTitle: null, detail };
      return { ...(await context.stageFacts({ cycleId, stageKey })), detail };
    },
  };
  return [needsAttention as unknown as Audience];
}
