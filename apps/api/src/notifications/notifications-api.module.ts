import { Module } from '@nestjs/common';
import { DeliveryController } from './delivery.controller.js';

/** The routes of notifications. */
@Module({ controllers: [DeliveryController] })
export class NotificationsApiModule {}
