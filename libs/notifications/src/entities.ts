import type { EntitySchema } from '@mikro-orm/postgresql';
import { DeliverySchema } from './delivery.entity.js';

/** The entities of `notifications`, for `PlatformModule.forRoot`. */
export const notificationsEntities: EntitySchema[] = [DeliverySchema];
