import { type InferEntity, defineEntity, p } from '@mikro-orm/core';
import type { PaperMeans } from './paper.rules.js';

/** An entry that arrived on paper: when it did, who checked what was typed of it, and by whom it counts. */
export const Paper = defineEntity({
  name: 'Paper',
  schema: 'entries',
  tableName: 'paper',
  properties: {
    id: p.uuid().primary(),
    entryId: p.uuid(),
    /** Lets it in after the close of the call, until its city is to have confirmed it. */
    extensionId: p.uuid(),
    /** The instant it is judged by. */
    arrivedAt: p.datetime(3),
    means: p.text().$type<PaperMeans>(),
    registeredBy: p.text(),
    registeredAt: p.datetime(3),
    /** How often it was checked: each time anew after somebody has typed. */
    attestation: p.integer(),
    attestedBy: p.text().nullable(),
    attestedAt: p.datetime(3).nullable(),
    /** Digests (SHA-256) of the scans it was checked against, by the attachments' ids. */
    originals: p.json().$type<Record<string, string>>(),
    /** The first who says why its city cannot confirm it. */
    declaredBy: p.text().nullable(),
    declaredAt: p.datetime(3).nullable(),
    declaredLanguage: p.text().nullable(),
    declaredCode: p.text().nullable(),
    declaredText: p.text().nullable(),
    /** The second, by whom it counts. */
    secondedBy: p.text().nullable(),
    secondedAt: p.datetime(3).nullable(),
    /** The version it counts by; null as long as it does not. */
    version: p.integer().nullable(),
  },
});
export type Paper = InferEntity<typeof Paper>;

/** Somebody of the secretariat who has typed something of it. Rows are never changed. */
export const PaperTypist = defineEntity({
  name: 'PaperTypist',
  schema: 'entries',
  tableName: 'paper_typist',
  properties: {
    paperId: p.uuid().primary(),
    typedBy: p.text().primary(),
    since: p.datetime(3),
  },
});
export type PaperTypist = InferEntity<typeof PaperTypist>;
