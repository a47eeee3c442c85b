import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import { CycleService, PlanningService, cyclePermissions } from '#libs/cycles';
import { TEMPLATES } from '#libs/notifications';
import { Context, Endpoint, type RequestContext, WEIGHTS } from '#libs/platform';
import { CyclePath, Explaining, InLanguage, Preview, PreviewedDefinition } from './cycle.schemas.js';
import { visibleCycle } from './visible-cycle.js';

type CyclePath = z.output<typeof CyclePath>;
type InLanguage = z.output<typeof InLanguage>;

const mailLanguages = Object.keys(TEMPLATES);

/** What a cycle means for people, before it begins and while it runs. */
@Controller('v1/cycles')
export class PlanningController {
  constructor(
    private readonly cycles: CycleService,
    private readonly planning: PlanningService,
  ) {}

  @Post('preview')
  @Endpoint({
    summary: 'What a definition means, without keeping it',
    weight: WEIGHTS.dryRun,
    access: cyclePermissions.checkDefinition,
    idempotent: { no: 'keeps nothing' },
    status: 200,
    response: Preview,
    problems: ['rule-violated'],
  })
  preview(
    @Body({ schema: PreviewedDefinition }) { definition, language, mails }: z.output<typeof PreviewedDefinition>,
  ) {
    const timeline = this.planning.timelineOf(definition);
    return {
      explanation: this.planning.explain(timeline, { language, mailLanguages, mails }),
      ics: this.planning.ics(timeline, language),
      svg: this.planning.picture(timeline, language),
    };
  }

  @Get(':cycleId/explanation')
  @Endpoint({
    summary: 'What happens when in a cycle, who gets which mail, what nobody has decided yet',
    weight: WEIGHTS.check,
    description: 'About two pages of Markdown, with the deadlines as they are now.',
    access: cyclePermissions.readPlan,
    produces: 'text/markdown',
  })
  async explanation(
    @Param({ schema: CyclePath }) { cycleId }: CyclePath,
    @Query({ schema: Explaining }) { language, mails }: z.output<typeof Explaining>,
  ): Promise<string> {
    return this.planning.explain(await this.planning.timeline(cycleId), { language, mailLanguages, mails });
  }

  @Get(':cycleId/calendar.ics')
  @Endpoint({
    summary: 'The calendar of a cycle for calendar programs',
    description: 'iCalendar; can be subscribed to: a deadline that moves is moved there too.',
    access: 'public',
    produces: 'text/calendar',
  })
  async ics(
    @Param({ schema: CyclePath }) { cycleId }: CyclePath,
    @Query({ schema: InLanguage }) { language }: InLanguage,
    @Context() context: RequestContext,
  ): Promise<string> {
    await visibleCycle(this.cycles, context, cycleId);
    return this.planning.ics(await this.planning.timeline(cycleId), language);
  }

  @Get(':cycleId/calendar.svg')
  @Endpoint({ summary: 'The calendar of a cycle as a picture', access: 'public', produces: 'image/svg+xml' })
  async picture(
    @Param({ schema: CyclePath }) { cycleId }: CyclePath,
    @Query({ schema: InLanguage }) { language }: InLanguage,
    @Context() context: RequestContext,
  ): Promise<string> {
    await visibleCycle(this.cycles, context, cycleId);
    return this.planning.picture(await this.planning.timeline(cycleId), language);
  }
}
