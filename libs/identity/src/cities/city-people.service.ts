import { Injectable } from '@nestjs/common';
import type { CityRole } from '#libs/contracts';
import type { Said } from '#libs/contracts';
import { allows, Problem, type RequestContext, staffOf, UnitOfWork, type Work } from '#libs/platform';
import { type CityMembership, lockCityPeople, membershipsOf, requireUnmerged } from '../people/city-people.queries.js';
import { citiesOf, needsMore } from '../people/city-access.js';
import { canonicalAddress } from '../people/identity.rules.js';
import { IdentityService, type Invited, type NewPerson, type Reason } from '../people/identity.service.js';
import { identityPermissions } from '../permissions.js';
import { refusal } from '../refusals.words.js';

/** The most people that a city's owners let act for it. */
export const PEOPLE_MAX = 50;

/** Somebody who acts for a city. */
export interface CityMember {
  personId: string;
  /** Null until they accepted: an address says nothing of whose it is. */
  name: string | null;
  address: string;
  cityRole: CityRole;
  since: string;
  pending: boolean;
}

/** A colleague to invite. Of somebody who is known already only the address counts. */
export type Colleague = Omit<NewPerson, 'addresses'> & { address: string };

/** Who acts for a city: its owners see to it, and the secretariat where it must, with a reason. */
@Injectable()
export class CityPeopleService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly identity: IdentityService,
  ) {}

  /** Everybody who acts for a city, owners first; whoever may see the city may see them. */
  async list(cityId: string): Promise<CityMember[]> {
    const all = await this.unitOfWork.read((em) => membershipsOf(em, cityId));
    const first = all.filter((member, at) => all.findIndex(({ personId }) => personId === member.personId) === at);
    return first.map(({ personId, name, address, cityRole, since, pending }) => ({
      personId,
      name: pending ? null : name,
      address,
      cityRole,
      since: new Date(since).toISOString(),
      pending,
    }));
  }

  /**
   * Invites a colleague by mail into a city. Throws `forbidden`, `conflict` for who acts for it
   * already, `rule-violated` beyond 50 people.
   */
  invite(context: RequestContext, cityId: string, colleague: Colleague, cityRole: CityRole): Promise<Invited> {
    return this.change(context, cityId, async (work, members) => {
      requireOwner(context, cityId);
      if (new Set(members.map(({ personId }) => personId)).size >= PEOPLE_MAX)
        throw new Problem('rule-violated', refusal('cityPeople.full', { most: PEOPLE_MAX }));
      const person = await whoHas(work, colleague);
      if ('personId' in person && members.some(({ personId }) => personId === person.personId))
        throw new Problem('conflict', refusal('cityPeople.addressKnown'));
      const role = { role: 'city' as const, ...scopeOf(context, members, cityId), cityId, cityRole };
      return this.identity.invite(context, person, role, context.principal);
    });
  }

  /** Gives somebody of a city another role in it. Throws `not-found`, `conflict` when no owner would be left. */
  changeRole(context: RequestContext, cityId: string, personId: string, cityRole: CityRole): Promise<void> {
    return this.change(context, cityId, async (work, members) => {
      requireOwner(context, cityId);
      const own = requireMember(members, personId);
      if (own.every((grant) => grant.cityRole === cityRole)) return;
      if (cityRole !== 'owner') requireOwnerBeside(members, personId);
      for (const { grantId, programme, cycleId } of own) {
        const role = { role: 'city' as const, programme, cycleId, cityId, cityRole };
        await this.identity.revokeRole(context, personId, grantId, context.principal);
        const changed = await this.identity.grantRole(context, personId, role, context.principal);
        await work.em.execute('update identity.invitation set grant_id = ? where grant_id = ?', [changed, grantId]);
      }
    });
  }

  /**
   * Removes somebody from a city; everybody may leave. The last owner goes only by the secretariat,
   * which always says why. Throws `not-found`, `conflict`, `invalid-request` where a reason is
   * missing.
   */
  remove(context: RequestContext, cityId: string, personId: string, reason: Reason | null): Promise<void> {
    return this.change(context, cityId, async (_, members) => {
      const { principal } = context;
      const self = principal?.personId === personId;
      if (!self) requireOwner(context, cityId);
      const own = requireMember(members, personId);
      if (self || isOwner(context, cityId)) requireOwnerBeside(members, personId);
      else requireReason(reason);
      // Everybody may give up their own role; anybody else's only who could give it.
      const by = self ? undefined : principal;
      for (const { grantId } of own) await this.identity.revokeRole(context, personId, grantId, by, reason);
    });
  }

  /**
   * Names who takes over from an owner, with an invitation by mail. An owner hands over their own
   * role and leaves when the successor accepts. The secretariat does it for an owner who has left
   * (`from`), at once and with a reason. Throws `not-found`, `forbidden`, `invalid-request`.
   */
  handOver(
    context: RequestContext,
    cityId: string,
    { from, to, reason }: { from: string | null; to: Colleague; reason: Reason | null },
  ): Promise<Invited> {
    return this.change(context, cityId, async (work, members) => {
      requireOwner(context, cityId);
      const byStaff = !isOwner(context, cityId);
      if (byStaff) requireReason(reason);
      const leaving = from ?? (byStaff ? null : context.principal!.personId);
      if (leaving === null) throw missing('/from', refusal('handover.whoLeft'));
      if (!byStaff && leaving !== context.principal!.personId)
        throw new Problem('forbidden', refusal('handover.ownRole'));
      const own = requireMember(members, leaving).filter(({ cityRole }) => cityRole === 'owner');
      if (own.length === 0) throw new Problem('conflict', refusal('handover.noOwner'));
      const person = await whoHas(work, to);
      const successor = 'personId' in person ? members.filter(({ personId }) => personId === person.personId) : [];
      if (successor.some(({ personId }) => personId === leaving))
        throw new Problem('conflict', refusal('handover.toThemselves'));
      const { programme, cycleId } = own[0]!;
      const role = { role: 'city' as const, programme, cycleId, cityId, cityRole: 'owner' as const };
      for (const { grantId, personId, cityRole } of successor)
        if (cityRole !== 'owner') await this.identity.revokeRole(context, personId, grantId, context.principal);
      const invited = await this.identity.invite(context, person, role, context.principal, leaving);
      if (!byStaff) return invited;
      const { principal } = context;
      for (const { grantId } of own) await this.identity.revokeRole(context, leaving, grantId, principal, reason);
      return invited;
    });
  }

  private change<T>(
    context: RequestContext,
    cityId: string,
    act: (work: Work, members: CityMembership[]) => Promise<T>,
  ): Promise<T> {
    return this.unitOfWork.run(context, async (work) => {
      await lockCityPeople(work, cityId);
      await requireUnmerged(work, cityId);
      return act(work, await membershipsOf(work.em, cityId));
    });
  }
}

