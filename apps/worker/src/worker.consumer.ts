import {
  type EventType,
  type LaureateEvent,
  type StageRef,
  clarificationWorkflowId,
  complaintWorkflowId,
  stageWorkflowId,
  supersessionWorkflowId,
} from '#libs/contracts';
import {
  type AfterCloseService,
  type CycleRunService,
  type EarlyClosingService,
  startClarification,
  startComplaint,
  startCycle,
} from '#libs/cycles';
import type { ClarificationRunService } from '#libs/entries';
import type { ComplaintRunService, SupersessionEnforcementService } from '#libs/judging';
import type { ConsumerDefinition, EventHandlers, TemporalClient } from '#libs/platform';
import { tellOfClarification, tellOfClarificationsOf } from './clarifications.js';
import { tellIfNothingOwed, tellIfNothingOwedIn } from './nothing-owed.js';
import { wake } from './wake.js';

/** What becomes of an event in Temporal: bears repetition, as every effect that is not a row. */
type Effects = { [T in EventType]?: (event: LaureateEvent<T>) => Promise<void> };

/** What the worker asks before it starts or wakes a workflow. */
export interface Knowing {
  cycles: CycleRunService;
  closing: EarlyClosingService;
  afterClose: AfterCloseService;
  complaints: ComplaintRunService;
  clarifications: ClarificationRunService;
  superseding: SupersessionEnforcementService;
}

/** Starts workflows from what was committed, and has those look again that it concerns. */
export function workerConsumer(
  temporal: TemporalClient,
  { cycles, closing, afterClose, complaints, clarifications, superseding }: Knowing,
): ConsumerDefinition {
  const wakeComplaint = ({ data }: { data: { cycleId: string; complaintId: string } }) =>
    wake(temporal, complaintWorkflowId(data.cycleId, data.complaintId));
  const wakeComplaintsOf = async (cycleId: string) => {
    for (const complaintId of await complaints.openOf(cycleId))
      await wake(temporal, complaintWorkflowId(cycleId, complaintId));
  };
  const ask = ({ data }: { data: StageRef }) => tellIfNothingOwed(temporal, closing, data);
  const askAll = ({ data }: { data: { cycleId: string; stageKey?: string } }) =>
    tellIfNothingOwedIn(temporal, closing, data);
  /** What came in by an extension, or left, may have been the last thing a closed call waits for. */
  const lookAfterClose = async (cycleId: string) => {
    for (const ref of await afterClose.waiting(cycleId)) await wake(temporal, stageWorkflowId(cycleId, ref.stageKey));
  };
  const clarified = async ({ data }: { data: StageRef & { clarificationId: string } }) => {
    await tellOfClarification(temporal, data);
    await tellIfNothingOwed(temporal, closing, data);
  };
  const effects = (): Effects => ({
    'laureate.cycle.published.v1': async ({ data: { cycleId } }) => {
      // A replay of the events meets cycles that ended so long ago that Temporal has forgotten them.
      if ((await cycles.plan(cycleId)).status === 'published') await startCycle(temporal, cycleId);
    },
    'laureate.cycle.cancelled.v1': async ({ data: { cycleId } }) => {
      await wakeComplaintsOf(cycleId);
      await tellOfClarificationsOf(temporal, clarifications, { cycleId });
      for (const { stageKey, decisionId } of await superseding.pendingOf(cycleId))
        await wake(temporal, supersessionWorkflowId(cycleId, stageKey, decisionId));
    },
    'laureate.cycle.paused.v1': async ({ data: { cycleId } }) => {
      await wakeComplaintsOf(cycleId);
      await tellOfClarificationsOf(temporal, clarifications, { cycleId });
    },
    'laureate.cycle.resumed.v1': async ({ data: { cycleId } }) => {
      await wakeComplaintsOf(cycleId);
      await tellOfClarificationsOf(temporal, clarifications, { cycleId });
      // What was the last thing owed may have come just before the pause.
      await tellIfNothingOwedIn(temporal, closing, { cycleId });
    },
    // It may be the next to end, or to be reminded of.
    'laureate.extension.granted.v1': ({ data: { cycleId } }) => lookAfterClose(cycleId),
    'laureate.entry.submitted.v1': async ({ data: { cycleId, late } }) => {
      if (late) await lookAfterClose(cycleId);
    },
    ...Object.fromEntries(closing.askedAfter().inStage.map((type) => [type, ask])),
    ...Object.fromEntries(closing.askedAfter().inCycle.map((type) => [type, askAll])),
    'laureate.entry.withdrawn.v1': async ({ data }) => {
      await tellOfClarificationsOf(temporal, clarifications, { entryId: data.entryId });
      await askAll({ data });
      await lookAfterClose(data.cycleId);
    },
    'laureate.complaint.filed.v1': async ({ data }) => {
      if ((await complaints.facts(data.complaintId)).state === 'open') await startComplaint(temporal, data);
    },
    'laureate.complaint.assigned.v1': wakeComplaint,
    'laureate.complaint.outcome-recorded.v1': wakeComplaint,
    'laureate.complaint.settled.v1': wakeComplaint,
    'laureate.clarification.asked.v1': async ({ data }) => {
      if ((await clarifications.facts(data.clarificationId)).state === 'open') await startClarification(temporal, data);
    },
    'laureate.clarification.deadline-moved.v1': ({ data }) =>
      wake(temporal, clarificationWorkflowId(data.clarificationId)),
    'laureate.clarification.answered.v1': clarified,
    'laureate.clarification.timed-out.v1': clarified,
    'laureate.clarification.cancelled.v1': clarified,
  });
  let known: { effects: Effects; handlers: EventHandlers } | undefined;
  /** Put together when the first event comes: the libs have registered the handlers of their stage types by then. */
  const knownEffects = () => {
    if (known) return known;
    const made = effects();
    const handlers = Object.fromEntries(Object.keys(made).map((type) => [type, async () => {}])) as EventHandlers;
    return (known = { effects: made, handlers });
  };
  return {
    name: 'worker',
    topics: ['laureate.cycles', 'laureate.entries', 'laureate.judging'],
    get handlers() {
      return knownEffects().handlers;
    },
    before: async (event) =>
      (knownEffects().effects[event.type] as ((event: LaureateEvent) => Promise<void>) | undefined)?.(event),
  };
}
