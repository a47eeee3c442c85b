import { z } from 'zod';
import { ROLES } from '../roles.js';

const id = z.uuid();
const instant = z.iso.datetime();
const digest = z.string().regex(/^[0-9a-f]{64}$/);
const stageRef = { cycleId: id, stageKey: z.string() };
const reasonCode = z.string().max(60).nullable();

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

/** An event type: where it is published, what its data is, and when it happens. */
function event<Shape extends z.ZodRawShape>(topic: Topic, summary: string, data: z.ZodObject<Shape>) {
  return { topic, summary, data: data.strict() };
}

/**
 * Every event type with its schema. Data holds ids, versions, codes, instants and salted digests only: never personal
 * data, content, scores, choices, results under embargo, tokens or links.
 */
export const EVENTS = {
  'laureate.person.invited.v1': event(
    'laureate.identity',
    'Somebody was given a role and is to be told',
    z.object({ personId: id, invitationId: id }),
  ),
  'laureate.sign-in.requested.v1': event(
    'laureate.identity',
    'Somebody asked for a sign-in mail',
    z.object({ personId: id, requestId: id }),
  ),
  'laureate.invitation.accepted.v1': event(
    'laureate.identity',
    'Somebody accepted an invitation and is let in',
    z.object({ personId: id, invitationId: id }),
  ),
  'laureate.role.granted.v1': event(
    'laureate.identity',
    'Somebody was given a role',
    z.object({
      personId: id,
      grantId: id,
      role: z.enum(ROLES),
      programme: z.string().nullable(),
      cycleId: id.nullable(),
      cityId: id.nullable(),
    }),
  ),
  'laureate.role.revoked.v1': event(
    'laureate.identity',
    'A role was taken from somebody',
    z.object({ personId: id, grantId: id }),
  ),
  'laureate.api-key.created.v1': event(
    'laureate.identity',
    'Somebody made an API key',
    z.object({ personId: id, apiKeyId: id }),
  ),
  'laureate.api-key.revoked.v1': event(
    'laureate.identity',
    'An API key was revoked',
    z.object({ personId: id, apiKeyId: id }),
  ),

  'laureate.cycle.published.v1': event(
    'laureate.cycles',
    'A cycle definition was published and frozen',
    z.object({ cycleId: id, revision: z.int(), definitionDigest: digest }),
  ),
  'laureate.cycle.completed.v1': event(
    'laureate.cycles',
    'All stages of a cycle have ended',
    z.object({ cycleId: id }),
  ),
  'laureate.cycle.cancelled.v1': event(
    'laureate.cycles',
    'A cycle was cancelled',
    z.object({ cycleId: id, reasonCode }),
  ),
  'laureate.stage.opened.v1': event(
    'laureate.cycles',
    'A stage opened',
    z.object({ ...stageRef, stageType: z.string(), version: z.int(), at: instant }),
  ),
  'laureate.stage.deadline-moved.v1': event(
    'laureate.cycles',
    'The deadline of a stage was moved for all',
    z.object({ ...stageRef, version: z.int(), deadlineVersion: z.int(), from: instant, to: instant, reasonCode }),
  ),
  'laureate.stage.closed.v1': event(
    'laureate.cycles',
    'A stage closed; nothing comes in any more',
    z.object({ ...stageRef, version: z.int(), at: instant }),
  ),
  'laureate.stage.decided.v1': event(
    'laureate.cycles',
    'The decision of a stage is certified',
    z.object({ ...stageRef, version: z.int(), decisionId: id.nullable() }),
  ),
  'laureate.stage.released.v1': event(
    'laureate.cycles',
    'The decision of a stage was released to an audience',
    z.object({ ...stageRef, version: z.int(), audience: z.enum(['concerned', 'public']), decisionId: id.nullable() }),
  ),
  'laureate.stage.needs-attention.v1': event(
    'laureate.cycles',
    'A workflow is parked and waits for the secretariat',
    z.object({ cycleId: id, stageKey: z.string().nullable(), code: z.string() }),
  ),
  'laureate.reminder.due.v1': event(
    'laureate.cycles',
    'A step of a reminder ladder is due',
    z.object({ ...stageRef, step: z.string(), deadlineVersion: z.int(), deadlineAt: instant }),
  ),
  'laureate.workflow.ending.v1': event(
    'laureate.cycles',
    'A workflow run is about to end and is to be archived',
    z.object({ cycleId: id, workflowId: z.string(), runId: z.string() }),
  ),

  'laureate.city.registered.v1': event('laureate.entries', 'A city was registered', z.object({ cityId: id })),
  'laureate.entry.drafted.v1': event(
    'laureate.entries',
    'An entry was begun',
    z.object({ entryId: id, cycleId: id, cityId: id }),
  ),
  'laureate.entry.submitted.v1': event(
    'laureate.entries',
    'An entry was submitted',
    z.object({ entryId: id, cycleId: id, cityId: id, version: z.int(), digest, at: instant, late: z.boolean() }),
  ),
  'laureate.entry.withdrawn.v1': event(
    'laureate.entries',
    'An entry was withdrawn',
    z.object({ entryId: id, cycleId: id, at: instant, reasonCode }),
  ),
  'laureate.entry.field-erased.v1': event(
    'laureate.entries',
    'A personal value was erased from all versions of an entry',
    z.object({ entryId: id, field: z.string(), reasonCode }),
  ),
  'laureate.extension.granted.v1': event(
    'laureate.entries',
    'One city or entry was given more time',
    z.object({ ...stageRef, extensionId: id, until: instant, reasonCode }),
  ),
  'laureate.eligibility.checked.v1': event(
    'laureate.entries',
    'A person confirmed or overrode the eligibility of an entry',
    z.object({ ...stageRef, entryId: id, version: z.int(), reasonCode }),
  ),

  'laureate.assignments.made.v1': event(
    'laureate.judging',
    'Entries were assigned to the experts of a stage',
    z.object({ ...stageRef, count: z.int(), seed: z.string(), inputsDigest: digest }),
  ),
  'laureate.panel.seated.v1': event(
    'laureate.judging',
    'Somebody was given a seat on the panel of a stage, or another one, or none any more',
    z.object({ ...stageRef, personId: id, seat: z.enum(['chair', 'member', 'deputy']).nullable() }),
  ),
  'laureate.assignment.taken-over.v1': event(
    'laureate.judging',
    'An expert takes over the entry of one who is recused',
    z.object({ ...stageRef, assignmentId: id, personId: id }),
  ),
  'laureate.recusal.declared.v1': event(
    'laureate.judging',
    'A panel member declared a conflict with an entry',
    z.object({ ...stageRef, recusalId: id }),
  ),
  'laureate.review.submitted.v1': event(
    'laureate.judging',
    'A review was submitted',
    z.object({ ...stageRef, alias: id }),
  ),
  'laureate.ballot.cast.v1': event('laureate.judging', 'A ballot was cast', z.object({ ...stageRef, personId: id })),
  'laureate.decision.proposed.v1': event(
    'laureate.judging',
    'A proposal was computed or adjusted; earlier signatures are void',
    z.object({
      ...stageRef,
      decisionId: id,
      proposalVersion: z.int(),
      inputsDigest: digest,
      methodDigest: digest,
      proposalDigest: digest,
      reasonCode,
    }),
  ),
  'laureate.decision.signed.v1': event(
    'laureate.judging',
    'The chair signed a proposal',
    z.object({ ...stageRef, decisionId: id, proposalVersion: z.int() }),
  ),
  'laureate.decision.certified.v1': event(
    'laureate.judging',
    'Somebody certified a proposal',
    z.object({ ...stageRef, decisionId: id, proposalVersion: z.int() }),
  ),

  'laureate.delivery.settled.v1': event(
    'laureate.notifications',
    'A mail was taken by the server, failed for good, or is unknown',
    z.object({
      deliveryId: id,
      kind: z.string(),
      state: z.enum(['sent', 'failed', 'unknown', 'dropped']),
      attempts: z.int(),
    }),
  ),

  'laureate.history.archived.v1': event(
    'laureate.transparency',
    'The history of an ended workflow run was archived',
    z.object({ cycleId: id, workflowId: z.string(), runId: z.string(), events: z.int(), digest }),
  ),
} as const;

export type EventType = keyof typeof EVENTS;
/** The data of an event type. */
export type EventData<T extends EventType> = z.infer<(typeof EVENTS)[T]['data']>;

/** A published fact as consumers see it (CloudEvents 1.0 attributes and extensions, binary mode on Kafka). */
export interface LaureateEvent<T extends EventType = EventType> {
  id: string;
  type: T;
  /** The aggregate's id; also the key of the message. */
  subject: string;
  /** Gapless per subject, in commit order, from 1. */
  sequence: number;
  time: string;
  /** Id of who acted: a person, or `service:<name>`. */
  actor: string;
  /** On whose behalf, when somebody acted for another. */
  onBehalfOf: string | null;
  /** What caused it: `http:<request id>`, `workflow:<id>`, `event:<id>`. */
  cause: string;
  traceparent: string | null;
  data: EventData<T>;
}
