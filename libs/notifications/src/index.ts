import type { EntitySchema } from '@mikro-orm/postgresql';
import { DeliverySchema } from './delivery.entity.js';

export * from './pure.js';
export * from './audiences.js';
export { DELIVERY_STATES, Delivery, type DeliveryState } from './delivery.entity.js';
export { countDeliveries, type DeliveryCount, type DeliveryView, listDeliveries } from './deliveries.js';
export { DeliveriesCheckup } from './deliveries-checkup.js';
export * from './migrations/index.js';
export { notificationsPersonalData } from './notifications.personal-data.js';
export * from './notification-planner.js';
export * from './sender.js';
export const notificationsEntities: EntitySchema[] = [DeliverySchema];
export { notificationPermissions } from './permissions.js';
