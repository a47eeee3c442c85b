import { defineEntity, p } from '@mikro-orm/postgresql';

/**
 * Life of a delivery. `unknown`: in flight when its sender died, or the connection broke after the content went out.
 */
export const DELIVERY_STATES = ['pending', 'sending', 'sent', 'failed', 'unknown', 'dropped'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** One mail to one person; unique by (kind, occasion, person). */
const DeliverySchema = defineEntity({
  name: 'Delivery',
  tableName: 'delivery',
  schema: 'notifications',
  properties: {
    id: p.uuid().primary(),
    kind: p.text(),
    occasion: p.text(),
    personId: p.uuid(),
    /** The event that made it due, whole: its audience is asked with it again at every attempt. */
    event: p.json(),
    cycleId: p.uuid().nullable(),
    state: p.text().$type<DeliveryState>(),
    attempts: p.integer().default(0),
    dueAt: p.datetime(),
    leaseOwner: p.text().nullable(),
    leaseUntil: p.datetime().nullable(),
    /** Grows with every claim; a sender whose lease has run out cannot settle what another claimed. */
    fence: p.integer().default(0),
    messageId: p.text(),
    /** Set when a copy may have gone out without our knowing; it stays, also when a second copy was taken. */
    unknownAt: p.datetime().nullable(),
    reason: p.text().nullable(),
    createdAt: p.datetime(),
    settledAt: p.datetime().nullable(),
  },
});

export class Delivery extends DeliverySchema.class {}
DeliverySchema.setClass(Delivery);
export { DeliverySchema };
