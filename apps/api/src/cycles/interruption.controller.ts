import { Body, Controller, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import type * as contracts from '#libs/contracts';
import { CommandService, ResumePreviewService, toInstant, cyclePermissions } from '#libs/cycles';
import { Context, Endpoint, IdempotencyKey, type RequestContext, WEIGHTS } from '#libs/platform';
import { answerTo, commandEndpoint } from './command-answers.js';
import { CyclePlan, Reopening, Resumption, ResumptionPreview, StageFacts, WithReason } from './command.schemas.js';
import { CyclePath, StagePath } from './cycle.schemas.js';

type CyclePath = z.output<typeof CyclePath>;
const Windows = Resumption.omit({ reason: true });

/** A cycle that has to stop for a while and goes on, and stages that closed too early. */
@Controller('v1/cycles/:cycleId')
export class InterruptionController {
  constructor(
    private readonly commands: CommandService,
    private readonly previews: ResumePreviewService,
  ) {}

  @Post('pause')
  @Endpoint({
    ...commandEndpoint,
    summary: 'Pause a cycle: nothing opens, closes, reminds or comes in until it is resumed',
    access: cyclePermissions.pauseCycle,
    response: CyclePlan,
  })
  async pause(
    @Param({ schema: CyclePath }) path: CyclePath,
    @Body({ schema: WithReason }) { reason }: z.output<typeof WithReason>,
    @IdempotencyKey() key: string,
    @Context() context: RequestContext,
  ) {
    return answerTo<contracts.CyclePlan>(await this.commands.send(context, { ...path, key, name: 'pause', reason }));
  }

  @Post('resume/preview')
  @Endpoint({
    summary: 'What would move if the cycle were resumed now, and who would be told; nothing is changed',
    weight: WEIGHTS.dryRun,
    access: cyclePermissions.resumeCycle,
    idempotent: { no: 'keeps nothing' },
    status: 200,
    response: ResumptionPreview,
    problems: ['conflict', 'rule-violated'],
  })
  preview(
    @Param({ schema: CyclePath }) { cycleId }: CyclePath,
    @Body({ schema: Windows }) given: z.output<typeof Windows>,
  ) {
    return this.previews.preview(cycleId, windowsOf(given));
  }

  @Post('resume')
  @Endpoint({
    ...commandEndpoint,
    summary: 'Resume a paused cycle: open deadlines move by the length of the pause, or as given',
    access: cyclePermissions.resumeCycle,
    response: CyclePlan,
  })
  async resume(
    @Param({ schema: CyclePath }) path: CyclePath,
    @Body({ schema: Resumption }) { reason, ...given }: z.output<typeof Resumption>,
    @IdempotencyKey() key: string,
    @Context() context: RequestContext,
  ) {
    const command = { ...path, key, name: 'resume', reason, fields: windowsOf(given) } as const;
    return answerTo<contracts.CyclePlan>(await this.commands.send(context, command));
  }

  @Post('stages/:stageKey/reopen')
  @Endpoint({
    ...commandEndpoint,
    summary: 'Reopen a stage that has closed, until its decision is certified; what was proposed is void',
    access: cyclePermissions.reopenStage,
    response: StageFacts,
  })
  async reopen(
    @Param({ schema: StagePath }) path: z.output<typeof StagePath>,
    @Body({ schema: Reopening }) { reason, deadlineAt, shiftFollowing }: z.output<typeof Reopening>,
    @IdempotencyKey() key: string,
    @Context() context: RequestContext,
  ) {
    const fields = { deadlineAt: toInstant(new Date(deadlineAt)), shiftFollowing };
    const command = { ...path, key, name: 'reopen', reason, fields } as const;
    return answerTo<contracts.StageFacts>(await this.commands.send(context, command));
  }
}

const windowsOf = ({ deadlines, shiftFollowing }: z.output<typeof Windows>) => ({
  deadlines: deadlines.map(({ deadlineAt, ...of }) => ({ ...of, deadlineAt: toInstant(new Date(deadlineAt)) })),
  shiftFollowing,
});
