import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { PaperService, entryPermissions } from '#libs/entries';
import { Context, Endpoint, PageQuery, type RequestContext, pageOf, readCursor, toPage } from '#libs/platform';
import { Receipt } from './entry.schemas.js';
import { NewAttestation, NewDeclaration, NewPaper, Paper, PaperDiscard } from './paper.schemas.js';

const CyclePath = z.object({ cycleId: z.uuid() });
const PaperPath = z.object({ paperId: z.uuid() });

/** Entries that arrive on paper: registered, checked, and counted where their city cannot confirm them. */
@Controller('v1')
export class PaperController {
  constructor(private readonly papers: PaperService) {}

  @Post('cycles/:cycleId/papers')
  @Endpoint({
    summary: 'Register an entry that arrived on paper',
    description:
      'Makes an empty draft of its city, which the secretariat types from the original. Whether it is in time is judged by `arrivedAt`; the call waits for it until `until`.',
    access: entryPermissions.handlePaper,
    idempotent: true,
    response: Paper,
    problems: ['conflict', 'deadline-passed', 'paused', 'rule-violated'],
  })
  register(
    @Param({ schema: CyclePath }) { cycleId }: z.output<typeof CyclePath>,
    @Body({ schema: NewPaper }) body: z.output<typeof NewPaper>,
    @Context() context: RequestContext,
  ) {
    return this.papers.register(context, cycleId, body);
  }

  @Get('cycles/:cycleId/papers')
  @Endpoint({
    summary: 'List the entries of a cycle that arrived on paper',
    access: entryPermissions.listPapers,
    response: pageOf(Paper),
  })
  async list(
    @Param({ schema: CyclePath }) { cycleId }: z.output<typeof CyclePath>,
    @Query({ schema: PageQuery }) { cursor, limit }: z.output<typeof PageQuery>,
  ) {
    const page = { after: readCursor(cursor, z.uuid()), limit: limit + 1 };
    return toPage(
      await this.papers.list(cycleId, page),
      limit,
      ({ id }) => id,
      (paper) => paper,
    );
  }

  @Get('papers/:paperId')
  @Endpoint({
    summary: 'Show an entry that arrived on paper: who typed, checked and confirmed it',
    access: entryPermissions.readEntry,
    response: Paper,
  })
  get(@Param({ schema: PaperPath }) { paperId }: z.output<typeof PaperPath>, @Context() context: RequestContext) {
    return this.papers.get(context, paperId);
  }

  @Post('papers/:paperId/discard')
  @Endpoint({
    summary: 'Take back an arrival that was registered by mistake, before anybody has checked it',
    description: 'The call waits for it no more; what was typed stays on record as withdrawn.',
    access: entryPermissions.handlePaper,
    idempotent: true,
    status: 200,
    response: Paper,
    problems: ['conflict', 'paused'],
  })
  discard(
    @Param({ schema: PaperPath }) { paperId }: z.output<typeof PaperPath>,
    @Body({ schema: PaperDiscard }) reason: z.output<typeof PaperDiscard>,
    @Context() context: RequestContext,
  ) {
    return this.papers.discard(context, paperId, reason);
  }

  @Post('papers/:paperId/attestations')
  @Endpoint({
    summary: 'Check what was typed against the original, as somebody who has typed nothing of it',
    description:
      'The city is asked by mail to confirm it (`POST …/submit`). Whatever is typed afterwards has to be checked again.',
    access: entryPermissions.handlePaper,
    idempotent: true,
    response: Paper,
    problems: ['conflict', 'paused', 'stale-version', 'rule-violated'],
  })
  attest(
    @Param({ schema: PaperPath }) { paperId }: z.output<typeof PaperPath>,
    @Body({ schema: NewAttestation }) { draftVersion }: z.output<typeof NewAttestation>,
    @Context() context: RequestContext,
  ) {
    return this.papers.attest(context, paperId, draftVersion);
  }

  @Post('papers/:paperId/declarations')
  @Endpoint({
    summary: 'Say why its city cannot confirm it, as the first of two members',
    access: entryPermissions.handlePaper,
    idempotent: true,
    response: Paper,
    problems: ['conflict', 'paused', 'rule-violated'],
  })
  declare(
    @Param({ schema: PaperPath }) { paperId }: z.output<typeof PaperPath>,
    @Body({ schema: NewDeclaration }) body: z.output<typeof NewDeclaration>,
    @Context() context: RequestContext,
  ) {
    return this.papers.declare(context, paperId, body);
  }

  @Post('papers/:paperId/seconding')
  @Endpoint({
    summary: 'Agree that its city cannot confirm it, as the second of two members: it counts',
    description:
      'Nothing is accepted in the name of the city, and nothing of it may be published until the city says so.',
    access: entryPermissions.handlePaper,
    idempotent: true,
    response: Receipt,
    problems: ['conflict', 'paused', 'not-open', 'deadline-passed', 'rule-violated'],
  })
  second(@Param({ schema: PaperPath }) { paperId }: z.output<typeof PaperPath>, @Context() context: RequestContext) {
    return this.papers.second(context, paperId);
  }
}
