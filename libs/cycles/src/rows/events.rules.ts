import type { EventData, EventType, Fact, Instant, ReasonRef, ReleaseAudience, StageFacts } from '#libs/contracts';

/**
 * The events of cycles and stages. Services emit what these functions make, and previews show the same: of the row as
 * it would be.
 */
type FactOf<Type extends EventType> = { type: Type; data: EventData<Type> };

/** What somebody gives as the reason of a command, or nothing. */
type Reason = ReasonRef | undefined;

const refOf = ({ cycleId, stageKey, version }: StageFacts) => ({ cycleId, stageKey, version });

/** The stage has opened, as its facts say since when. */
export const stageOpened = (facts: StageFacts): FactOf<'laureate.stage.opened.v1'> => ({
  type: 'laureate.stage.opened.v1',
  data: { ...refOf(facts), stageType: facts.type, at: facts.openedAt! },
});

/** The stage has closed. */
export const stageClosed = (facts: StageFacts): FactOf<'laureate.stage.closed.v1'> => ({
  type: 'laureate.stage.closed.v1',
  data: { ...refOf(facts), at: facts.closedAt! },
});

/** The stage's decision, if it has one, is released to an audience. */
export const stageReleased = (
  facts: StageFacts,
  audience: ReleaseAudience,
  decisionId: string | null,
): FactOf<'laureate.stage.released.v1'> => ({
  type: 'laureate.stage.released.v1',
  data: { ...refOf(facts), audience, decisionId },
});

/** The stage is open again; `from` is the deadline it had. */
export const stageReopened = (
  facts: StageFacts,
  from: Instant,
  reason: Reason,
): FactOf<'laureate.stage.reopened.v1'> => ({
  type: 'laureate.stage.reopened.v1',
  data: {
    ...refOf(facts),
    deadlineVersion: facts.deadlineVersion,
    from,
    to: facts.deadlineAt,
    reasonCode: reason?.code ?? null,
  },
});

/** What of a stage's window moves, as an event tells it. */
interface Moved {
  opens: { from: Instant; to: Instant } | null;
  deadline: { from: Instant; to: Instant } | null;
  steps: Pick<EventData<'laureate.stage.step-moved.v1'>, 'step' | 'from' | 'to'>[];
}

/** Windows of the stage have moved: its further deadlines one by one, then its own. */
export function windowsMoved(facts: StageFacts, { opens, deadline, steps }: Moved, reason: Reason): Fact[] {
  const reasonCode = reason?.code ?? null;
  const told = steps.map((step): Fact => ({
    type: 'laureate.stage.step-moved.v1',
    data: { ...refOf(facts), ...step, reasonCode },
  }));
  if (!opens && !deadline) return told;
  const { deadlineVersion, deadlineAt: to } = facts;
  const window = { deadlineVersion, from: deadline?.from ?? to, to, ...(opens && { opens }) };
  return [...told, { type: 'laureate.stage.deadline-moved.v1', data: { ...refOf(facts), ...window, reasonCode } }];
}

/** The cycle is paused, for the `number`th time. */
export const cyclePaused = (
  cycleId: string,
  { number, at }: { number: number; at: Instant },
  reason: Reason,
): FactOf<'laureate.cycle.paused.v1'> => ({
  type: 'laureate.cycle.paused.v1',
  data: { cycleId, number, at, reasonCode: reason?.code ?? null },
});

/** The cycle is cancelled. */
export const cycleCancelled = (cycleId: string, reason: Reason): FactOf<'laureate.cycle.cancelled.v1'> => ({
  type: 'laureate.cycle.cancelled.v1',
  data: { cycleId, reasonCode: reason?.code ?? null, reasonDigest: reason?.textDigest ?? null },
});

/** An amendment is proposed. */
export const amendmentProposed = ({
  cycleId,
  id: amendmentId,
  kind,
  stageKey = null,
  definitionDigest,
  reasonCode,
}: Omit<EventData<'laureate.amendment.proposed.v1'>, 'amendmentId' | 'stageKey'> & {
  id: string;
  stageKey?: string | null;
}): FactOf<'laureate.amendment.proposed.v1'> => ({
  type: 'laureate.amendment.proposed.v1',
  data: { cycleId, amendmentId, kind, stageKey, definitionDigest, reasonCode },
});

/** An amendment has one more signature, its `signatures`th. */
export const amendmentSigned = (
  { cycleId, id: amendmentId }: { cycleId: string; id: string },
  signatures: number,
  signaturesNeeded: number,
): FactOf<'laureate.amendment.signed.v1'> => ({
  type: 'laureate.amendment.signed.v1',
  data: { cycleId, amendmentId, signatures, signaturesNeeded },
});

/** An amendment is in force: the one after revision `base`, and so numbered. */
export const cycleAmended = (
  { id: cycleId, revision: base }: { id: string; revision: number },
  amendment: Omit<EventData<'laureate.cycle.amended.v1'>, 'cycleId' | 'number' | 'revision'>,
): FactOf<'laureate.cycle.amended.v1'> => ({
  type: 'laureate.cycle.amended.v1',
  data: { cycleId, number: base, revision: base + 1, ...amendment },
});
