import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import type * as contracts from '#libs/contracts';
import {
  AmendmentService,
  type AmendmentView,
  CommandService,
  CycleContextService,
  MoveDeadlineService,
  definitionDigest,
  toInstant,
  cyclePermissions,
} from '#libs/cycles';
import {
  allows,
  Context,
  Endpoint,
  type EndpointSpec,
  IdempotencyKey,
  pageOf,
  PageQuery,
  Problem,
  readCursor,
  type RequestContext,
  toPage,
  WEIGHTS,
} from '#libs/platform';
import { refusal } from '../refusals.words.js';
import {
  AmendedDefinition,
  Amendment,
  AmendmentCommitted,
  AmendmentPath,
  AmendmentPreview,
  AmendmentSignature,
  DeadlineWish,
  GivenAmendment,
  ProposedAmendment,
  MovePreview,
} from './amendment.schemas.js';
import { AudiencePreview } from './audience-preview.js';
import { answerTo } from './command-answers.js';
import { Command, WithReason } from './command.schemas.js';
import { CyclePath, StagePath } from './cycle.schemas.js';

type CyclePath = z.output<typeof CyclePath>;
type AmendmentPath = z.output<typeof AmendmentPath>;

const read = { access: cyclePermissions.readAmendments } satisfies Partial<EndpointSpec>;
const preview = {
  access: cyclePermissions.previewDeadline,
  idempotent: { no: 'keeps nothing' },
  status: 200,
  problems: ['conflict', 'rule-violated'],
} satisfies Partial<EndpointSpec>;

/** Changes of published cycles: previewed, proposed, signed. */
@Controller('v1/cycles/:cycleId')
export class AmendmentController {
  constructor(
    private readonly amendments: AmendmentService,
    private readonly deadlines: MoveDeadlineService,
    private readonly commands: CommandService,
    private readonly audiences: AudiencePreview,
    private readonly cycles: CycleContextService,
  ) {}

  @Post('stages/:stageKey/deadline/preview')
  @Endpoint({
    ...preview,
    summary: 'What moving a deadline would change, with every old and new instant, and who would be told',
    weight: WEIGHTS.dryRun,
    response: MovePreview,
  })
  async previewDeadline(
    @Param({ schema: StagePath }) path: z.output<typeof StagePath>,
    @Body({ schema: DeadlineWish }) { deadlineAt, step, shiftFollowing }: z.output<typeof DeadlineWish>,
    @Context() { actor }: RequestContext,
  ) {
    const { facts, ...would } = await this.deadlines.preview(path, {
      deadlineAt: toInstant(new Date(deadlineAt)),
      step,
      shiftFollowing,
    });
    const { moved = [], amended = [] } = Object.groupBy(facts, ({ type }) =>
      type === 'laureate.cycle.amended.v1' ? 'amended' : 'moved',
    );
    // Whom the new windows concern are named before those who are asked to countersign.
    return { ...would, told: await this.audiences.told([...moved, ...amended], actor.id) };
  }

  @Post('amendments/preview')
  @Endpoint({
    ...preview,
    summary: 'What an amendment would change and move, and who would be told',
    weight: WEIGHTS.dryRun,
    description: 'Of those who would be told, a panel sees how many; the staff sees names.',
    access: cyclePermissions.proposeAmendment,
    response: AmendmentPreview,
  })
  async preview(
    @Param({ schema: CyclePath }) { cycleId }: CyclePath,
    @Body({ schema: GivenAmendment }) given: z.output<typeof GivenAmendment>,
    @Context() context: RequestContext,
  ) {
    const isStaff = await this.requireProposer(context, cycleId, given);
    const { facts, ...would } = await this.amendments.preview(cycleId, given);
    const told = await this.audiences.told(facts, context.actor.id);
    return { ...would, told: isStaff ? told : told.map((each) => ({ ...each, names: [] })) };
  }

