import { Body, Controller, Delete, Get, Headers, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import {
  BulkVerdictService,
  EligibilityQueueService,
  EligibilityService,
  RuleTrialService,
  inLanguage,
  messageIn,
  entryPermissions,
} from '#libs/entries';
import { preferredLanguage } from '#libs/identity';
import { Context, Endpoint, type RequestContext, pageOf, readCursor, toPage, WEIGHTS } from '#libs/platform';
import {
  BulkVerdict,
  ConfirmedBulkVerdict,
  NewBulkVerdict,
  NewTrial,
  NewVerdict,
  NextEntry,
  QueuePart,
  QueueQuery,
  QueuedEntry,
  Trial,
  VerdictReasons,
  partOf,
} from './eligibility.schemas.js';

const StagePath = z.object({ cycleId: z.uuid(), stageKey: z.string().max(40) });
type StagePath = z.output<typeof StagePath>;
const EntryPath = StagePath.extend({ entryId: z.uuid() });
const TrialPath = StagePath.extend({ trialId: z.uuid() });

/** Eligibility: what the rules found, and what people say. All of it is internal until the decision is released. */
@Controller('v1/cycles/:cycleId/stages/:stageKey/eligibility')
export class EligibilityController {
  constructor(
    private readonly eligibility: EligibilityService,
    private readonly queue: EligibilityQueueService,
    private readonly bulk: BulkVerdictService,
    private readonly trials: RuleTrialService,
  ) {}

  @Get()
  @Endpoint({
    summary: 'List the entries to check with what the rules found',
    description: 'Reasons are in the language that `accept-language` prefers.',
    access: entryPermissions.readUndecided,
    response: pageOf(QueuedEntry),
  })
  async list(
    @Param({ schema: StagePath }) ref: StagePath,
    @Query({ schema: QueueQuery }) { cursor, limit, ...part }: z.output<typeof QueueQuery>,
    @Headers('accept-language') language: string | undefined,
    @Context() context: RequestContext,
  ) {
    const page = { ...partOf(part), after: readCursor(cursor, z.uuid()), limit: limit + 1 };
    return toPage(
      await this.queue.list(context, ref, page),
      limit,
      ({ entryId }) => entryId,
      (entry) => inLanguage(entry, preferredLanguage(language)),
    );
  }

  @Get('reasons')
  @Endpoint({
    summary: 'The reasons that verdicts are given with',
    description: 'Of the definition; any code will do where it names none.',
    access: entryPermissions.readUndecided,
    response: VerdictReasons,
  })
  async reasons(
    @Param({ schema: StagePath }) ref: StagePath,
    @Headers('accept-language') language: string | undefined,
    @Context() context: RequestContext,
  ) {
    const reasons = await this.queue.reasons(context, ref);
    return { items: reasons.map(({ code, text }) => ({ code, text: messageIn(text, preferredLanguage(language)) })) };
  }

  @Post('next')
  @Endpoint({
    summary: 'Take the next open entry that nobody has in hand',
    description: 'It is yours for 30 minutes; nobody else can decide it meanwhile.',
    access: entryPermissions.checkEligibility,
    idempotent: true,
    response: NextEntry,
    problems: ['paused', 'not-open', 'conflict'],
  })
  async next(
    @Param({ schema: StagePath }) ref: StagePath,
    @Body({ schema: QueuePart }) part: z.output<typeof QueuePart>,
    @Context() context: RequestContext,
  ) {
    return { entry: await this.queue.takeNext(context, ref, partOf(part)) };
  }

  @Post(':entryId/hold')
  @Endpoint({
    summary: 'Take an entry into your hands, or for another 30 minutes',
    access: entryPermissions.checkEligibility,
    idempotent: true,
    response: QueuedEntry,
    problems: ['paused', 'not-open', 'conflict'],
  })
  take(
    @Param({ schema: EntryPath }) { entryId, ...ref }: z.output<typeof EntryPath>,
    @Context() context: RequestContext,
  ) {
    return this.queue.take(context, ref, entryId);
  }

  @Delete(':entryId/hold')
  @Endpoint({ summary: 'Put an entry back that you have in hand', access: entryPermissions.checkEligibility })
  release(
    @Param({ schema: EntryPath }) { entryId, ...ref }: z.output<typeof EntryPath>,
    @Context() context: RequestContext,
  ) {
    return this.queue.release(context, ref, entryId);
  }

  @Post(':entryId/checks')
  @Endpoint({
    summary: 'Confirm what the rules say of an entry, or override it with a reason',
    access: entryPermissions.checkEligibility,
    idempotent: true,
    response: QueuedEntry,
    problems: ['paused', 'not-open', 'conflict', 'stale-version', 'rule-violated'],
  })
  check(
    @Param({ schema: EntryPath }) { entryId, ...ref }: z.output<typeof EntryPath>,
    @Body({ schema: NewVerdict }) body: z.output<typeof NewVerdict>,
    @Context() context: RequestContext,
  ) {
    return this.eligibility.check(context, ref, entryId, body);
  }

  @Post('bulk-previews')
  @Endpoint({
    summary: 'See what one verdict of many entries would do',
    weight: WEIGHTS.dryRun,
    access: entryPermissions.checkEligibility,
    idempotent: { no: 'it changes nothing' },
    status: 200,
    response: BulkVerdict,
    problems: ['paused', 'not-open', 'conflict', 'rule-violated'],
  })
  preview(
    @Param({ schema: StagePath }) ref: StagePath,
    @Body({ schema: NewBulkVerdict }) { of, ...verdict }: z.output<typeof NewBulkVerdict>,
    @Context() context: RequestContext,
  ) {
    return this.bulk.preview(context, ref, { ...verdict, of: selected(of) });
  }

  @Post('bulk-checks')
  @Endpoint({
    summary: 'Give many entries one verdict, exactly as the dry run of that digest showed',
    weight: WEIGHTS.dryRun,
    description: 'Nobody is told: all verdicts are internal until the decision is released.',
    access: entryPermissions.checkEligibility,
    idempotent: true,
    response: BulkVerdict,
    problems: ['paused', 'not-open', 'conflict', 'rule-violated'],
  })
  confirm(
    @Param({ schema: StagePath }) ref: StagePath,
    @Body({ schema: ConfirmedBulkVerdict }) { of, digest, ...verdict }: z.output<typeof ConfirmedBulkVerdict>,
    @Context() context: RequestContext,
  ) {
    return this.bulk.confirm(context, ref, { ...verdict, of: selected(of) }, digest);
  }

  @Post('dry-runs')
  @Endpoint({
    summary: 'Try rules on all entries before anybody adopts them',
    weight: WEIGHTS.dryRun,
    description: 'It goes on in the background and changes no entry; look at it for its counts.',
    access: entryPermissions.tryRules,
    idempotent: true,
    response: Trial,
    problems: ['rule-violated'],
  })
  begin(
    @Param({ schema: StagePath }) ref: StagePath,
    @Body({ schema: NewTrial }) { rules }: z.output<typeof NewTrial>,
    @Context() context: RequestContext,
  ) {
    return this.trials.begin(context, ref, rules);
  }

  @Get('dry-runs/:trialId')
  @Endpoint({
    summary: 'How far a dry run of rules is, and what it found',
    description: 'Waits up to a second for its end.',
    access: entryPermissions.readRuleTrial,
    response: Trial,
  })
  trial(
    @Param({ schema: TrialPath }) { trialId, ...ref }: z.output<typeof TrialPath>,
    @Context() context: RequestContext,
  ) {
    return this.trials.find(context, ref, trialId);
  }
}

const selected = (of: z.output<typeof NewBulkVerdict>['of']) => ('filter' in of ? { filter: partOf(of.filter) } : of);
