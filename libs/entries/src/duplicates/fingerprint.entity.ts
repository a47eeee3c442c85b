import { type InferEntity, defineEntity, p } from '@mikro-orm/core';

/** What is compared of an entry of a past edition that was not run here. */
export interface ImportedText {
  title: string;
  abstract: string;
  cityName: string;
  countryCode: string;
}

/** What an entry is found by when another is like it: its last submitted version, or one of a past edition. */
export const Fingerprint = defineEntity({
  name: 'Fingerprint',
  schema: 'entries',
  tableName: 'fingerprint',
  properties: {
    /** The entry's id, or that of what was imported. */
    id: p.uuid().primary(),
    programme: p.text(),
    cycleId: p.uuid(),
    entryId: p.uuid().nullable(),
    version: p.integer().nullable(),
    imported: p.json().$type<ImportedText>().nullable(),
  },
});
export type Fingerprint = InferEntity<typeof Fingerprint>;

/** The marks of a fingerprint: see `marksOf`. */
export const FingerprintMark = defineEntity({
  name: 'FingerprintMark',
  schema: 'entries',
  tableName: 'fingerprint_mark',
  properties: {
    mark: p.integer().primary(),
    id: p.uuid().primary(),
  },
});
export type FingerprintMark = InferEntity<typeof FingerprintMark>;
