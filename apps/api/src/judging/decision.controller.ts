import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { DecisionRecordService, ProposalService, judgingPermissions } from '#libs/judging';
import { Context, Endpoint, IfMatch, type RequestContext, WEIGHTS } from '#libs/platform';
import { DecisionRecord, NewAdjustment, Proposal, StagePath } from './judging.schemas.js';

const CyclePath = z.object({ cycleId: z.uuid() });

/** Proposals for those who decide, and records of certified decisions for the auditor. */
@Controller('v1')
export class DecisionController {
  constructor(
    private readonly proposals: ProposalService,
    private readonly records: DecisionRecordService,
  ) {}

  @Get('cycles/:cycleId/stages/:stageKey/proposal')
  @Endpoint({
    summary: 'Show the proposal of a stage',
    description: 'To the staff and the panel; to the auditor once it is certified. Internal until it is released.',
    access: judgingPermissions.readProposal,
    etag: true,
    response: Proposal,
    problems: ['conflict'],
  })
  read(@Param({ schema: StagePath }) ref: StagePath, @Context() { principal }: RequestContext) {
    return this.proposals.read(principal, ref);
  }

  @Post('cycles/:cycleId/stages/:stageKey/proposal/adjustments')
  @Endpoint({
    summary: 'Adjust a proposal: the next version, which voids signatures and certifications',
    description: 'The chair does where there is a panel, else the secretariat. Quotas hold.',
    access: judgingPermissions.adjustProposal,
    idempotent: true,
    ifMatch: true,
    etag: true,
    response: Proposal,
    problems: ['conflict', 'paused', 'rule-violated'],
  })
  adjust(
    @Param({ schema: StagePath }) ref: StagePath,
    @Body({ schema: NewAdjustment }) adjustment: z.output<typeof NewAdjustment>,
    @IfMatch() version: number,
    @Context() context: RequestContext,
  ) {
    return this.proposals.adjust(context, ref, version, adjustment);
  }

  @Get('audit/cycles/:cycleId/decisions')
  @Endpoint({
    summary: 'The certified decisions of a cycle, with everything needed to make them again',
    weight: WEIGHTS.export,
    description: 'Of a stage that is not decided there is nothing: never an open ballot.',
    access: judgingPermissions.auditDecisions,
    response: z.array(DecisionRecord),
  })
  decisions(@Param({ schema: CyclePath }) { cycleId }: z.output<typeof CyclePath>) {
    return this.records.ofCycle(cycleId);
  }
}
