import type { ClarificationFacts, DecisionFacts, Signature, StageFacts } from '#libs/contracts/pure';

/** A payload as Temporal's history JSON carries it. */
interface Payload {
  metadata?: { encoding?: string };
  data?: string;
}

/** The parts of a history event, as `historyToJSON` writes it, that the fold reads. */
interface HistoryEvent {
  eventId: string;
  eventTime: string;
  eventType: string;
  activityTaskScheduledEventAttributes?: { activityType: { name: string } };
  activityTaskCompletedEventAttributes?: { scheduledEventId: string; result?: { payloads?: Payload[] } };
}

/** What one activity of a workflow committed: the facts it returned, and where in the history it stands. */
export interface Committed {
  workflowId: string;
  eventId: number;
  at: string;
  activity: string;
  stage: StageFacts | null;
  decision: DecisionFacts | null;
  /** What a person put under the decision; absent where none was recorded. */
  signature?: Signature;
  /** Where a clarification stood; absent for all other workflows. */
  clarification?: ClarificationFacts;
}

/**
 * Reads from a history (JSON text) what its activities committed, in order. Activities that return
 * no facts are passed over.
 */
export function committedBy(workflowId: string, historyJson: string): Committed[] {
  const { events } = JSON.parse(historyJson) as { events: HistoryEvent[] };
  const names = new Map<string, string>();
  const committed: Committed[] = [];
  for (const event of events) {
    const scheduled = event.activityTaskScheduledEventAttributes;
    if (scheduled) names.set(event.eventId, scheduled.activityType.name);
    const completed = event.activityTaskCompletedEventAttributes;
    if (!completed) continue;
    const result = decode(completed.result?.payloads?.[0]);
    const stage = isStageFacts(result) ? result : memberOf(result, 'stage', isStageFacts);
    const decision = isDecisionFacts(result) ? result : memberOf(result, 'decision', isDecisionFacts);
    const signature = memberOf(result, 'signature', isSignature);
    const at = {
      workflowId,
      eventId: Number(event.eventId),
      at: event.eventTime,
      activity: names.get(completed.scheduledEventId) ?? 'unknown',
    };
    if (stage || decision) committed.push({ ...at, stage, decision, ...(signature ? { signature } : {}) });
    if (isClarificationFacts(result)) committed.push({ ...at, stage: null, decision: null, clarification: result });
    for (const changed of changedStages(result)) committed.push({ ...at, stage: changed, decision: null });
  }
  return committed;
}

function decode(payload: Payload | undefined): unknown {
  if (!payload?.data || !payload.metadata?.encoding) return null;
  if (Buffer.from(payload.metadata.encoding, 'base64').toString() !== 'json/plain') return null;
  return JSON.parse(Buffer.from(payload.data, 'base64').toString());
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const isStageFacts = (value: unknown): value is StageFacts =>
  isObject(value) && 'stageKey' in value && 'hardCloseAt' in value;
const isClarificationFacts = (value: unknown): value is ClarificationFacts =>
  isObject(value) && 'clarificationId' in value && 'deadlineVersion' in value;
const isDecisionFacts = (value: unknown): value is DecisionFacts =>
  isObject(value) && 'proposalDigest' in value && 'inputsDigest' in value;
const isSignature = (value: unknown): value is Signature =>
  isObject(value) && 'personId' in value && 'inPlaceOf' in value;

/** The stages that one change of the whole cycle committed. */
function changedStages(value: unknown): StageFacts[] {
  const lists: unknown[] = Array.isArray(value) ? [value] : isObject(value) ? [value['changed'], value['stages']] : [];
  return lists.filter(Array.isArray).flat().filter(isStageFacts);
}

function memberOf<T>(value: unknown, key: string, is: (value: unknown) => value is T): T | null {
  const member = isObject(value) ? value[key] : null;
  return is(member) ? member : null;
}
