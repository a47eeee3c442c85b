import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import type * as contracts from '#libs/contracts';
import { CommandService, cyclePermissions, type GivenReason } from '#libs/cycles';
import { DecisionHistoryService, judgingPermissions, SupersessionRequestService } from '#libs/judging';
import { Context, Endpoint, type EndpointSpec, IdempotencyKey, type RequestContext, WEIGHTS } from '#libs/platform';
import { answerTo } from '../cycles/command-answers.js';
import { Command, Signature, StageDecision, WithReason } from '../cycles/command.schemas.js';
import { StagePath } from './judging.schemas.js';
import {
  AskedSupersession,
  DecisionOfStage,
  NewSupersession,
  Supersession,
  SupersessionPath,
  SupersessionPreview,
} from './supersession.schemas.js';

/** Each is a command to the workflow of the superseding decision, 202 when no worker answers in time. */
const command = {
  idempotent: 'handler',
  status: 200,
  accepted: Command,
  response: StageDecision,
  problems: ['conflict', 'rule-violated'],
} satisfies Partial<EndpointSpec>;

/** Decisions of a stage, and those that supersede them: previewed, proposed, signed, certified or dropped. */
@Controller('v1/cycles/:cycleId/stages/:stageKey')
export class SupersessionController {
  constructor(
    private readonly supersessions: SupersessionRequestService,
    private readonly history: DecisionHistoryService,
    private readonly commands: CommandService,
  ) {}

  @Get('decisions')
  @Endpoint({
    summary: 'Every decision of a stage: its own, and each that supersedes another',
    description: 'For the staff, the chair and those who certify; the auditor sees what is certified.',
    access: judgingPermissions.readDecisions,
    response: z.array(DecisionOfStage),
  })
  all(@Param({ schema: StagePath }) ref: StagePath, @Context() { principal }: RequestContext) {
    return this.history.ofStage(principal, ref);
  }

  @Post('decision/supersessions/preview')
  @Endpoint({
    summary: 'Say what would follow if the decision of a stage was superseded so; nothing changes',
    weight: WEIGHTS.dryRun,
    access: cyclePermissions.supersedeDecision,
    idempotent: { no: 'it changes nothing' },
    status: 200,
    response: SupersessionPreview,
    problems: ['conflict', 'rule-violated'],
  })
  preview(
    @Param({ schema: StagePath }) ref: StagePath,
    @Body({ schema: NewSupersession }) given: z.output<typeof NewSupersession>,
    @Context() context: RequestContext,
  ) {
    return this.supersessions.preview(context, ref, given);
  }

  @Post('decision/supersessions')
  @Endpoint({
    ...command,
    summary: 'Propose that the decision of a stage is superseded, as it was previewed',
    description:
      'Nothing changes until the chair has signed (where there is a panel) and enough people have certified.',
    access: cyclePermissions.supersedeDecision,
  })
  async propose(
    @Param({ schema: StagePath }) ref: StagePath,
    @Body({ schema: AskedSupersession }) given: z.output<typeof AskedSupersession>,
    @IdempotencyKey() key: string,
    @Context() context: RequestContext,
  ) {
    const decisionId = await this.supersessions.ask(context, ref, key, given);
    return this.send(context, { ...ref, decisionId }, key, 'supersede');
  }

  @Get('decision/supersessions/:decisionId')
  @Endpoint({
    summary: 'Show a superseding decision with what it does',
    access: judgingPermissions.readDecisions,
    response: Supersession,
  })
  read(
    @Param({ schema: SupersessionPath }) { decisionId, ...ref }: SupersessionPath,
    @Context() { principal }: RequestContext,
  ) {
    return this.history.supersession(principal, ref, decisionId);
  }

  @Post('decision/supersessions/:decisionId/sign')
  @Endpoint({
    ...command,
    summary: 'Sign a superseding decision, as the chair of the panel',
    access: cyclePermissions.signDecision,
  })
  sign(
    @Param({ schema: SupersessionPath }) path: SupersessionPath,
    @Body({ schema: Signature }) fields: z.output<typeof Signature>,
    @IdempotencyKey() key: string,
    @Context() context: RequestContext,
  ) {
    return this.send(context, path, key, 'sign', fields);
  }

  @Post('decision/supersessions/:decisionId/certify')
  @Endpoint({
    ...command,
    summary: 'Certify a superseding decision; with the last certification it is in force',
    access: cyclePermissions.certifyDecision,
    problems: [...command.problems, 'conflict-of-interest'],
  })
  certify(
    @Param({ schema: SupersessionPath }) path: SupersessionPath,
    @Body({ schema: Signature }) fields: z.output<typeof Signature>,
    @IdempotencyKey() key: string,
    @Context() context: RequestContext,
  ) {
    return this.send(context, path, key, 'certify', fields);
  }

  @Post('decision/supersessions/:decisionId/drop')
  @Endpoint({
    ...command,
    summary: 'Give up a superseding decision before it is complete',
    access: cyclePermissions.supersedeDecision,
  })
  drop(
    @Param({ schema: SupersessionPath }) path: SupersessionPath,
    @Body({ schema: WithReason }) { reason }: z.output<typeof WithReason>,
    @IdempotencyKey() key: string,
    @Context() context: RequestContext,
  ) {
    return this.send(context, path, key, 'drop', {}, reason);
  }

  private async send(
    context: RequestContext,
    { cycleId, stageKey, decisionId }: SupersessionPath,
    key: string,
    name: 'supersede' | 'sign' | 'certify' | 'drop',
    fields: object = {},
    reason?: GivenReason,
  ) {
    const request = { key, name, cycleId, stageKey, reason, fields: { ...fields, decisionId } };
    return answerTo<contracts.StageDecision>(await this.commands.send(context, request));
  }
}
