import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { LadderStep } from '#libs/contracts';
import type { ComplaintKind, ComplaintOutcomeCode } from './complaint.rules.js';

/** A city's complaint about a decision that was released to it; its text never leaves the database. */
export const Complaint = defineEntity({
  name: 'Complaint',
  schema: 'judging',
  tableName: 'complaint',
  properties: {
    id: p.uuid().primary(),
    /** Random, for people: what its receipt says. */
    number: p.text(),
    kind: p.text().$type<ComplaintKind>(),
    cycleId: p.uuid(),
    stageKey: p.text(),
    decisionId: p.uuid(),
    entryId: p.uuid(),
    cityId: p.uuid(),
    text: p.text(),
    filedBy: p.uuid(),
    filedAt: p.datetime(3),
    /** When the city is to have an answer. */
    dueAt: p.datetime(3),
    /** Reminders of its handlers. */
    ladder: p.json().$type<LadderStep[]>(),
    /** When the secretariat was told that there was no answer in time. */
    overdueAt: p.datetime(3).nullable(),
    /** The outcome that was confirmed, by whom and when. */
    settledVersion: p.integer().nullable(),
    settledBy: p.uuid().nullable(),
    settledAt: p.datetime(3).nullable(),
  },
});
export type Complaint = InferEntity<typeof Complaint>;

/** Somebody who did not decide handles a complaint. */
export const ComplaintHandler = defineEntity({
  name: 'ComplaintHandler',
  schema: 'judging',
  tableName: 'complaint_handler',
  properties: {
    complaintId: p.uuid().primary(),
    personId: p.uuid().primary(),
    assignedBy: p.text(),
    assignedAt: p.datetime(3).defaultRaw('now()'),
  },
});
export type ComplaintHandler = InferEntity<typeof ComplaintHandler>;

/**
 * What a handler finds about a complaint; it counts once another handler has confirmed it. Never
 * changed, only followed.
 */
export const ComplaintOutcome = defineEntity({
  name: 'ComplaintOutcome',
  schema: 'judging',
  tableName: 'complaint_outcome',
  properties: {
    complaintId: p.uuid().primary(),
    version: p.integer().primary(),
    outcome: p.text().$type<ComplaintOutcomeCode>(),
    reasonCode: p.text(),
    text: p.text(),
    recordedBy: p.uuid(),
    recordedAt: p.datetime(3).defaultRaw('now()'),
  },
});
export type ComplaintOutcome = InferEntity<typeof ComplaintOutcome>;
