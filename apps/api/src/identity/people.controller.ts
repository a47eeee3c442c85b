import { Body, Controller, Delete, Get, Param, Post, Put, Query } from '@nestjs/common';
import { z } from 'zod';

import {
  ApiKeyService,
  IdentityAuthenticator,
  IdentityService,
  PeopleService,
  holdsWhole,
  identityPermissions,
} from '#libs/identity';
import { Context, Endpoint, PageQuery, Problem, type RequestContext, pageOf, readCursor, toPage } from '#libs/platform';
import { refusal } from '../refusals.words.js';
import { requireSelfOrStaff } from './staff.js';
import { ApiKey, NewGrant, NewPerson, PeopleFilter, Person, RoleGrant } from './person.schemas.js';

const PersonPath = z.object({ personId: z.uuid() });
const GrantPath = PersonPath.extend({ grantId: z.uuid() });
const KeyPath = PersonPath.extend({ apiKeyId: z.uuid() });
const PeopleQuery = PageQuery.extend(PeopleFilter);
const OfficeAccount = z.strictObject({ office: z.boolean() });
const NewKey = z.strictObject({ name: z.string().trim().min(1).max(100) });

/** People, their roles and their API keys. */
@Controller('v1')
export class PeopleController {
  constructor(
    private readonly identity: IdentityService,
    private readonly people: PeopleService,
    private readonly keys: ApiKeyService,
    private readonly authenticator: IdentityAuthenticator,
  ) {}

  @Get('me')
  @Endpoint({ summary: 'Who am I, and what may I do', access: identityPermissions.readSelf, response: Person })
  async me(@Context() context: RequestContext) {
    return (await this.people.find(context.principal!.personId))!;
  }

  @Post('people')
  @Endpoint({
    summary: 'Create a person',
    access: identityPermissions.createPerson,
    idempotent: true,
    response: Person,
    problems: ['conflict'],
  })
  async create(@Body({ schema: NewPerson }) person: z.output<typeof NewPerson>, @Context() context: RequestContext) {
    const id = await this.identity.createPerson(context, person);
    return (await this.people.find(id))!;
  }

  @Get('people')
  @Endpoint({
    summary: 'List people with their roles',
    description: 'Whose own role is for one programme names it; whose role is for one cycle names both.',
    access: identityPermissions.listPeople,
    response: pageOf(Person),
  })
  async list(
    @Query({ schema: PeopleQuery }) { cursor, limit, ...filter }: z.output<typeof PeopleQuery>,
    @Context() context: RequestContext,
  ) {
    const scope = { programme: filter.programme ?? null, cycleId: filter.cycleId ?? null, cityId: null };
    if (!holdsWhole(context.principal!.grants, identityPermissions.listPeople.roles, scope)) {
      throw new Problem('forbidden', refusal('people.scope'));
    }
    const after = readCursor(cursor, z.uuid());
    const rows = await this.people.page(filter, { after, limit: limit + 1 });
    return toPage(
      rows,
      limit,
      (row) => row.id,
      (row) => row,
    );
  }

  @Post('people/:personId/roles')
  @Endpoint({
    summary: 'Give a person a role',
    description:
      'Who holds it already keeps it. Nobody is expert and juror of one cycle unless its definition allows it.',
    access: identityPermissions.grantRole,
    idempotent: true,
    response: RoleGrant,
    problems: ['conflict', 'rule-violated'],
  })
  async grant(
    @Param({ schema: PersonPath }) { personId }: z.output<typeof PersonPath>,
    @Body({ schema: NewGrant }) role: z.output<typeof NewGrant>,
    @Context() context: RequestContext,
  ) {
    const id = await this.identity.grantRole(context, personId, role, context.principal);
    return (await this.people.find(personId))!.roles.find((held) => held.id === id)!;
  }

  @Delete('people/:personId/roles/:grantId')
  @Endpoint({ summary: 'Take a role away', access: identityPermissions.revokeRole })
  async revoke(
    @Param({ schema: GrantPath }) { personId, grantId }: z.output<typeof GrantPath>,
    @Context() context: RequestContext,
  ): Promise<void> {
    await this.identity.revokeRole(context, personId, grantId, context.principal);
    await this.authenticator.forget();
  }

  @Put('people/:personId/office-account')
  @Endpoint({
    summary: 'Say whether several people of an office share an account, your own or as the secretariat',
    description: 'By a shared account, whoever binds a city says who they are, by name and function.',
    access: identityPermissions.manageOwnAccount,
  })
  async setOffice(
    @Param({ schema: PersonPath }) { personId }: z.output<typeof PersonPath>,
    @Body({ schema: OfficeAccount }) { office }: z.output<typeof OfficeAccount>,
    @Context() context: RequestContext,
  ): Promise<void> {
    requireSelfOrStaff(context, personId, refusal('office.own'));
    await this.identity.setOffice(context, personId, office);
    await this.authenticator.forget();
  }

  @Post('people/:personId/api-keys')
  @Endpoint({
    summary: 'Make an API key of your own',
    description: 'A key acts as its person, so nobody makes one of somebody else.',
    access: identityPermissions.manageOwnAccount,
    idempotent: { no: 'the key is shown once and kept nowhere, so it could not be answered again' },
    response: ApiKey,
  })
  async createKey(
    @Param({ schema: PersonPath }) { personId }: z.output<typeof PersonPath>,
    @Body({ schema: NewKey }) { name }: z.output<typeof NewKey>,
    @Context() context: RequestContext,
  ) {
    if (personId !== context.principal!.personId) {
      throw new Problem('forbidden', refusal('key.own'));
    }
    return this.keys.createApiKey(context, personId, name);
  }

  @Delete('people/:personId/api-keys/:apiKeyId')
  @Endpoint({
    summary: 'Revoke an API key, your own or as the secretariat',
    access: identityPermissions.manageOwnAccount,
  })
  async revokeKey(
    @Param({ schema: KeyPath }) { personId, apiKeyId }: z.output<typeof KeyPath>,
    @Context() context: RequestContext,
  ): Promise<void> {
    requireSelfOrStaff(context, personId, refusal('key.revoked'));
    await this.keys.revokeApiKey(context, personId, apiKeyId);
  }
}
