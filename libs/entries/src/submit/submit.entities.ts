import { type InferEntity, defineEntity, p } from '@mikro-orm/core';
import type { Publication } from '../form/form-publication.js';

/** What a city holds for a submitted version: a random id by which anyone who is given it can verify the digest. */
export const Receipt = defineEntity({
  name: 'Receipt',
  schema: 'entries',
  tableName: 'receipt',
  properties: {
    id: p.uuid().primary(),
    entryId: p.uuid(),
    version: p.integer(),
    digest: p.text(),
    at: p.datetime(3),
    /** Revision of the cycle definition that was in force. */
    revision: p.integer(),
  },
});
export type Receipt = InferEntity<typeof Receipt>;

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

/**
 * That a city gave or took back its consent to the publication of a group of fields, after it submitted. Never changed.
 */
export const ConsentChange = defineEntity({
  name: 'ConsentChange',
  schema: 'entries',
  tableName: 'consent_change',
  properties: {
    id: p.uuid().primary(),
    entryId: p.uuid(),
    fieldGroup: p.text(),
    granted: p.boolean(),
    changedBy: p.text(),
    changedAt: p.datetime(3),
  },
});
export type ConsentChange = InferEntity<typeof ConsentChange>;
