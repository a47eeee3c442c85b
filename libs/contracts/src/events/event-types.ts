import { z } from 'zod';
import { SUPERSESSION_KINDS } from '../vocabulary/decision.js';
import { CITY_ROLES, ROLES } from '../vocabulary/roles.js';
import { EXPORT_FORMATS } from '../vocabulary/exports.js';
import { AMENDMENT_KINDS } from '../workflows/amendments.js';
import { WINDOW_STEPS } from '../workflows/stage-facts.js';

const id = z.uuid();
const instant = z.iso.datetime();
const digest = z.string().regex(/^[0-9a-f]{64}$/);
const stageRef = { cycleId: id, stageKey: z.string() };
const supersession = {
  ...stageRef,
  decisionId: id,
  supersedes: id,
  number: z.int(),
  kind: z.enum(SUPERSESSION_KINDS),
};
const clarification = { ...stageRef, clarificationId: id, entryId: id };
const attachment = { attachmentId: id, entryId: id };
const paper = { ...stageRef, paperId: id, entryId: id };
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
    z.object({ personId: id, invitationId: id, takesOverFrom: id.optional() }),
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
      cityRole: z.enum(CITY_ROLES).nullable().optional(),
    }),
  ),
  'laureate.role.revoked.v1': event(
    'laureate.identity',
    'A role was taken from somebody',
    z.object({ personId: id, grantId: id, reasonCode: reasonCode.optional() }),
  ),
  'laureate.person.office-set.v1': event(
    'laureate.identity',
    'An account was said to be shared by an office, or to be one person’s',
    z.object({ personId: id, office: z.boolean() }),
  ),
  'laureate.person.erased.v1': event(
    'laureate.identity',
    'What named a person was erased',
    z.object({ personId: id, reasonCode }),
  ),
  'laureate.legal-hold.set.v1': event(
    'laureate.identity',
    'It was forbidden to erase anything of a person',
    z.object({ personId: id, holdId: id, reasonCode }),
  ),
  'laureate.legal-hold.lifted.v1': event(
    'laureate.identity',
    'A legal hold was lifted',
    z.object({ personId: id, holdId: id, reasonCode }),
  ),
  'laureate.retention.period-set.v1': event(
    'laureate.identity',
    'How long a kind of what names people is kept was set',
    z.object({ kind: z.string().max(60), days: z.int(), reasonCode }),
  ),
  'laureate.retention.carried-out.v1': event(
    'laureate.identity',
    'The time of some of what names people was over, and it was erased',
    z.object({ kind: z.string().max(60), count: z.int() }),
  ),
  'laureate.privacy.notice-published.v1': event(
    'laureate.identity',
    'A privacy notice was published',
    z.object({ noticeVersion: z.string().max(40) }),
  ),
  'laureate.privacy.chosen.v1': event(
    'laureate.identity',
    'Somebody answered a privacy notice, or took an answer back',
    z.object({ personId: id, noticeVersion: z.string().max(40) }),
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
  'laureate.cycle.history-entered.v1': event(
    'laureate.cycles',
    'A past edition was entered, or corrected',
    z.object({ cycleId: id, revision: z.int(), digest }),
  ),
  'laureate.cycle.completed.v1': event(
    'laureate.cycles',
    'All stages of a cycle have ended',
    z.object({ cycleId: id }),
  ),
  'laureate.cycle.cancelled.v1': event(
    'laureate.cycles',
    'A cycle was cancelled',
    z.object({ cycleId: id, reasonCode, reasonDigest: digest.nullable().optional() }),
  ),
  'laureate.amendment.proposed.v1': event(
    'laureate.cycles',
    'A change of a published definition was proposed and waits for signatures',
    z.object({
      cycleId: id,
      amendmentId: id,
      kind: z.enum(AMENDMENT_KINDS),
      stageKey: z.string().nullable(),
      definitionDigest: digest,
      reasonCode,
    }),
  ),
  'laureate.amendment.signed.v1': event(
    'laureate.cycles',
    'Somebody signed an amendment',
    z.object({ cycleId: id, amendmentId: id, signatures: z.int(), signaturesNeeded: z.int() }),
  ),
  'laureate.amendment.withdrawn.v1': event(
    'laureate.cycles',
    'A proposed amendment was withdrawn',
    z.object({ cycleId: id, amendmentId: id, reasonCode: reasonCode.optional() }),
  ),
  'laureate.cycle.amended.v1': event(
    'laureate.cycles',
    'An amendment is in force: the cycle follows a new revision of its definition',
    z.object({
      cycleId: id,
      amendmentId: id,
      number: z.int(),
      revision: z.int(),
      kind: z.enum(AMENDMENT_KINDS),
      definitionDigest: digest,
      stageKeys: z.array(z.string()),
      reasonCode,
    }),
  ),
  'laureate.cycle.paused.v1': event(
    'laureate.cycles',
    'A cycle was paused: nothing opens, closes or comes in until it is resumed',
    z.object({ cycleId: id, number: z.int(), at: instant, reasonCode }),
  ),
  'laureate.cycle.resumed.v1': event(
    'laureate.cycles',
    'A cycle goes on, with these deadlines in place of the former ones',
    z.object({
      cycleId: id,
      number: z.int(),
      pausedAt: instant,
      at: instant,
      moved: z.array(z.object({ stageKey: z.string(), deadlineVersion: z.int(), from: instant, to: instant })),
      steps: z
        .array(z.object({ stageKey: z.string(), step: z.enum(WINDOW_STEPS), from: instant, to: instant }))
        .optional()
        .describe('Further deadlines that moved with it; absent in earlier ones'),
      own: z
        .array(
          z.object({
            kind: z.enum(['clarification', 'complaint', 'extension']),
            id,
            stageKey: z.string(),
            cityId: id,
            from: instant,
            to: instant,
          }),
        )
        .optional()
        .describe(
          'Deadlines of single cities that moved with it and that no event of theirs tells; absent in earlier ones',
        ),
      reasonCode,
    }),
  ),
  'laureate.outage.found.v1': event(
    'laureate.cycles',
    'The service could not serve for a while, in the last hours of these stages or over their deadlines',
    z.object({ cycleId: id, outageId: id, from: instant, to: instant, stageKeys: z.array(z.string()) }),
  ),
  'laureate.outage.confirmed.v1': event(
    'laureate.cycles',
    'A person confirmed an outage: more time for all is proposed',
    z.object({ cycleId: id, outageId: id, stageKeys: z.array(z.string()), reasonCode: reasonCode.optional() }),
  ),
  'laureate.stage.opened.v1': event(
    'laureate.cycles',
    'A stage opened',
    z.object({ ...stageRef, stageType: z.string(), version: z.int(), at: instant }),
  ),
  'laureate.stage.deadline-moved.v1': event(
    'laureate.cycles',
    'The deadline of a stage was moved for all',
    z.object({
      ...stageRef,
      version: z.int(),
      deadlineVersion: z.int(),
      from: instant,
      to: instant,
      opens: z.object({ from: instant, to: instant }).optional(),
      reasonCode,
    }),
  ),
  'laureate.stage.step-moved.v1': event(
    'laureate.cycles',
    'A further deadline of a stage (registration, early-bird, supporting material) was moved for all',
    z.object({
      ...stageRef,
      version: z.int(),
      step: z.enum(WINDOW_STEPS),
      from: instant.nullable().describe('Null where the stage had none of this kind'),
      to: instant.nullable().describe('Null where the stage has none of this kind any more'),
      reasonCode,
    }),
  ),
  'laureate.stage.reopened.v1': event(
    'laureate.cycles',
    'A closed stage is open again until a new deadline; what was proposed is void',
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
    z.object({
      cycleId: id,
      stageKey: z.string().nullable(),
      code: z.string(),
      workflowId: z.string().optional().describe('Absent in earlier ones'),
      occurrence: z.string().optional().describe('Which time it is parked so; absent in earlier ones'),
    }),
  ),
  'laureate.stage.late.v1': event(
    'laureate.cycles',
    'A stage could not open when its window began: it waits for stages that are late',
    z.object({ ...stageRef, opensAt: instant }),
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

  'laureate.territory.changed.v1': event(
    'laureate.entries',
    "A programme's list of territories and regions was changed",
    z.object({
      changeId: id,
      programme: z.string(),
      kind: z.enum(['territory', 'region']),
      key: z.string(),
      version: z.int(),
    }),
  ),
  'laureate.city.registered.v1': event('laureate.entries', 'A city was registered', z.object({ cityId: id })),
  'laureate.city.verified.v1': event(
    'laureate.entries',
    'A city was verified, or is not any more',
    z.object({ cityId: id, verified: z.boolean() }),
  ),
  'laureate.city.profile-changed.v1': event(
    'laureate.entries',
    "A city's profile was changed",
    z.object({ cityId: id, version: z.int() }),
  ),
  'laureate.city.merged.v1': event(
    'laureate.entries',
    'A city was merged into another one, which it had been registered as already',
    z.object({ mergeId: id, cityId: id, intoId: id, reasonCode }),
  ),
  'laureate.mail-domain.changed.v1': event(
    'laureate.entries',
    'A programme trusts a mail domain, or does not any more',
    z.object({ programme: z.string(), trustId: id, trusted: z.boolean() }),
  ),
  'laureate.entry.drafted.v1': event(
    'laureate.entries',
    'An entry was begun',
    z.object({ entryId: id, cycleId: id, cityId: id }),
  ),
  'laureate.entry.city-changed.v1': event(
    'laureate.entries',
    'An entry moved to another city: its own was merged into that',
    z.object({ entryId: id, cycleId: id, mergeId: id, from: id, cityId: id, reasonCode }),
  ),
  'laureate.entry.submitted.v1': event(
    'laureate.entries',
    'An entry was submitted',
    z.object({
      entryId: id,
      cycleId: id,
      cityId: id,
      version: z.int(),
      digest,
      at: instant,
      late: z.boolean(),
      reopeningId: id.optional().describe('The reopening it confirms'),
      paperId: id.optional().describe('The paper it came on; `late` is by its arrival'),
    }),
  ),
  'laureate.paper.registered.v1': event(
    'laureate.entries',
    'An entry arrived on paper, to be transcribed',
    z.object({ ...paper, arrivedAt: instant, means: z.enum(['post', 'e-mail', 'courier']), reasonCode }),
  ),
  'laureate.paper.attested.v1': event(
    'laureate.entries',
    'A second member checked what was transcribed of an entry on paper',
    z.object({ ...paper, attestation: z.int(), at: instant }),
  ),
  'laureate.paper.declared.v1': event(
    'laureate.entries',
    'A member recorded why a city cannot confirm its entry on paper; with a second one it is submitted',
    z.object({ ...paper, at: instant, reasonCode }),
  ),
  'laureate.entry.reopened.v1': event(
    'laureate.entries',
    'A submitted entry was reopened for its city to edit',
    z.object({
      ...stageRef,
      entryId: id,
      reopeningId: id,
      entryVersion: z.int().describe('The version that stands until another one is confirmed'),
      extensionId: id.nullable().describe('Lets the confirmation in after the close'),
      at: instant,
      reasonCode,
    }),
  ),
  'laureate.entry.consent-changed.v1': event(
    'laureate.entries',
    'A city gave or took back consent to publish groups of fields of an entry',
    z.object({ entryId: id, cycleId: id, granted: z.array(z.string()), withdrawn: z.array(z.string()) }),
  ),
  'laureate.entry.withdrawn.v1': event(
    'laureate.entries',
    'An entry was withdrawn',
    z.object({ entryId: id, cycleId: id, at: instant, reasonCode }),
  ),
  'laureate.entry.framework-changed.v1': event(
    'laureate.entries',
    'An entry joined a framework of its city, or left one',
    z.object({ entryId: id, cycleId: id, frameworkId: id.nullable() }),
  ),
  'laureate.entry.field-erased.v1': event(
    'laureate.entries',
    'A personal value was erased from all versions of an entry',
    z.object({ entryId: id, field: z.string(), reasonCode }),
  ),
  'laureate.entry.translated.v1': event(
    'laureate.entries',
    'A translation of a submitted version was added',
    z.object({
      entryId: id,
      cycleId: id,
      version: z.int(),
      translationId: id,
      language: z.string(),
      source: z.enum(['city', 'human', 'machine']),
      digest,
      at: instant,
    }),
  ),
  'laureate.entry.translation-withdrawn.v1': event(
    'laureate.entries',
    'A translation of a submitted version was withdrawn',
    z.object({ entryId: id, cycleId: id, version: z.int(), translationId: id, reasonCode: z.string(), at: instant }),
  ),
  'laureate.entries.exported.v1': event(
    'laureate.entries',
    'Entries were given out as a file',
    z.object({
      cycleId: id,
      exportId: id,
      format: z.enum(EXPORT_FORMATS),
      entries: z.int(),
      /** Were the people named in them in it? */
      personal: z.boolean(),
    }),
  ),
  'laureate.attachment.uploaded.v1': event(
    'laureate.entries',
    'A file of an entry has come in and is to be checked',
    z.object({ ...attachment, digest }),
  ),
  'laureate.attachment.checked.v1': event(
    'laureate.entries',
    'A file of an entry was checked: it is ready, or was refused',
    z.object({ ...attachment, state: z.enum(['ready', 'refused']), reasonCode }),
  ),
  'laureate.attachment.erased.v1': event(
    'laureate.entries',
    'The bytes of a file of an entry are to be erased; its digest stays',
    z.object(attachment),
  ),
  'laureate.supporting-material.received.v1': event(
    'laureate.entries',
    'A city added a file to an entry beside what was submitted, and has a receipt for it',
    z.object({ ...attachment, cycleId: id, cityId: id, version: z.int(), digest, at: instant, late: z.boolean() }),
  ),
  'laureate.extension.granted.v1': event(
    'laureate.entries',
    'One city or entry was granted an extension',
    z.object({
      ...stageRef,
      extensionId: id,
      step: z.enum(WINDOW_STEPS).optional().describe('Left out for the deadline of the stage'),
      until: instant,
      reasonCode,
    }),
  ),
  'laureate.extension.reminder-due.v1': event(
    'laureate.entries',
    'The end of an extension is near, and what it was granted for has not come in',
    z.object({
      ...stageRef,
      extensionId: id,
      until: instant,
      step: z.string().describe('As in the ladder of the stage'),
    }),
  ),
  'laureate.extension.moved.v1': event(
    'laureate.entries',
    'The end of an extension moved by the length of a pause',
    z.object({ ...stageRef, extensionId: id, from: instant, to: instant, reasonCode }),
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
    z.object({
      ...stageRef,
      decisionId: id,
      proposalVersion: z.int(),
      /** The certifier in whose place a stand-in certified. */
      inPlaceOf: id.optional(),
      /** The auditor who co-signed. */
      coSignedBy: id.optional(),
    }),
  ),
  'laureate.decision.co-signed.v1': event(
    'laureate.judging',
    'An auditor co-signed for a certifier who is in conflict with an entry',
    z.object({ ...stageRef, decisionId: id, proposalVersion: z.int(), personId: id }),
  ),
  'laureate.certifier.named.v1': event(
    'laureate.judging',
    'Somebody was named to certify the decision of a stage, or to stand in for a certifier',
    z.object({ ...stageRef, personId: id, standsInFor: id.nullable() }),
  ),
  'laureate.certifier.removed.v1': event(
    'laureate.judging',
    'Somebody is not named as certifier or stand-in any more',
    z.object({ ...stageRef, personId: id }),
  ),
  'laureate.supersession.proposed.v1': event(
    'laureate.judging',
    'A decision that supersedes a certified one was proposed',
    z.object({ ...supersession, askedBy: id, complaintId: id.nullable(), proposalDigest: digest, reasonCode }),
  ),
  'laureate.supersession.dropped.v1': event(
    'laureate.judging',
    'A decision that was to supersede another one was given up',
    z.object(supersession),
  ),
  'laureate.decision.superseded.v1': event(
    'laureate.judging',
    'A certified decision was superseded by a later one',
    z.object({ ...supersession, proposalDigest: digest, reasonCode }),
  ),

  'laureate.clarification.asked.v1': event(
    'laureate.entries',
    'A city was asked about fields of an entry',
    z.object({ ...clarification, dueAt: instant }),
  ),
  'laureate.clarification.deadline-moved.v1': event(
    'laureate.entries',
    'A city has more time to answer what it was asked about an entry',
    z.object({ ...clarification, deadlineVersion: z.int(), from: instant, to: instant, reasonCode }),
  ),
  'laureate.clarification.reminder-due.v1': event(
    'laureate.entries',
    'A city is to be reminded of what it was asked about an entry',
    z.object({ ...clarification, step: z.string(), deadlineVersion: z.int() }),
  ),
  'laureate.clarification.answered.v1': event(
    'laureate.entries',
    'A city answered what it was asked: a version of the entry that differs in the named fields only',
    z.object({ ...clarification, version: z.int(), digest, at: instant }),
  ),
  'laureate.clarification.timed-out.v1': event(
    'laureate.entries',
    'What a city was asked about an entry had no answer in time',
    z.object({ ...clarification, outcome: z.enum(['decide-as-is', 'invalid']) }),
  ),
  'laureate.clarification.cancelled.v1': event(
    'laureate.entries',
    'What a city was asked about an entry is asked no more',
    z.object({ ...clarification, reasonCode }),
  ),

  'laureate.complaint.filed.v1': event(
    'laureate.judging',
    'A city complained about a decision',
    z.object({ ...stageRef, complaintId: id }),
  ),
  'laureate.complaint.assigned.v1': event(
    'laureate.judging',
    'Somebody who did not decide was assigned to a complaint',
    z.object({ ...stageRef, complaintId: id, personId: id }),
  ),
  'laureate.complaint.outcome-recorded.v1': event(
    'laureate.judging',
    'A handler recorded the outcome of a complaint; another one is to confirm it',
    z.object({ ...stageRef, complaintId: id, version: z.int() }),
  ),
  'laureate.complaint.settled.v1': event(
    'laureate.judging',
    'The outcome of a complaint is confirmed',
    z.object({ ...stageRef, complaintId: id }),
  ),
  'laureate.complaint.reminder-due.v1': event(
    'laureate.judging',
    'The handlers of a complaint are to be reminded',
    z.object({ ...stageRef, complaintId: id, step: z.string() }),
  ),
  'laureate.complaint.deadline-moved.v1': event(
    'laureate.judging',
    'What is due of a complaint moved by the length of a pause',
    z.object({ ...stageRef, complaintId: id, from: instant, to: instant, reasonCode }),
  ),
  'laureate.complaint.overdue.v1': event(
    'laureate.judging',
    'A complaint has had no answer in time',
    z.object({ ...stageRef, complaintId: id }),
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
