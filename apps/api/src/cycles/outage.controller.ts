import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { OutageService, cyclePermissions } from '#libs/cycles';
import { allows, Context, Endpoint, type RequestContext } from '#libs/platform';
import { WithReason } from './command.schemas.js';
import { Outage } from './outage.schemas.js';

const OutagePath = z.object({ outageId: z.uuid() });

/** When the service could not serve, and what is proposed for the deadlines it touched. */
@Controller('v1/outages')
export class OutageController {
  constructor(private readonly outages: OutageService) {}

  @Get()
  @Endpoint({
    summary: 'The last outages, with the stages of your cycles whose deadlines they touched',
    access: cyclePermissions.readOutages,
    response: z.object({ items: z.array(Outage) }),
  })
  async list(@Context() { principal }: RequestContext) {
    return {
      items: await this.outages.list((scope) => allows(cyclePermissions.readOutages, principal, scope)),
    };
  }

  @Post(':outageId/confirm')
  @Endpoint({
    summary: 'Confirm an outage for your cycles: more time for all is proposed, nothing moves',
    access: cyclePermissions.confirmOutage,
    idempotent: true,
    status: 200,
    response: Outage,
  })
  confirm(
    @Param({ schema: OutagePath }) { outageId }: z.output<typeof OutagePath>,
    @Body({ schema: WithReason }) { reason }: z.output<typeof WithReason>,
    @Context() context: RequestContext,
  ) {
    return this.outages.confirm(context, { outageId, reason }, (scope) =>
      allows(cyclePermissions.confirmOutage, context.principal, scope),
    );
  }
}
