import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { CityVerificationService, entryPermissions, TrustedDomainService } from '#libs/entries';
import { Context, Endpoint, PageQuery, type RequestContext, pageOf, readCursor, toPage } from '#libs/platform';
import {
  CityVerification,
  NewTrust,
  NewVerification,
  TrustRemoval,
  TrustedDomain,
  TrustedDomainList,
} from './city.schemas.js';
import { ProgrammePath } from './territory.schemas.js';

const CityPath = z.object({ cityId: z.uuid() });
const TrustPath = ProgrammePath.extend({ trustId: z.uuid() });

/** Whether a city is what it says, and who found that. */
@Controller('v1/cities/:cityId/verifications')
export class CityVerificationController {
  constructor(private readonly verifications: CityVerificationService) {}

  @Post()
  @Endpoint({
    summary: 'Verify a city, or take that back',
    description:
      'With the letter of somebody entitled to bind it, where there is one: who signed, and the digest of the file.',
    access: entryPermissions.verifyCity,
    idempotent: true,
    response: CityVerification,
    problems: ['conflict'],
  })
  set(
    @Param({ schema: CityPath }) { cityId }: z.output<typeof CityPath>,
    @Body({ schema: NewVerification }) body: z.output<typeof NewVerification>,
    @Context() context: RequestContext,
  ) {
    return this.verifications.set(context, cityId, body);
  }

  @Get()
  @Endpoint({
    summary: 'List how a city was verified',
    description: 'Oldest first: by whom or by which mail domain, why, and by which letter.',
    access: entryPermissions.readCityRecords,
    response: pageOf(CityVerification),
  })
  async list(
    @Param({ schema: CityPath }) { cityId }: z.output<typeof CityPath>,
    @Query({ schema: PageQuery }) { cursor, limit }: z.output<typeof PageQuery>,
    @Context() context: RequestContext,
  ) {
    const page = { after: readCursor(cursor, z.uuid()), limit: limit + 1 };
    return toPage(
      await this.verifications.list(context, cityId, page),
      limit,
      ({ id }) => id,
      (verification) => verification,
    );
  }
}

/** Mail domains that a programme trusts. */
@Controller('v1/programmes/:programme/trusted-domains')
export class TrustedDomainController {
  constructor(private readonly trusted: TrustedDomainService) {}

  @Get()
  @Endpoint({
    summary: 'List the mail domains that a programme trusts',
    access: entryPermissions.readTrustedDomains,
    response: TrustedDomainList,
  })
  async list(
    @Param({ schema: ProgrammePath }) { programme }: z.output<typeof ProgrammePath>,
    @Context() context: RequestContext,
  ) {
    return { items: await this.trusted.list(context, programme) };
  }

  @Post()
  @Endpoint({
    summary: 'Trust a mail domain',
    description:
      'Whoever registers a city and has shown that an address there is theirs verifies it. Domains of free mail can never be trusted.',
    access: entryPermissions.changeTrustedDomains,
    idempotent: true,
    response: TrustedDomain,
    problems: ['conflict', 'rule-violated'],
  })
  add(
    @Param({ schema: ProgrammePath }) { programme }: z.output<typeof ProgrammePath>,
    @Body({ schema: NewTrust }) body: z.output<typeof NewTrust>,
    @Context() context: RequestContext,
  ) {
    return this.trusted.add(context, programme, body);
  }

  @Post(':trustId/removal')
  @Endpoint({
    summary: 'Trust a mail domain no more',
    description: 'Cities that it verified stay verified.',
    access: entryPermissions.changeTrustedDomains,
    idempotent: true,
  })
  remove(
    @Param({ schema: TrustPath }) { programme, trustId }: z.output<typeof TrustPath>,
    @Body({ schema: TrustRemoval }) { reason }: z.output<typeof TrustRemoval>,
    @Context() context: RequestContext,
  ) {
    return this.trusted.remove(context, programme, trustId, reason);
  }
}
