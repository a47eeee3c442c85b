import { Body, Controller, Param, Post } from '@nestjs/common';
import type { z } from 'zod';
import type { Fact } from '#libs/contracts';
import { CommandPreviewService, toInstant, cyclePermissions } from '#libs/cycles';
import { decisionInForce } from '#libs/judging';
import { Context, Endpoint, type RequestContext, UnitOfWork, WEIGHTS } from '#libs/platform';
import { AudiencePreview } from './audience-preview.js';
import { CommandPreview, WouldCommand } from './command-preview.schemas.js';
import { CyclePath } from './cycle.schemas.js';

/** What a command would do, before it is given. */
@Controller('v1/cycles/:cycleId/commands')
export class CommandPreviewController {
  constructor(
    private readonly previews: CommandPreviewService,
    private readonly audiences: AudiencePreview,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @Post('preview')
  @Endpoint({
    summary: 'What a command would change, who would be told, and what is owed or lost; nothing is changed',
    weight: WEIGHTS.dryRun,
    access: cyclePermissions.previewCommand,
    idempotent: { no: 'keeps nothing' },
    status: 200,
    response: CommandPreview,
    problems: ['conflict', 'paused', 'rule-violated'],
  })
  async preview(
    @Param({ schema: CyclePath }) { cycleId }: z.output<typeof CyclePath>,
    @Body({ schema: WouldCommand }) given: z.output<typeof WouldCommand>,
    @Context() { actor }: RequestContext,
  ) {
    const would = given.command === 'reopen' ? { ...given, deadlineAt: toInstant(new Date(given.deadlineAt)) } : given;
    const { facts, ...effect } = await this.previews.preview(cycleId, would);
    const told = await Promise.all(facts.map((fact) => this.decided(fact)));
    return { ...effect, told: await this.audiences.told(told, actor.id) };
  }

  /** What is released is the decision in force. */
  private async decided(fact: Fact): Promise<Fact> {
    if (fact.type !== 'laureate.stage.released.v1') return fact;
    const decision = await this.unitOfWork.read((em) => decisionInForce(em, fact.data));
    return { ...fact, data: { ...fact.data, decisionId: decision?.id ?? null } };
  }
}
