import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import {
  Context,
  Endpoint,
  EventOperations,
  PageQuery,
  type RequestContext,
  pageOf,
  readCursor,
  toPage,
  operationPermissions,
} from '#libs/platform';
import { Consumer, ConsumerName, DeadLetter, FailedEvent } from './event.schemas.js';

const DeadLetterQuery = PageQuery.extend({ consumer: ConsumerName.optional() });
const DeadLetterPath = z.object({ deadLetterId: z.uuid() });
const EventPath = z.object({ eventId: z.uuid() });
const ConsumerPath = z.object({ name: ConsumerName });

/** What became of the events: dead letters, events that could not be published, consumers. */
@Controller('v1/events')
export class EventsController {
  constructor(private readonly operations: EventOperations) {}

  @Get('dead')
  @Endpoint({
    summary: 'List dead letters',
    description: 'Events a consumer could not handle, oldest first. It went on without them.',
    access: operationPermissions.readEventFailures,
    response: pageOf(DeadLetter),
  })
  async dead(@Query({ schema: DeadLetterQuery }) { cursor, limit, consumer }: z.output<typeof DeadLetterQuery>) {
    const after = readCursor(cursor, z.uuid());
    const rows = await this.operations.deadLetters({ consumer, after, limit: limit + 1 });
    return toPage(
      rows,
      limit,
      ({ id }) => id,
      (row) => ({ ...row, event: { ...row.event } }),
    );
  }

  @Post('dead/:deadLetterId/redrive')
  @Endpoint({
    summary: 'Try a dead letter again',
    description: 'Only the consumer that could not handle it gets it. If it fails again the dead letter stays.',
    access: operationPermissions.redriveEvents,
    idempotent: true,
    status: 202,
    response: z.object({ id: z.uuid(), consumer: z.string() }),
  })
  redriveDead(
    @Param({ schema: DeadLetterPath }) { deadLetterId }: z.output<typeof DeadLetterPath>,
    @Context() context: RequestContext,
  ) {
    return this.operations.redriveDeadLetter(context, deadLetterId);
  }

  @Get('failed')
  @Endpoint({
    summary: 'List events that could not be published',
    description: 'Each holds up the later events of its subject, and of no other.',
    access: operationPermissions.readEventFailures,
    response: pageOf(FailedEvent),
  })
  async failed(@Query({ schema: PageQuery }) { cursor, limit }: z.output<typeof PageQuery>) {
    const after = readCursor(cursor, z.uuid());
    const rows = await this.operations.failedEvents({ after, limit: limit + 1 });
    return toPage(
      rows,
      limit,
      ({ eventId }) => eventId,
      (row) => row,
    );
  }

  @Post('failed/:eventId/redrive')
  @Endpoint({
    summary: 'Try to publish an event again',
    description: 'It and the later events of its subject are published in their order, once what stopped it is mended.',
    access: operationPermissions.redriveEvents,
    idempotent: true,
    status: 202,
    response: z.object({ eventId: z.uuid(), subject: z.string() }),
  })
  redriveFailed(
    @Param({ schema: EventPath }) { eventId }: z.output<typeof EventPath>,
    @Context() context: RequestContext,
  ) {
    return this.operations.redriveFailedEvent(context, eventId);
  }

  @Get('consumers')
  @Endpoint({
    summary: 'List consumers',
    description: 'With their offsets, their lag and how many dead letters each has.',
    access: operationPermissions.readEventFailures,
    response: z.object({ items: z.array(Consumer) }),
  })
  async consumers() {
    return { items: await this.operations.consumers() };
  }

  @Post('consumers/:name/replay')
  @Endpoint({
    summary: 'Let a consumer begin again',
    description: 'It empties its inbox and what it made of the events, and reads them all from the first one.',
    access: operationPermissions.redriveEvents,
    idempotent: true,
    status: 202,
    response: z.object({ name: z.string() }),
  })
  replay(@Param({ schema: ConsumerPath }) { name }: z.output<typeof ConsumerPath>, @Context() context: RequestContext) {
    return this.operations.requestReplay(context, name);
  }
}
