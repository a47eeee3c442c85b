import { Body, Controller, Get, Param, Post, Put, StreamableFile } from '@nestjs/common';
import { z } from 'zod';
import {
  IdentityAuthenticator,
  LegalHoldService,
  PersonalDataService,
  RetentionService,
  identityPermissions,
} from '#libs/identity';
import { Context, Endpoint, Problem, type RequestContext, WEIGHTS } from '#libs/platform';
import { refusal } from '../refusals.words.js';
import { Hold, Holds, NewPeriod, OwnErasure, RetentionPeriod, RetentionPeriods, Why } from './personal-data.schemas.js';

const PersonPath = z.object({ personId: z.uuid() });
const HoldPath = PersonPath.extend({ holdId: z.uuid() });
const KindPath = z.object({ kind: z.string().max(60) });

/** What is held about people: given out, erased, held. */
@Controller('v1')
export class PersonalDataController {
  constructor(
    private readonly data: PersonalDataService,
    private readonly holds: LegalHoldService,
    private readonly retention: RetentionService,
    private readonly authenticator: IdentityAuthenticator,
  ) {}

  @Get('me/data')
  @Endpoint({
    summary: 'Everything that is held about you, as JSON Lines',
    weight: WEIGHTS.export,
    description: 'A line a record, `{"kind": …, "record": …}`, kind by kind, streamed as it is read.',
    access: 'signed-in',
    produces: 'application/jsonl',
  })
  async own(@Context() context: RequestContext) {
    const body = await this.data.export(context.principal!.personId);
    return new StreamableFile(body, { type: 'application/jsonl', disposition: 'attachment; filename="my-data.jsonl"' });
  }

  @Post('me/erasure')
  @Endpoint({
    summary: 'Erase yourself, for good',
    description:
      'Name, addresses, keys and contacts go, and every role ends. What was decided keeps your id. Refused under a legal hold, and while you have something to do that nobody else can.',
    access: 'signed-in',
    idempotent: { no: 'your keys and sessions are gone with it' },
    problems: ['conflict'],
  })
  async eraseOwn(
    @Body({ schema: OwnErasure }) { personId }: z.output<typeof OwnErasure>,
    @Context() context: RequestContext,
  ): Promise<void> {
    if (personId !== context.principal!.personId) {
      const errors = [{ pointer: '/personId', message: refusal('person.notOwn') }];
      throw new Problem('invalid-request', refusal('person.ownId'), { errors });
    }
    await this.data.erase(context, personId, null);
    await this.authenticator.forget();
  }

  @Post('people/:personId/erasure')
  @Endpoint({
    summary: 'Erase a person who asks for it, for good',
    description: 'Refused under a legal hold, and while the person has something to do that nobody else can.',
    access: identityPermissions.erasePerson,
    idempotent: true,
    status: 204,
    problems: ['conflict'],
  })
  async erase(
    @Param({ schema: PersonPath }) { personId }: z.output<typeof PersonPath>,
    @Body({ schema: Why }) reason: z.output<typeof Why>,
    @Context() context: RequestContext,
  ): Promise<void> {
    await this.data.erase(context, personId, reason);
    await this.authenticator.forget();
  }

  @Get('retention-periods')
  @Endpoint({
    summary: 'How long what names people is kept',
    description: 'Everything else names them by id alone, and ends with the person.',
    access: 'public',
    response: RetentionPeriods,
  })
  async periods() {
    return { periods: await this.retention.periods() };
  }

  @Put('retention-periods/:kind')
  @Endpoint({
    summary: 'Set how long a kind of what names people is kept',
    description: 'It holds for what is there already. What is under a legal hold stays.',
    access: identityPermissions.setRetention,
    response: RetentionPeriod,
  })
  setPeriod(
    @Param({ schema: KindPath }) { kind }: z.output<typeof KindPath>,
    @Body({ schema: NewPeriod }) { days, ...reason }: z.output<typeof NewPeriod>,
    @Context() context: RequestContext,
  ) {
    return this.retention.setPeriod(context, kind, days, reason);
  }

  @Get('people/:personId/legal-holds')
  @Endpoint({
    summary: 'Show the legal holds of a person',
    access: identityPermissions.holdPersonalData,
    response: Holds,
  })
  async listHolds(@Param({ schema: PersonPath }) { personId }: z.output<typeof PersonPath>) {
    return { holds: await this.holds.list(personId) };
  }

  @Post('people/:personId/legal-holds')
  @Endpoint({
    summary: 'Forbid that anything of a person is erased',
    access: identityPermissions.holdPersonalData,
    idempotent: true,
    response: Hold,
  })
  hold(
    @Param({ schema: PersonPath }) { personId }: z.output<typeof PersonPath>,
    @Body({ schema: Why }) reason: z.output<typeof Why>,
    @Context() context: RequestContext,
  ) {
    return this.holds.set(context, personId, reason);
  }

  @Post('people/:personId/legal-holds/:holdId/lift')
  @Endpoint({
    summary: 'Lift a legal hold',
    access: identityPermissions.holdPersonalData,
    idempotent: true,
    status: 200,
    response: Hold,
    problems: ['conflict'],
  })
  lift(
    @Param({ schema: HoldPath }) { personId, holdId }: z.output<typeof HoldPath>,
    @Body({ schema: Why }) reason: z.output<typeof Why>,
    @Context() context: RequestContext,
  ) {
    return this.holds.lift(context, personId, holdId, reason);
  }
}
