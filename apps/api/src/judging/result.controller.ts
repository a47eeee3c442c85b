import { Controller, Get, Param } from '@nestjs/common';
import { z } from 'zod';
import { ResultService, judgingPermissions } from '#libs/judging';
import { Context, Endpoint, type RequestContext } from '#libs/platform';
import { EntryResult, Results } from './judging.schemas.js';

const CyclePath = z.object({ cycleId: z.uuid() });
const EntryPath = z.object({ entryId: z.uuid() });

/** Every result of a demonstration says so in words. */
const marked = <T extends { demonstration: boolean }>(answer: T): T & { notice: string | null } => ({
  ...answer,
  notice: answer.demonstration ? 'DEMONSTRATION: nothing of this counts.' : null,
});

/** Results, as far as they are released. */
@Controller('v1')
export class ResultController {
  constructor(private readonly results: ResultService) {}

  @Get('results/:cycleId')
  @Endpoint({
    summary: 'The public results of a cycle',
    description: 'Tiers are unranked: their entries are sorted by title. Empty before the release.',
    access: 'public',
    response: Results,
  })
  async ofCycle(@Param({ schema: CyclePath }) { cycleId }: z.output<typeof CyclePath>) {
    return marked(await this.results.ofCycle(cycleId));
  }

  @Get('entries/:entryId/result')
  @Endpoint({
    summary: 'What was decided of an entry, as far as its city was told',
    access: judgingPermissions.readResult,
    response: EntryResult,
  })
  async ofEntry(
    @Param({ schema: EntryPath }) { entryId }: z.output<typeof EntryPath>,
    @Context() { principal }: RequestContext,
  ) {
    return marked(await this.results.ofEntry(principal, entryId));
  }
}