const isOwner = ({ principal }: RequestContext, cityId: string) => citiesOf(principal, 'bind').includes(cityId);

/** Throws for everybody but the owners of a city and the secretariat. */
function requireOwner(context: RequestContext, cityId: string): void {
  if (isOwner(context, cityId) || allows(staffOf(identityPermissions.manageCityPeople), context.principal, 'own'))
    return;
  if (citiesOf(context.principal).includes(cityId)) throw needsMore('bind');
  throw new Problem('forbidden', refusal('cityPeople.ownersOnly'));
}

function requireMember(members: CityMembership[], personId: string): CityMembership[] {
  const own = members.filter((member) => member.personId === personId);
  if (own.length === 0) throw new Problem('not-found', refusal('cityPeople.notFound'));
  return own;
}

/** Throws `conflict` when a city would be left without an owner who has accepted. */
function requireOwnerBeside(members: CityMembership[], personId: string): void {
  const owns = (member: CityMembership) => member.cityRole === 'owner' && !member.pending;
  if (!members.some((member) => member.personId === personId && owns(member))) return;
  if (members.some((member) => member.personId !== personId && owns(member))) return;
  throw new Problem('conflict', refusal('cityPeople.lastOwner'));
}

function requireReason(reason: Reason | null): void {
  if (!reason) throw missing('/reasonCode', refusal('cityPeople.reasonMissing'));
}

function missing(pointer: string, detail: Said): Problem {
  return new Problem('invalid-request', detail, { errors: [{ pointer, message: refusal('field.missing') }] });
}

/** Where a new role for the city holds: as that of who gives it, or, from the secretariat, as those the city has. */
function scopeOf({ principal }: RequestContext, members: CityMembership[], cityId: string) {
  const own = principal?.grants.find((grant) => grant.cityId === cityId && grant.cityRole === 'owner');
  const staff = principal?.grants.find(({ role }) => role === 'secretariat');
  const { programme = null, cycleId = null } = own ?? members[0] ?? staff ?? {};
  return { programme, cycleId };
}

/** Whoever has the address already, or somebody new. */
async function whoHas({ em }: Work, { address, ...person }: Colleague): Promise<NewPerson | { personId: string }> {
  const [known] = await em.execute<{ personId: string }[]>(
    'select person_id as "personId" from identity.person_address where address = ?',
    [canonicalAddress(address)],
  );
  return known ?? { ...person, addresses: [address] };
}
