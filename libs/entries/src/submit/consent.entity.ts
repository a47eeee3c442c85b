import { type InferEntity, defineEntity, p } from '@mikro-orm/core';
import type { Publication } from '../form/form-publication.js';

/** What a city accepted with a version, and what of it may be published. */
export const Consent = defineEntity({
  name: 'Consent',
  schema: 'entries',
  tableName: 'consent',
  properties: {
    entryId: p.uuid().primary(),
    version: p.integer().primary(),
    rulesVersion: p.text(),
    privacyNoticeVersion: p.text(),
    /** The language in which they were read. */
    language: p.text(),
    publication: p.json().$type<Publication>(),
    acceptedBy: p.text(),
    acceptedAt: p.datetime(3),
  },
});
export type Consent = InferEntity<typeof Consent>;
