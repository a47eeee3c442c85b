import { Controller, Get, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { CLARIFICATION_STATES } from '#libs/contracts';
import { auditStageRecords } from '#libs/cycles';
import { ClarificationReaderService } from '#libs/entries';
import { Endpoint, PageQuery, UnitOfWork, pageOf, readCursor, toPage } from '#libs/platform';
import { StageFacts } from '../cycles/command.schemas.js';
import { Timeline } from './timeline.js';
import { WorkflowRuns } from './workflow-runs.js';
import { transparencyPermissions } from '#libs/transparency';

const CyclePath = z.object({ cycleId: z.uuid() });
const RunQuery = z.strictObject({ workflowId: z.string().min(1).max(300), runId: z.uuid() });

const Line = z
  .object({
    id: z.uuid(),
    at: z.iso.datetime(),
    type: z.string(),
    what: z.string(),
    who: z.string(),
    onBehalfOf: z.string().nullable(),
    stageKey: z.string().nullable(),
    reasonCode: z.string().nullable(),
    reason: z.string().nullable(),
    cause: z.string(),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'TimelineLine' });
const StageAccount = z.object({ row: StageFacts, records: z.array(StageFacts) }).meta({ id: 'StageAccount' });
const ClarificationAccount = z
  .object({
    facts: z.object({
      clarificationId: z.uuid(),
      cycleId: z.uuid(),
      stageKey: z.string(),
      programme: z.string(),
      state: z.enum(CLARIFICATION_STATES),
      dueAt: z.iso.datetime(),
      deadlineVersion: z.int(),
      ladder: z.array(z.object({ step: z.string(), at: z.iso.datetime() })),
      pausedAt: z.iso.datetime().nullable(),
    }),
    askedAt: z.iso.datetime(),
    endedAt: z.iso.datetime().nullable(),
    deadlines: z.array(z.object({ version: z.int(), dueAt: z.iso.datetime() })),
  })
  .meta({ id: 'ClarificationAccount' });
const Run = z
  .object({
    workflowId: z.string(),
    runId: z.string(),
    archived: z.boolean(),
    digest: z.string().nullable(),
    publishedDigest: z.string().nullable(),
  })
  .meta({ id: 'WorkflowRun' });
const History = z.object({ archived: z.boolean(), json: z.string() }).meta({ id: 'History' });

/** What an auditor reads to replay a cycle on their own machine. */
@Controller('v1/audit/cycles/:cycleId')
export class AuditController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly timeline: Timeline,
    private readonly runs: WorkflowRuns,
    private readonly clarifications: ClarificationReaderService,
  ) {}

  @Get('timeline')
  @Endpoint({
    summary: 'What happened in a cycle: who, when, what, why; oldest first',
    access: transparencyPermissions.readTimeline,
    response: pageOf(Line),
  })
  async events(
    @Param({ schema: CyclePath }) { cycleId }: z.output<typeof CyclePath>,
    @Query({ schema: PageQuery }) { cursor, limit }: z.output<typeof PageQuery>,
  ) {
    const after = readCursor(cursor, z.tuple([z.iso.datetime(), z.uuid()])) ?? null;
    const lines = await this.timeline.page(cycleId, after, limit + 1);
    return toPage(
      lines,
      limit,
      (line) => [line.at, line.id],
      (line) => line,
    );
  }

  @Get('stages')
  @Endpoint({
    summary: 'The stages of a cycle: each row, and the record of every version of it',
    access: transparencyPermissions.auditCycle,
    response: z.array(StageAccount),
  })
  stages(@Param({ schema: CyclePath }) { cycleId }: z.output<typeof CyclePath>) {
    return this.unitOfWork.read((em) => auditStageRecords(em, cycleId));
  }

  @Get('clarifications')
  @Endpoint({
    summary: 'What cities of a cycle were asked: how each stands, and every deadline it had; no question, no answer',
    access: transparencyPermissions.auditCycle,
    response: z.array(ClarificationAccount),
  })
  clarificationAccounts(@Param({ schema: CyclePath }) { cycleId }: z.output<typeof CyclePath>) {
    return this.clarifications.accounts(cycleId);
  }

  @Get('workflows')
  @Endpoint({
    summary: 'The workflow runs of a cycle, archived or still running',
    access: transparencyPermissions.auditCycle,
    response: z.array(Run),
  })
  workflows(@Param({ schema: CyclePath }) { cycleId }: z.output<typeof CyclePath>) {
    return this.runs.ofCycle(cycleId);
  }

  @Get('history')
  @Endpoint({
    summary: "One workflow run's history, as Temporal's JSON text",
    access: transparencyPermissions.auditCycle,
    response: History,
    problems: ['not-found'],
  })
  history(
    @Param({ schema: CyclePath }) { cycleId }: z.output<typeof CyclePath>,
    @Query({ schema: RunQuery }) { workflowId, runId }: z.output<typeof RunQuery>,
  ) {
    return this.runs.history(cycleId, workflowId, runId);
  }
}