  @Post('amendments')
  @Endpoint({
    summary: 'Propose an amendment: the whole definition as it is to be',
    description: 'A member of a panel may propose the method that was left to the panel.',
    access: cyclePermissions.proposeAmendment,
    idempotent: true,
    response: Amendment,
    problems: ['conflict', 'rule-violated'],
  })
  async propose(
    @Param({ schema: CyclePath }) { cycleId }: CyclePath,
    @Body({ schema: ProposedAmendment }) given: z.output<typeof ProposedAmendment>,
    @Context() context: RequestContext,
  ): Promise<AmendmentView> {
    await this.requireProposer(context, cycleId, given);
    return this.amendments.propose(context, cycleId, given);
  }

  @Get('amendments')
  @Endpoint({ ...read, summary: 'The amendments of a cycle, newest first', response: pageOf(Amendment) })
  async list(
    @Param({ schema: CyclePath }) { cycleId }: CyclePath,
    @Query({ schema: PageQuery }) { cursor, limit }: z.output<typeof PageQuery>,
  ) {
    const [after] = readCursor(cursor, z.tuple([z.uuid()])) ?? [];
    const rows = await this.amendments.list(cycleId, { after, limit });
    return toPage(
      rows,
      limit,
      ({ id }) => [id],
      (row) => row,
    );
  }

  @Get('amendments/:amendmentId')
  @Endpoint({ ...read, summary: 'One amendment', response: Amendment })
  find(@Param({ schema: AmendmentPath }) { cycleId, amendmentId }: AmendmentPath): Promise<AmendmentView> {
    return this.amendments.find(cycleId, amendmentId);
  }

  @Get('amendments/:amendmentId/definition')
  @Endpoint({ ...read, summary: 'The definition an amendment brings in force', response: AmendedDefinition })
  async definition(@Param({ schema: AmendmentPath }) { cycleId, amendmentId }: AmendmentPath) {
    const definition = await this.amendments.definition(cycleId, amendmentId);
    return { digest: definitionDigest(definition), definition: { ...definition } };
  }

  @Post('amendments/:amendmentId/sign')
  @Endpoint({
    summary: 'Sign an amendment; with the last signature it needs it is in force',
    description: 'A deadline that was moved by command is in force already: it is countersigned by a second person.',
    access: cyclePermissions.signAmendment,
    idempotent: 'handler',
    status: 200,
    accepted: Command,
    response: AmendmentCommitted,
    problems: ['conflict', 'rule-violated'],
  })
  async sign(
    @Param({ schema: AmendmentPath }) { cycleId, amendmentId }: AmendmentPath,
    @Body({ schema: AmendmentSignature }) { definitionDigest: read }: z.output<typeof AmendmentSignature>,
    @IdempotencyKey() key: string,
    @Context() context: RequestContext,
  ) {
    await this.amendments.find(cycleId, amendmentId);
    const fields = { amendmentId, definitionDigest: read };
    const sent = await this.commands.send(context, { key, name: 'signAmendment', cycleId, fields });
    return answerTo<contracts.AmendmentCommitted>(sent);
  }

  @Post('amendments/:amendmentId/withdraw')
  @Endpoint({
    summary: 'Withdraw a proposed amendment',
    access: cyclePermissions.withdrawAmendment,
    idempotent: true,
    status: 200,
    response: Amendment,
    problems: ['conflict'],
  })
  withdraw(
    @Param({ schema: AmendmentPath }) { cycleId, amendmentId }: AmendmentPath,
    @Body({ schema: WithReason }) { reason }: z.output<typeof WithReason>,
    @Context() context: RequestContext,
  ): Promise<AmendmentView> {
    return this.amendments.withdraw(context, { cycleId, amendmentId, reason });
  }

  /** The staff proposes anything, a panel its method only. Is it the staff? Throws `forbidden`. */
  private async requireProposer(
    { principal }: RequestContext,
    cycleId: string,
    { adoptsMethodOf }: z.output<typeof GivenAmendment>,
  ): Promise<boolean> {
    const programme = (await this.cycles.programmeOf(cycleId)) ?? '';
    const isStaff = allows(cyclePermissions.proposeAnyAmendment, principal, { programme, cycleId });
    if (!isStaff && adoptsMethodOf === undefined) {
      throw new Problem('forbidden', refusal('amendment.ofPanel'));
    }
    return isStaff;
  }
}
