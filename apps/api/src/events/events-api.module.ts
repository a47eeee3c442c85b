import { Module } from '@nestjs/common';
import { EventsController } from './events.controller.js';

/** The operators' view of the events; needs `EventsModule`. */
@Module({ controllers: [EventsController] })
export class EventsApiModule {}
