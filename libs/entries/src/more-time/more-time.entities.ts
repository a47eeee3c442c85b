import { type InferEntity, defineEntity, p } from '@mikro-orm/core';
import type { WindowStepKey } from '#libs/contracts';

/** Further deadlines for which a city or entry can be given more time; what is early is so by its own instant. */
export const EXTENSIBLE_STEPS = ['registration', 'supportingMaterial'] as const satisfies WindowStepKey[];
export type ExtensibleStep = (typeof EXTENSIBLE_STEPS)[number];

/**
 * More time for one city, or for one of its entries: what the submit check reads. Only the end of a
 * pause moves it; `extension_move` keeps what it was.
 */
export const Extension = defineEntity({
  name: 'Extension',
  schema: 'entries',
  tableName: 'extension',
  properties: {
    id: p.uuid().primary(),
    cycleId: p.uuid(),
    stageKey: p.text(),
    cityId: p.uuid().nullable(),
    entryId: p.uuid().nullable(),
    /** Which of the call's further deadlines it is more time for; null for the deadline of the call. */
    step: p.text().$type<ExtensibleStep>().nullable(),
    until: p.datetime(3),
    reasonCode: p.text(),
    reasonText: p.text(),
    grantedBy: p.text(),
    grantedAt: p.datetime(3),
  },
});
export type Extension = InferEntity<typeof Extension>;

/** The one version of an entry that came in by an extension. Rows are never changed. */
export const Redemption = defineEntity({
  name: 'Redemption',
  schema: 'entries',
  tableName: 'redemption',
  properties: {
    extensionId: p.uuid().primary(),
    entryId: p.uuid().primary(),
    version: p.integer(),
  },
});
export type Redemption = InferEntity<typeof Redemption>;

/**
 * The secretariat opened a submitted entry again for its city to edit. Rows are never changed: the
 * version that confirms one names it.
 */
export const Reopening = defineEntity({
  name: 'Reopening',
  schema: 'entries',
  tableName: 'reopening',
  properties: {
    id: p.uuid().primary(),
    entryId: p.uuid(),
    /** The submitted version that stands until another one is confirmed. */
    version: p.integer(),
    /** What lets the confirmation in after the close of the call; null where it ends with the call. */
    extensionId: p.uuid().nullable(),
    reasonCode: p.text(),
    reasonText: p.text(),
    reopenedBy: p.text(),
    reopenedAt: p.datetime(3),
  },
});
export type Reopening = InferEntity<typeof Reopening>;
