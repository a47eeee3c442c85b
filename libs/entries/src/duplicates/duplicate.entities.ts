import { type InferEntity, defineEntity, p } from '@mikro-orm/core';

/** Two fingerprints so alike that people should look; the lower id first. */
export const Duplicate = defineEntity({
  name: 'Duplicate',
  schema: 'entries',
  tableName: 'duplicate',
  properties: {
    a: p.uuid().primary(),
    b: p.uuid().primary(),
    /** How alike the titles are, from 0 to 1; null where one is too short to say. */
    title: p.float().columnType('real').nullable(),
    abstract: p.float().columnType('real').nullable(),
    /** The greater of the two. */
    likeness: p.float().columnType('real'),
  },
});
export type Duplicate = InferEntity<typeof Duplicate>;

/** What a person said of two entries that are alike; append-only, the last one counts. */
export const DuplicateMark = defineEntity({
  name: 'DuplicateMark',
  schema: 'entries',
  tableName: 'duplicate_mark',
  properties: {
    a: p.uuid().primary(),
    b: p.uuid().primary(),
    sequence: p.integer().primary(),
    verdict: p.text().$type<'same' | 'different'>(),
    reasonCode: p.text(),
    reasonText: p.text().nullable(),
    markedBy: p.text(),
    markedAt: p.datetime(3),
  },
});
export type DuplicateMark = InferEntity<typeof DuplicateMark>;

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
