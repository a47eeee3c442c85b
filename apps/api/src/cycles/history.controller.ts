import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import { CycleContextService, type HistoryPlan, HistoryService, cyclePermissions } from '#libs/cycles';
import { allows, Context, Endpoint, Problem, type RequestContext, WEIGHTS } from '#libs/platform';
import { refusal } from '../refusals.words.js';
import { CyclePath } from './cycle.schemas.js';
import { GivenHistory, HistoryAnswer, HistoryCheck, HistoryEntered, HistoryQuery } from './history.schemas.js';

type CyclePath = z.output<typeof CyclePath>;

/** Past editions, entered as history. */
@Controller('v1/cycles')
export class HistoryController {
  constructor(
    private readonly histories: HistoryService,
    private readonly cycles: CycleContextService,
  ) {}

  @Post('history/check')
  @Endpoint({
    summary: 'Check the document of a past edition and say what entering it would change, without keeping it',
    weight: WEIGHTS.check,
    access: cyclePermissions.checkHistory,
    idempotent: { no: 'keeps nothing' },
    status: 200,
    response: HistoryCheck,
  })
  async check(@Body({ schema: GivenHistory }) { document: given }: GivenHistory) {
    const plan = await this.histories.check(given);
    const nothing = { change: null, cycleId: null, revision: null, digest: null, document: null };
    if ('problems' in plan) return { sound: false, problems: plan.problems, ...nothing };
    const { history, ...rest } = plan;
    return { sound: true, problems: [], ...rest, document: history };
  }

  @Post('history')
  @Endpoint({
    summary: 'Enter a past edition as history, or a correction of it as its next revision',
    access: cyclePermissions.enterHistory,
    idempotent: true,
    status: 200,
    response: HistoryEntered,
    problems: ['rule-violated'],
  })
  async enter(@Body({ schema: GivenHistory }) { document }: GivenHistory, @Context() context: RequestContext) {
    const plan = await this.histories.check(document);
    if (!('problems' in plan)) requireSecretariat(context, plan);
    return this.histories.enter(context, document);
  }

  @Get(':cycleId/history')
  @Endpoint({
    summary: 'What is known of a past edition, with its sources',
    access: 'public',
    response: HistoryAnswer,
  })
  async find(
    @Param({ schema: CyclePath }) { cycleId }: CyclePath,
    @Query({ schema: HistoryQuery }) { revision }: z.output<typeof HistoryQuery>,
    @Context() { principal }: RequestContext,
  ) {
    const programme = (await this.cycles.programmeOf(cycleId)) ?? '';
    const isStaff = allows(cyclePermissions.readHistoryRevisions, principal, { programme, cycleId });
    // What was corrected may have been somebody's name.
    if (revision !== undefined && !isStaff) throw new Problem('forbidden', refusal('history.staff'));
    return this.histories.read(cycleId, revision);
  }
}

function requireSecretariat({ principal }: RequestContext, { history: { programme } }: HistoryPlan): void {
  if (allows(cyclePermissions.enterHistory, principal, { programme: programme.key })) return;
  throw new Problem('forbidden', refusal('cycle.secretariat', { programme: programme.name }));
}
