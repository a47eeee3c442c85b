import { type InferEntity, defineEntity, p } from '@mikro-orm/core';
import type { PrivacyQuestion, PrivacyKind } from './privacy.rules.js';

/** A privacy notice as it was published; rows are never changed. The last one is in force. */
export const PrivacyNoticeRow = defineEntity({
  name: 'PrivacyNotice',
  schema: 'identity',
  tableName: 'privacy_notice',
  properties: {
    version: p.text().primary(),
    questions: p.json().$type<PrivacyQuestion[]>(),
    publishedBy: p.text(),
    publishedAt: p.datetime(),
  },
});
export type PrivacyNoticeRow = InferEntity<typeof PrivacyNoticeRow>;

/**
 * A yes or no that somebody gave to one question of a notice, and when. Rows are only ever added: the last one stands.
 */
export const PrivacyChoiceRow = defineEntity({
  name: 'PrivacyChoice',
  schema: 'identity',
  tableName: 'privacy_choice',
  properties: {
    id: p.uuid().primary(),
    personId: p.uuid(),
    kind: p.text().$type<PrivacyKind>(),
    key: p.text(),
    granted: p.boolean(),
    noticeVersion: p.text(),
    /** The language in which it was read. */
    language: p.text(),
    chosenAt: p.datetime(),
  },
});
export type PrivacyChoiceRow = InferEntity<typeof PrivacyChoiceRow>;
