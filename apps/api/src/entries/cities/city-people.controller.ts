import { Body, Controller, Get, Param, Post, Put } from '@nestjs/common';
import { z } from 'zod';
import { CityService } from '#libs/entries';
import { CityPeopleService, IdentityAuthenticator, identityPermissions } from '#libs/identity';
import { Context, Endpoint, type RequestContext } from '#libs/platform';
import { Invitation } from '../../identity/person.schemas.js';
import { ChangedCityRole, CityPeople, HandOver, NewColleague, Removal, reasonOf } from './city-people.schemas.js';

const CityPath = z.object({ cityId: z.uuid() });
const MemberPath = CityPath.extend({ personId: z.uuid() });

/** Who acts for a city. To whom a city is hidden, its people are too. */
@Controller('v1/cities/:cityId')
export class CityPeopleController {
  constructor(
    private readonly cities: CityService,
    private readonly people: CityPeopleService,
    private readonly authenticator: IdentityAuthenticator,
  ) {}

  @Get('people')
  @Endpoint({
    summary: 'Show who acts for a city',
    description: 'Owners first.',
    access: identityPermissions.readCityPeople,
    response: CityPeople,
  })
  async list(@Param({ schema: CityPath }) { cityId }: z.output<typeof CityPath>, @Context() context: RequestContext) {
    await this.cities.require(context, cityId, identityPermissions.readCityPeople);
    return { people: await this.people.list(cityId) };
  }

  @Post('people')
  @Endpoint({
    summary: 'Invite a colleague into a city by mail',
    description: 'By its owners and the secretariat. The role is theirs at once; the mail lets them in.',
    access: identityPermissions.manageCityPeople,
    idempotent: true,
    response: Invitation,
    problems: ['conflict', 'rule-violated'],
  })
  async invite(
    @Param({ schema: CityPath }) { cityId }: z.output<typeof CityPath>,
    @Body({ schema: NewColleague }) { cityRole, ...colleague }: z.output<typeof NewColleague>,
    @Context() context: RequestContext,
  ) {
    await this.cities.require(context, cityId, identityPermissions.manageCityPeople);
    return this.people.invite(context, cityId, colleague, cityRole);
  }

  @Put('people/:personId')
  @Endpoint({
    summary: 'Change what somebody may do for a city',
    description: 'By its owners and the secretariat. The last owner stays one.',
    access: identityPermissions.manageCityPeople,
    problems: ['conflict'],
  })
  async changeRole(
    @Param({ schema: MemberPath }) { cityId, personId }: z.output<typeof MemberPath>,
    @Body({ schema: ChangedCityRole }) { cityRole }: z.output<typeof ChangedCityRole>,
    @Context() context: RequestContext,
  ): Promise<void> {
    await this.cities.require(context, cityId, identityPermissions.manageCityPeople);
    await this.people.changeRole(context, cityId, personId, cityRole);
    await this.authenticator.forget();
  }

  @Post('people/:personId/removal')
  @Endpoint({
    summary: 'Remove somebody from a city, or leave it',
    description:
      'By its owners, by whoever leaves, and by the secretariat with a reason. Only the secretariat may leave a city without an owner.',
    access: identityPermissions.manageCityPeople,
    idempotent: true,
    status: 204,
    problems: ['conflict'],
  })
  async remove(
    @Param({ schema: MemberPath }) { cityId, personId }: z.output<typeof MemberPath>,
    @Body({ schema: Removal }) body: z.output<typeof Removal>,
    @Context() context: RequestContext,
  ): Promise<void> {
    // Everybody may leave.
    const self = personId === context.principal?.personId;
    const { readCityPeople, manageCityPeople } = identityPermissions;
    await this.cities.require(context, cityId, self ? readCityPeople : manageCityPeople);
    await this.people.remove(context, cityId, personId, reasonOf(body));
    await this.authenticator.forget();
  }

  @Post('hand-overs')
  @Endpoint({
    summary: 'Name who takes over from an owner of a city',
    description:
      'The successor is invited by mail. An owner leaves the city when the successor accepts; for an owner who has left, the secretariat does it, at once and with a reason.',
    access: identityPermissions.manageCityPeople,
    idempotent: true,
    response: Invitation,
    problems: ['conflict'],
  })
  async handOver(
    @Param({ schema: CityPath }) { cityId }: z.output<typeof CityPath>,
    @Body({ schema: HandOver }) { from, to, ...why }: z.output<typeof HandOver>,
    @Context() context: RequestContext,
  ) {
    await this.cities.require(context, cityId, identityPermissions.manageCityPeople);
    const invited = await this.people.handOver(context, cityId, { from: from ?? null, to, reason: reasonOf(why) });
    await this.authenticator.forget();
    return invited;
  }
}
