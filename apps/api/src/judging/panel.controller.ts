import { Body, Controller, Delete, Get, Param, Post, Put } from '@nestjs/common';
import { z } from 'zod';
import { PanelService, RecusalService, judgingPermissions } from '#libs/judging';
import { Context, Endpoint, type RequestContext } from '#libs/platform';
import { NewRecusal, PanelMember, Recusal, Seat, StagePath } from './judging.schemas.js';

const MemberPath = StagePath.extend({ personId: z.uuid() });

/** The panel of a stage, and who of it must not judge what. */
@Controller('v1/cycles/:cycleId/stages/:stageKey')
export class PanelController {
  constructor(
    private readonly panels: PanelService,
    private readonly recusals: RecusalService,
  ) {}

  @Get('panel')
  @Endpoint({
    summary: 'Show the panel of a stage',
    description: 'Hidden from cities, the public and other panels.',
    access: judgingPermissions.readPanel,
    response: z.array(PanelMember),
  })
  list(@Param({ schema: StagePath }) ref: StagePath, @Context() { principal }: RequestContext) {
    return this.panels.list(principal, ref);
  }

  @Put('panel/:personId')
  @Endpoint({
    summary: 'Give somebody a seat on the panel, or another one',
    description: 'Gives the role of expert or juror as well. A deputy judges nothing until made a member.',
    access: judgingPermissions.appointPanel,
    response: PanelMember,
    problems: ['conflict', 'rule-violated'],
  })
  appoint(
    @Param({ schema: MemberPath }) { personId, ...ref }: z.output<typeof MemberPath>,
    @Body({ schema: Seat }) seat: z.output<typeof Seat>,
    @Context() context: RequestContext,
  ) {
    return this.panels.appoint(context, ref, { personId, ...seat });
  }

  @Delete('panel/:personId')
  @Endpoint({
    summary: 'Take a seat away, before the stage opens',
    access: judgingPermissions.appointPanel,
    problems: ['conflict'],
  })
  async remove(
    @Param({ schema: MemberPath }) { personId, ...ref }: z.output<typeof MemberPath>,
    @Context() context: RequestContext,
  ): Promise<void> {
    await this.panels.remove(context, ref, personId);
  }

  @Post('recusals')
  @Endpoint({
    summary: 'Declare a conflict of interest with an entry',
    description: 'Your own; the secretariat also that of a member. It is never taken back.',
    access: judgingPermissions.recuse,
    idempotent: true,
    response: Recusal,
    problems: ['conflict', 'paused'],
  })
  recuse(
    @Param({ schema: StagePath }) ref: StagePath,
    @Body({ schema: NewRecusal }) recusal: z.output<typeof NewRecusal>,
    @Context() context: RequestContext,
  ) {
    return this.recusals.declare(context, ref, recusal);
  }
}
