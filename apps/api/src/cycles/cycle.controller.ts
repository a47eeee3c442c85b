import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { z } from 'zod';
import { CycleService, CycleStatusService, type CycleView, definitionDigest, cyclePermissions } from '#libs/cycles';
import {
  allows,
  Context,
  Endpoint,
  IfMatch,
  pageOf,
  type Principal,
  Problem,
  readCursor,
  type RequestContext,
  toPage,
  WEIGHTS,
} from '#libs/platform';
import { refusal } from '../refusals.words.js';
import {
  Cycle,
  CyclePath,
  CycleQuery,
  CycleStatus,
  DefinitionCheck,
  DefinitionInForce,
  GivenDefinition,
  Stage,
} from './cycle.schemas.js';
import { visibleCycle } from './visible-cycle.js';

type CyclePath = z.output<typeof CyclePath>;
/** Cycles from draft to publication, and where they stand. */
@Controller('v1/cycles')
export class CycleController {
  constructor(
    private readonly cycles: CycleService,
    private readonly statuses: CycleStatusService,
  ) {}

  @Post()
  @Endpoint({
    summary: 'Draft a cycle from its definition',
    access: cyclePermissions.draftCycle,
    idempotent: true,
    etag: true,
    response: Cycle,
    problems: ['rule-violated'],
  })
  draft(
    @Body({ schema: GivenDefinition }) { definition }: GivenDefinition,
    @Context() context: RequestContext,
  ): Promise<CycleView> {
    return this.cycles.createDraft(context, this.ownDefinition(context, definition));
  }

  @Post('check')
  @Endpoint({
    summary: 'Check a definition without keeping it',
    weight: WEIGHTS.check,
    access: cyclePermissions.checkDefinition,
    idempotent: { no: 'keeps nothing' },
    status: 200,
    response: DefinitionCheck,
  })
  check(@Body({ schema: GivenDefinition }) { definition }: GivenDefinition) {
    const checked = this.cycles.check(definition);
    if ('problems' in checked) return { sound: false, problems: checked.problems, definition: null, digest: null };
    return {
      sound: true,
      problems: [],
      definition: { ...checked.definition },
      digest: definitionDigest(checked.definition),
    };
  }

  @Get()
  @Endpoint({ summary: 'List cycles, newest first', access: 'public', response: pageOf(Cycle) })
  async list(@Query({ schema: CycleQuery }) query: z.output<typeof CycleQuery>, @Context() context: RequestContext) {
    const { cursor, limit, status, programme } = query;
    const [after] = readCursor(cursor, z.tuple([z.uuid()])) ?? [];
    const rows = await this.cycles.list({ draftsOf: draftsOf(context.principal), status, programme, after, limit });
    return toPage(
      rows,
      limit,
      ({ id }) => [id],
      (row) => row,
    );
  }

  @Get(':cycleId')
  @Endpoint({ summary: 'One cycle', access: 'public', etag: true, response: Cycle })
  find(@Param({ schema: CyclePath }) { cycleId }: CyclePath, @Context() context: RequestContext): Promise<CycleView> {
    return visibleCycle(this.cycles, context, cycleId);
  }

  @Get(':cycleId/definition')
  @Endpoint({ summary: 'The definition in force', access: 'public', response: DefinitionInForce })
  async definition(@Param({ schema: CyclePath }) { cycleId }: CyclePath, @Context() context: RequestContext) {
    await visibleCycle(this.cycles, context, cycleId);
    const { definition, ...rest } = await this.cycles.definition(cycleId);
    return { ...rest, definition: { ...definition } };
  }

  @Get(':cycleId/stages')
  @Endpoint({
    summary: 'The calendar of a cycle: its stages in their order',
    access: 'public',
    response: z.object({ items: z.array(Stage) }),
  })
  async stages(@Param({ schema: CyclePath }) { cycleId }: CyclePath, @Context() context: RequestContext) {
    await visibleCycle(this.cycles, context, cycleId);
    return { items: await this.statuses.calendar(cycleId) };
  }

  @Get(':cycleId/status')
  @Endpoint({
    summary: 'Where a cycle stands, what fires next and when, who owes what',
    access: cyclePermissions.readPlan,
    response: CycleStatus,
  })
  status(@Param({ schema: CyclePath }) { cycleId }: CyclePath) {
    return this.statuses.status(cycleId);
  }

  @Put(':cycleId')
  @Endpoint({
    summary: 'Replace the definition of a draft',
    access: cyclePermissions.replaceDraft,
    ifMatch: true,
    etag: true,
    response: Cycle,
    problems: ['rule-violated', 'conflict'],
  })
  replace(
    @Param({ schema: CyclePath }) { cycleId }: CyclePath,
    @Body({ schema: GivenDefinition }) { definition }: GivenDefinition,
    @IfMatch() version: number,
    @Context() context: RequestContext,
  ): Promise<CycleView> {
    return this.cycles.replaceDraft(context, cycleId, version, this.ownDefinition(context, definition));
  }

  @Post(':cycleId/publish')
  @Endpoint({
    summary: 'Publish a draft: its definition is frozen, its calendar begins',
    access: cyclePermissions.publishCycle,
    idempotent: true,
    ifMatch: true,
    etag: true,
    status: 200,
    response: Cycle,
    problems: ['rule-violated', 'conflict'],
  })
  publish(
    @Param({ schema: CyclePath }) { cycleId }: CyclePath,
    @IfMatch() version: number,
    @Context() context: RequestContext,
  ): Promise<CycleView> {
    return this.cycles.publish(context, cycleId, version);
  }

  /** The definition, complete; of a programme whose secretariat the caller is. */
  private ownDefinition(context: RequestContext, given: GivenDefinition['definition']) {
    const definition = this.cycles.require(given);
    const { key: programme, name } = definition.programme;
    if (allows(cyclePermissions.draftCycle, context.principal, { programme })) return definition;
    throw new Problem('forbidden', refusal('cycle.secretariat', { programme: name }));
  }
}

/** The programmes whose drafts somebody sees. */
function draftsOf(principal: Principal | null): string[] | 'all' {
  const grants = (principal?.grants ?? []).filter(
    ({ role, cycleId }) => cyclePermissions.readDraft.roles.includes(role) && cycleId === null,
  );
  return grants.some(({ programme }) => programme === null)
    ? 'all'
    : grants.flatMap(({ programme }) => programme ?? []);
}
