import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { AppealService, ComplaintHandlingService, ComplaintService, judgingPermissions } from '#libs/judging';
import { Context, Endpoint, PageQuery, type RequestContext, pageOf, readCursor, toPage } from '#libs/platform';
import {
  Complaint,
  ComplaintSummary,
  Confirmation,
  NewAppeal,
  NewComplaint,
  NewHandlers,
  NewOutcome,
  OwnComplaint,
  PublishedComplaints,
} from './complaint.schemas.js';

const CyclePath = z.object({ cycleId: z.uuid() });
const EntryPath = z.object({ entryId: z.uuid() });
const ComplaintPath = CyclePath.extend({ complaintId: z.uuid() });
type ComplaintPath = z.output<typeof ComplaintPath>;

/** What a city complains about, and what it is answered. */
@Controller('v1/entries/:entryId/complaints')
export class EntryComplaintController {
  constructor(private readonly complaints: ComplaintService) {}

  @Post()
  @Endpoint({
    summary: 'Complain about the decision of a stage',
    description:
      'Within the window that the definition gives, from the release to those concerned; once a city and decision. The answer is the receipt, and comes by mail as well.',
    access: judgingPermissions.fileComplaint,
    idempotent: true,
    response: OwnComplaint,
    problems: ['conflict', 'deadline-passed', 'not-open', 'rule-violated'],
  })
  file(
    @Param({ schema: EntryPath }) { entryId }: z.output<typeof EntryPath>,
    @Body({ schema: NewComplaint }) given: z.output<typeof NewComplaint>,
    @Context() context: RequestContext,
  ) {
    return this.complaints.file(context, entryId, given);
  }

  @Get()
  @Endpoint({
    summary: 'The complaints for an entry and their answers, as its city sees them',
    access: judgingPermissions.readOwnComplaints,
    response: z.array(OwnComplaint),
  })
  list(
    @Param({ schema: EntryPath }) { entryId }: z.output<typeof EntryPath>,
    @Context() { principal }: RequestContext,
  ) {
    return this.complaints.ofEntry(principal, entryId);
  }
}

/** The one appeal of a city whose entry was found invalid. */
@Controller('v1/entries/:entryId/appeal')
export class EntryAppealController {
  constructor(private readonly appeals: AppealService) {}

  @Post()
  @Endpoint({
    summary: 'Appeal against the decision that an entry is invalid',
    description:
      'Once an entry, until as many days after the reason was sent as the definition gives. Somebody who did not decide before settles it. The answer is the receipt; it is read with the complaints for the entry.',
    access: judgingPermissions.fileComplaint,
    idempotent: true,
    response: OwnComplaint,
    problems: ['conflict', 'deadline-passed', 'not-open', 'rule-violated'],
  })
  file(
    @Param({ schema: EntryPath }) { entryId }: z.output<typeof EntryPath>,
    @Body({ schema: NewAppeal }) { text }: z.output<typeof NewAppeal>,
    @Context() context: RequestContext,
  ) {
    return this.appeals.file(context, entryId, text);
  }
}

/** Complaints in the hands of people who did not decide. */
@Controller('v1/cycles/:cycleId/complaints')
export class ComplaintController {
  constructor(private readonly complaints: ComplaintHandlingService) {}

  @Get()
  @Endpoint({
    summary: 'List the complaints about decisions of a cycle, appeals among them',
    description: 'All to the secretariat and auditors; to others those they handle.',
    access: judgingPermissions.readComplaints,
    response: pageOf(ComplaintSummary),
  })
  async list(
    @Param({ schema: CyclePath }) { cycleId }: z.output<typeof CyclePath>,
    @Query({ schema: PageQuery }) { cursor, limit }: z.output<typeof PageQuery>,
    @Context() { principal }: RequestContext,
  ) {
    const page = { after: readCursor(cursor, z.uuid()), limit: limit + 1 };
    return toPage(
      await this.complaints.list(principal, cycleId, page),
      limit,
      ({ id }) => id,
      (complaint) => complaint,
    );
  }

  @Get(':complaintId')
  @Endpoint({
    summary: 'Read a complaint and what was recorded about it',
    access: judgingPermissions.readComplaints,
    response: Complaint,
  })
  read(@Param({ schema: ComplaintPath }) path: ComplaintPath, @Context() { principal }: RequestContext) {
    return this.complaints.read(principal, path);
  }

  @Post(':complaintId/handlers')
  @Endpoint({
    summary: 'Assign people who did not decide to a complaint',
    description: 'Two at least: one records an outcome, another one confirms it. For an appeal one is enough.',
    access: judgingPermissions.assignComplaint,
    idempotent: true,
    response: Complaint,
    problems: ['conflict', 'rule-violated'],
  })
  assign(
    @Param({ schema: ComplaintPath }) path: ComplaintPath,
    @Body({ schema: NewHandlers }) { personIds }: z.output<typeof NewHandlers>,
    @Context() context: RequestContext,
  ) {
    return this.complaints.assign(context, path, personIds);
  }

  @Post(':complaintId/outcomes')
  @Endpoint({
    summary: 'Record the outcome of a complaint, as one of its handlers',
    description:
      'It counts when another handler has confirmed it; until then another one may be recorded. Of an appeal it counts at once.',
    access: judgingPermissions.handleComplaint,
    idempotent: true,
    response: Complaint,
    problems: ['conflict'],
  })
  record(
    @Param({ schema: ComplaintPath }) path: ComplaintPath,
    @Body({ schema: NewOutcome }) outcome: z.output<typeof NewOutcome>,
    @Context() context: RequestContext,
  ) {
    return this.complaints.record(context, path, outcome);
  }

  @Post(':complaintId/confirmation')
  @Endpoint({
    summary: 'Confirm the outcome that another handler recorded: it counts, and the city is told',
    access: judgingPermissions.handleComplaint,
    idempotent: true,
    response: Complaint,
    problems: ['conflict'],
  })
  confirm(
    @Param({ schema: ComplaintPath }) path: ComplaintPath,
    @Body({ schema: Confirmation }) { version }: z.output<typeof Confirmation>,
    @Context() context: RequestContext,
  ) {
    return this.complaints.confirm(context, path, version);
  }
}

/** What everybody may know of complaints. */
@Controller('v1/results/:cycleId/complaints')
export class PublishedComplaintController {
  constructor(private readonly complaints: ComplaintService) {}

  @Get()
  @Endpoint({
    summary: 'How many complaints there were about decisions of a cycle, and how they ended',
    description: 'As the definition says: outcomes with their reasons, their number, or nothing. Never names or texts.',
    access: 'public',
    response: z.array(PublishedComplaints),
  })
  list(@Param({ schema: CyclePath }) { cycleId }: z.output<typeof CyclePath>) {
    return this.complaints.published(cycleId);
  }
}
