import { type InferEntity, defineEntity, p } from '@mikro-orm/core';
import type { FieldAnswers } from './clarification.rules.js';

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
