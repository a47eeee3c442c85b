import { type InferEntity, defineEntity, p } from '@mikro-orm/core';
import type { LadderStep } from '#libs/contracts';
import type { ClarificationTimeout } from '../stage-types/clarification.settings.js';
import type { FieldAnswers } from './clarification.rules.js';

/**
 * Fields of an entry that its city is asked about, with a deadline of their own; the questions' texts are beside it.
 */
export const Clarification = defineEntity({
  name: 'Clarification',
  schema: 'entries',
  tableName: 'clarification',
  properties: {
    id: p.uuid().primary(),
    cycleId: p.uuid(),
    /** The eligibility stage it is asked in. */
    stageKey: p.text(),
    entryId: p.uuid(),
    /** The version it is about. */
    entryVersion: p.integer(),
    /** JSON pointers into the content: all that the answer may change. */
    fields: p.json().$type<string[]>(),
    onTimeout: p.text().$type<ClarificationTimeout>(),
    askedBy: p.uuid(),
    askedAt: p.datetime(3),
    dueAt: p.datetime(3),
    deadlineVersion: p.integer(),
    /** Reminders of the city. */
    ladder: p.json().$type<LadderStep[]>(),
    /** The version of the entry that the answer made. */
    answeredVersion: p.integer().nullable(),
    answeredBy: p.text().nullable(),
    answeredAt: p.datetime(3).nullable(),
    timedOutAt: p.datetime(3).nullable(),
    cancelledAt: p.datetime(3).nullable(),
    cancelledBy: p.text().nullable(),
    cancelReasonCode: p.text().nullable(),
  },
});
export type Clarification = InferEntity<typeof Clarification>;

/** What a city is asked about one field. */
export const ClarificationQuestion = defineEntity({
  name: 'ClarificationQuestion',
  schema: 'entries',
  tableName: 'clarification_question',
  properties: {
    clarificationId: p.uuid().primary(),
    pointer: p.text().primary(),
    position: p.integer(),
    question: p.text(),
  },
});
export type ClarificationQuestion = InferEntity<typeof ClarificationQuestion>;

/** What a city has written so far and not sent; it goes when it is sent, into a version of the entry. */
export const ClarificationDraft = defineEntity({
  name: 'ClarificationDraft',
  schema: 'entries',
  tableName: 'clarification_draft',
  properties: {
    clarificationId: p.uuid().primary(),
    version: p.integer(),
    answers: p.json().$type<FieldAnswers>(),
    savedBy: p.text(),
    savedAt: p.datetime(3),
  },
});
export type ClarificationDraft = InferEntity<typeof ClarificationDraft>;
