import { type InferEntity, defineEntity, p } from '@mikro-orm/core';
import type { FieldHmacs, FieldSalts } from '../form/content-digest.rules.js';
import type { JsonObject } from '../form/json-pointer.js';
import type { TranslationSource } from '../stage-types/language.rules.js';

/**
 * The texts of a submitted version in another language, beside it. Append-only: a better one is
 * another row, and counts by its id; erasure clears a text and its salt, as in the version.
 */
export const Translation = defineEntity({
  name: 'Translation',
  schema: 'entries',
  tableName: 'translation',
  properties: {
    id: p.uuid().primary(),
    entryId: p.uuid(),
    /** The version it is of, and that version's digest. */
    entryVersion: p.integer(),
    originalDigest: p.text(),
    /** Tag of BCP 47. */
    language: p.text(),
    source: p.text().$type<TranslationSource>(),
    /** What a machine's was made with; null of others. */
    tool: p.text().nullable(),
    content: p.json().$type<JsonObject>(),
    salts: p.json().$type<FieldSalts>(),
    hmacs: p.json().$type<FieldHmacs>(),
    digest: p.text(),
    digestAlgorithm: p.text(),
    addedBy: p.text(),
    addedAt: p.datetime(3),
  },
});
export type Translation = InferEntity<typeof Translation>;

/** That a translation counts no more: by whom, and why. It stays. */
export const TranslationWithdrawal = defineEntity({
  name: 'TranslationWithdrawal',
  schema: 'entries',
  tableName: 'translation_withdrawal',
  properties: {
    translationId: p.uuid().primary(),
    reasonCode: p.text(),
    withdrawnBy: p.text(),
    withdrawnAt: p.datetime(3),
  },
});
export type TranslationWithdrawal = InferEntity<typeof TranslationWithdrawal>;
