import type { DecisionFacts, StageFacts } from '#libs/contracts/pure';

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
}

/** Reads from a history (JSON text) what its activities committed, in order. Activities that return no facts are passed over. */
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
    if (!stage && !decision) continue;
    committed.push({
      workflowId,
      eventId: Number(event.eventId),
      at: event.eventTime,
      activity: names.get(completed.scheduledEventId) ?? 'unknown',
      stage,
      decision,
    });
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
  isObject(value) && 'stageKey' in value && 'deadlineVersion' in value;
const isDecisionFacts = (value: unknown): value is DecisionFacts =>
  isObject(value) && 'proposalDigest' in value && 'inputsDigest' in value;

function memberOf<T>(value: unknown, key: string, is: (value: unknown) => value is T): T | null {
  const member = isObject(value) ? value[key] : null;
  return is(member) ? member : null;
}
