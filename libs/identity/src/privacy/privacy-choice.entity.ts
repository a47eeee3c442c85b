import { type InferEntity, defineEntity, p } from '@mikro-orm/core';
import type { PrivacyKind } from './privacy.rules.js';

/** A yes or no that somebody gave to one question of a notice, and when. Rows are only ever added: the last one stands. */
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
