import { type InferEntity, defineEntity, p } from '@mikro-orm/core';
import type { PrivacyQuestion } from './privacy.rules.js';

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
