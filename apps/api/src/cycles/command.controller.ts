import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import type { z } from 'zod';
import type * as contracts from '#libs/contracts';
import { CommandService, CycleContextService, type CommandRequest, toInstant, cyclePermissions } from '#libs/cycles';

import { allows, Context, Endpoint, IdempotencyKey, Problem, type RequestContext } from '#libs/platform';
import { refusal } from '../refusals.words.js';
import { answerTo, commandEndpoint as command, commandResource } from './command-answers.js';
import {
  Command,
  CommandPath,
  CyclePlan,
  DeadlineMove,
  Release,
  Signature,
  StageDecision,
  StageFacts,
  WithReason,
} from './command.schemas.js';
import { CyclePath, StagePath } from './cycle.schemas.js';

type CyclePath = z.output<typeof CyclePath>;
type StagePath = z.output<typeof StagePath>;
type WithReason = z.output<typeof WithReason>;

/** What people ask of running cycles. Each command goes to the workflow that owns the change. */
@Controller('v1/cycles/:cycleId')
export class CycleCommandController {
  constructor(private readonly commands: CommandService) {}

  @Post('cancel')
  @Endpoint({
    ...command,
    summary: 'Cancel a cycle and all its stages',
    access: cyclePermissions.cancelCycle,
    response: CyclePlan,
  })
  cancel(
    @Param({ schema: CyclePath }) path: CyclePath,
    @Body({ schema: WithReason }) { reason }: WithReason,
    @IdempotencyKey() key: string,
    @Context() context: RequestContext,
  ) {
    return this.send<contracts.CyclePlan>(context, { ...path, key, name: 'cancel', reason });
  }

  @Post('retry')
  @Endpoint({
    ...command,
    summary: 'Have a parked cycle try again, and whatever is parked beside its stages',
    access: cyclePermissions.retryCycle,
    response: CyclePlan,
  })
  retryCycle(
    @Param({ schema: CyclePath }) path: CyclePath,
    @Body({ schema: WithReason }) { reason }: WithReason,
    @IdempotencyKey() key: string,
    @Context() context: RequestContext,
  ) {
    return this.send<contracts.CyclePlan>(context, { ...path, key, name: 'retry', reason });
  }

  @Post('stages/:stageKey/open')
  @Endpoint({ ...command, summary: 'Open a stage now', access: cyclePermissions.openStage, response: StageFacts })
  open(
    @Param({ schema: StagePath }) path: StagePath,
    @Body({ schema: WithReason }) { reason }: WithReason,
    @IdempotencyKey() key: string,
    @Context() context: RequestContext,
  ) {
    return this.send<contracts.StageFacts>(context, { ...path, key, name: 'open', reason });
  }

  @Post('stages/:stageKey/deadline')
  @Endpoint({
    ...command,
    summary: 'Move the deadline of a stage for all, or one of its further deadlines',
    access: cyclePermissions.moveDeadline,
    response: StageFacts,
  })
  moveDeadline(
    @Param({ schema: StagePath }) path: StagePath,
    @Body({ schema: DeadlineMove }) { deadlineAt, step, shiftFollowing, reason }: z.output<typeof DeadlineMove>,
    @IdempotencyKey() key: string,
    @Context() context: RequestContext,
  ) {
    const fields = {
      deadlineAt: toInstant(new Date(deadlineAt)),
      ...(step && { step }),
      ...(shiftFollowing && { shiftFollowing: true, previewDigest: shiftFollowing.preview }),
    };
    return this.send<contracts.StageFacts>(context, { ...path, key, name: 'moveDeadline', reason, fields });
  }

  @Post('stages/:stageKey/close')
  @Endpoint({ ...command, summary: 'Close a stage now', access: cyclePermissions.closeStage, response: StageFacts })
  close(
    @Param({ schema: StagePath }) path: StagePath,
    @Body({ schema: WithReason }) { reason }: WithReason,
    @IdempotencyKey() key: string,
    @Context() context: RequestContext,
  ) {
    return this.send<contracts.StageFacts>(context, { ...path, key, name: 'close', reason });
  }

  @Post('stages/:stageKey/sign')
  @Endpoint({
    ...command,
    summary: 'Sign the proposal of a panel, as its chair',
    access: cyclePermissions.signDecision,
    response: StageDecision,
  })
  sign(
    @Param({ schema: StagePath }) path: StagePath,
    @Body({ schema: Signature }) fields: z.output<typeof Signature>,
    @IdempotencyKey() key: string,
    @Context() context: RequestContext,
  ) {
    return this.send<contracts.StageDecision>(context, { ...path, key, name: 'sign', fields });
  }

  @Post('stages/:stageKey/certify')
  @Endpoint({
    ...command,
    summary: 'Certify a proposal, with a role that the definition names',
    description: 'In your own right, or in the place of the certifier you were named to stand in for.',
    problems: [...command.problems, 'conflict-of-interest'],
    access: cyclePermissions.certifyDecision,
    response: StageDecision,
  })
  certify(
    @Param({ schema: StagePath }) path: StagePath,
    @Body({ schema: Signature }) fields: z.output<typeof Signature>,
    @IdempotencyKey() key: string,
    @Context() context: RequestContext,
  ) {
    return this.send<contracts.StageDecision>(context, { ...path, key, name: 'certify', fields });
  }

  @Post('stages/:stageKey/release')
  @Endpoint({
    ...command,
    summary: 'Release the decision of a stage to its next audience',
    access: cyclePermissions.releaseDecision,
    response: StageFacts,
  })
  release(
    @Param({ schema: StagePath }) path: StagePath,
    @Body({ schema: Release }) { audience, reason }: z.output<typeof Release>,
    @IdempotencyKey() key: string,
    @Context() context: RequestContext,
  ) {
    return this.send<contracts.StageFacts>(context, { ...path, key, name: 'release', reason, fields: { audience } });
  }

  @Post('stages/:stageKey/retry')
  @Endpoint({
    ...command,
    summary: 'Have a parked stage try again, and what is parked beside it',
    access: cyclePermissions.retryStage,
    response: StageFacts,
  })
  retry(
    @Param({ schema: StagePath }) path: StagePath,
    @Body({ schema: WithReason }) { reason }: WithReason,
    @IdempotencyKey() key: string,
    @Context() context: RequestContext,
  ) {
    return this.send<contracts.StageFacts>(context, { ...path, key, name: 'retry', reason });
  }

  private async send<Committed>(context: RequestContext, request: CommandRequest) {
    return answerTo<Committed>(await this.commands.send(context, request));
  }
}

/** Commands that were accepted, and what became of them. */
@Controller('v1/commands')
export class CommandController {
  constructor(
    private readonly commands: CommandService,
    private readonly cycles: CycleContextService,
  ) {}

  @Get(':commandId')
  @Endpoint({
    summary: 'What became of a command: for whoever gave it, and the staff of its cycle',
    access: cyclePermissions.readCommand,
    response: Command,
  })
  async find(
    @Param({ schema: CommandPath }) { commandId }: z.output<typeof CommandPath>,
    @Context() context: RequestContext,
  ) {
    const found = await this.commands.find(commandId);
    const { cycleId, actorId } = found;
    const programme = (await this.cycles.programmeOf(cycleId)) ?? '';
    const isStaff = allows(cyclePermissions.readAnyCommand, context.principal, { programme, cycleId });
    if (actorId !== context.actor.id && !isStaff) throw new Problem('not-found', refusal('command.none'));
    return commandResource(found, context.words);
  }
}
