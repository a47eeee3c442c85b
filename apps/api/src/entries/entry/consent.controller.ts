import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { ConsentService, entryPermissions } from '#libs/entries';
import { PrivacyService } from '#libs/identity';
import { Context, Endpoint, type RequestContext } from '#libs/platform';
import { ChangedConsents, Consents, OwnPrivacy } from './consent.schemas.js';

const EntryPath = z.object({ entryId: z.uuid() });

/** What people and cities agreed to, and how they take it back. */
@Controller('v1')
export class ConsentController {
  constructor(
    private readonly consents: ConsentService,
    private readonly privacy: PrivacyService,
  ) {}

  @Get('me/privacy')
  @Endpoint({
    summary: 'Show what you agreed to',
    description: 'Your answers to privacy notices, and the consents to publication that you gave for a city.',
    access: 'signed-in',
    response: OwnPrivacy,
  })
  async own(@Context() context: RequestContext) {
    const { personId } = context.principal!;
    const publication = await this.consents.ofPerson(personId);
    return { ...(await this.privacy.of(personId)), publication };
  }

  @Get('entries/:entryId/consents')
  @Endpoint({
    summary: 'Show what of an entry may be published',
    access: entryPermissions.readEntry,
    response: Consents,
  })
  get(@Param({ schema: EntryPath }) { entryId }: z.output<typeof EntryPath>, @Context() context: RequestContext) {
    return this.consents.get(context, entryId);
  }

  @Post('entries/:entryId/consents')
  @Endpoint({
    summary: 'Give or take back consent to publication, by group of fields',
    description: 'At any time after the first submit, by an owner of the city.',
    access: entryPermissions.changeConsents,
    idempotent: true,
    status: 200,
    response: Consents,
    problems: ['conflict', 'rule-violated'],
  })
  change(
    @Param({ schema: EntryPath }) { entryId }: z.output<typeof EntryPath>,
    @Body({ schema: ChangedConsents }) { publication }: z.output<typeof ChangedConsents>,
    @Context() context: RequestContext,
  ) {
    return this.consents.change(context, entryId, publication);
  }
}
