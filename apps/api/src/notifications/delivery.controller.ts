import { Controller, Get, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { DELIVERY_STATES, countDeliveries, listDeliveries, notificationPermissions } from '#libs/notifications';
import { Endpoint, PageQuery, UnitOfWork, pageOf, readCursor, toPage } from '#libs/platform';

const instant = z.iso.datetime();
const CyclePath = z.object({ cycleId: z.uuid() });
const DeliveryQuery = PageQuery.extend({
  state: z.enum(DELIVERY_STATES).optional(),
  unknown: z.stringbool().optional().describe('Only those of which a copy may have gone out without our knowing'),
});

const Delivery = z
  .object({
    id: z.uuid(),
    kind: z.string(),
    occasion: z.string().describe('What exactly the mail is about'),
    personId: z.uuid(),
    cycleId: z.uuid().nullable(),
    state: z.enum(DELIVERY_STATES),
    attempts: z.int(),
    messageId: z.string(),
    unknownAt: instant.nullable(),
    reason: z.string().nullable(),
    createdAt: instant,
    settledAt: instant.nullable(),
  })
  .meta({ id: 'Delivery' });
const DeliveryCount = z
  .object({ kind: z.string(), state: z.enum(DELIVERY_STATES), count: z.int(), unknown: z.int() })
  .meta({ id: 'DeliveryCount' });

/** What became of the mails of a cycle. */
@Controller('v1/cycles/:cycleId')
export class DeliveryController {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  @Get('deliveries')
  @Endpoint({
    summary: 'The mails of a cycle, one for each person, in the order they were planned',
    access: notificationPermissions.readDeliveries,
    response: pageOf(Delivery),
  })
  async list(
    @Param({ schema: CyclePath }) { cycleId }: z.output<typeof CyclePath>,
    @Query({ schema: DeliveryQuery }) { cursor, limit, state, unknown }: z.output<typeof DeliveryQuery>,
  ) {
    const after = readCursor(cursor, z.uuid());
    const rows = await this.unitOfWork.read((em) =>
      listDeliveries(em, { cycleId, state, unknown, after, limit: limit + 1 }),
    );
    return toPage(
      rows,
      limit,
      ({ id }) => id,
      (row) => row,
    );
  }

  @Get('delivery-counts')
  @Endpoint({
    summary: 'The mails of a cycle, counted by kind and state',
    access: notificationPermissions.countDeliveries,
    response: z.array(DeliveryCount),
  })
  counts(@Param({ schema: CyclePath }) { cycleId }: z.output<typeof CyclePath>) {
    return this.unitOfWork.read((em) => countDeliveries(em, cycleId));
  }
}
