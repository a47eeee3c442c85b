import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { BallotService, type Vote, judgingPermissions } from '#libs/judging';
import { Context, Endpoint, type RequestContext } from '#libs/platform';
import { Ballot, BallotPaper, StagePath } from './judging.schemas.js';

/** The jurors' ballots. */
@Controller('v1/cycles/:cycleId/stages/:stageKey/ballot')
export class BallotController {
  constructor(private readonly ballots: BallotService) {}

  @Get()
  @Endpoint({
    summary: 'Show your ballot paper: the finalists, those you are recused from, whether you have cast',
    access: judgingPermissions.castBallot,
    response: BallotPaper,
  })
  paper(@Param({ schema: StagePath }) ref: StagePath, @Context() { principal }: RequestContext) {
    return this.ballots.paper(principal, ref);
  }

  @Post()
  @Endpoint({
    summary: 'Cast your ballot, for good',
    description:
      'Checked, then stored as ciphertext that nobody can open before the close, under a random alias. Nobody votes for another.',
    access: judgingPermissions.castBallot,
    idempotent: { no: 'what is kept to recognise a repeated request would tell how somebody voted' },
    problems: ['conflict', 'paused', 'not-open', 'deadline-passed', 'rule-violated'],
  })
  async cast(
    @Param({ schema: StagePath }) ref: StagePath,
    @Body({ schema: Ballot }) ballot: Vote,
    @Context() context: RequestContext,
  ): Promise<void> {
    await this.ballots.cast(context, ref, ballot);
  }
}
