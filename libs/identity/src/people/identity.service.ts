import { Inject, Injectable, Optional } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { Said } from '#libs/contracts';
import { type Principal, Problem, UnitOfWork, type Work, type WorkContext } from '#libs/platform';
import { lockCityPeople, requireUnmerged } from './city-people.queries.js';
import { CYCLE_RULES, type CycleRules } from './cycle-rules.js';
import { type HeldRole, type Language, canonicalAddress, isZone, mayGrant, scopeProblem } from './identity.rules.js';
import { Invitation, Person, RoleGrant } from './person.entities.js';
import { authName } from '../auth/auth.js';
import { refusal } from '../refusals.words.js';

/** How long an invitation can be accepted. */
const INVITATION_DAYS = 30;

export interface NewPerson {
  name: string;
  language: Language;
  /** IANA zone the person lives by. */
  zone: string;
  /** The first one is primary: mails go there. */
  addresses: string[];
}

/**
 * A role to be given. With a cycle, the programme is the cycle's; whoever acts for a city is an
 * owner unless another cityRole is named.
 */
export type NewGrant = Pick<HeldRole, 'role'> & Partial<HeldRole>;

/** What an invitation made. */
export interface Invited {
  personId: string;
  grantId: string;
  invitationId: string;
}

/** Why something was done: the code is published, the text is kept in the database only. */
export interface Reason {
  reasonCode: string;
  reasonText: string;
}

/** Writes people, roles and invitations; `PeopleService` reads them. */
@Injectable()
export class IdentityService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Optional() @Inject(CYCLE_RULES) private readonly cycles: CycleRules | null = null,
  ) {}

  /**
   * Creates a person; returns its id. Throws `conflict` when an address belongs to somebody,
   * `invalid-request` for a zone.
   */
  async createPerson(context: WorkContext, person: NewPerson): Promise<string> {
    if (!isZone(person.zone))
      throw wrong('/zone', refusal('zone.unknown', { zone: person.zone }), 'Europe/Vienna, Asia/Shanghai …');
    const addresses = [...new Set(person.addresses.map(canonicalAddress))];
    return this.unitOfWork.run(context, async (work) => {
      const { em } = work;
      const id = uuidv7();
      const { name, language, zone } = person;
      await em.insert(Person, { id, name, language, zone, office: false, createdAt: await work.now() });
      await em.execute(`insert into auth."user" (id, name, email, "emailVerified") values (?, '', ?, true)`, [
        id,
        authName(id),
      ]);
      for (const [position, address] of addresses.entries()) {
        const added = await em.execute<unknown[]>(
          `insert into identity.person_address (id, person_id, address, is_primary) values (?, ?, ?, ?)
           on conflict (address) do nothing returning id`,
          [uuidv7(), id, address, position === 0],
        );
        if (added.length === 0) throw new Problem('conflict', refusal('person.addressTaken', { address }));
      }
      return id;
    });
  }

  /**
   * Gives a person a role; returns the grant, the present one if it is already held. `by` is
   * checked for the right to give it; left out when the caller's own rule allows it. Throws
   * `rule-violated` when it makes an expert of a cycle its juror (or the other way round) and its
   * definition does not allow that, `conflict` for a city that was merged into another one.
   */
  async grantRole(context: WorkContext, personId: string, wanted: NewGrant, by?: Principal | null): Promise<string> {
    return this.unitOfWork.run(context, async (work) => {
      const grant = await this.complete(wanted);
      if (by !== undefined) requireMayGrant(by, grant);
      const panel = grant.role === 'expert' || grant.role === 'juror';
      const expertsMayJudge = panel && (await this.rules().expertsMayJudge(grant.cycleId!));
      await this.requirePerson(work, personId);
      const id = uuidv7();
      const { role, programme, cycleId, cityId, cityRole } = grant;
      if (cityId !== null) {
        // A city that is being merged is waited for: nobody gets a role for it afterwards.
        await lockCityPeople(work, cityId);
        await requireUnmerged(work, cityId);
      }
      const added = await work.em.execute<unknown[]>(
        `insert into identity.role_grant (id, person_id, role, programme, cycle_id, city_id, city_role, experts_may_judge, granted_by)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing returning id`,
        [id, personId, role, programme, cycleId, cityId, cityRole, expertsMayJudge, work.actor.id],
      );
      if (added.length === 0) return this.presentGrant(work, personId, grant);
      const data = { personId, grantId: id, role, programme, cycleId, cityId, cityRole };
      work.emit({ type: 'laureate.role.granted.v1', subject: personId, data });
      return id;
    });
  }

  /**
   * Takes a role away; nothing happens when it is already revoked. Throws `not-found` for a grant
   * this person never had.
   */
  async revokeRole(
    context: WorkContext,
    personId: string,
    grantId: string,
    by?: Principal | null,
    reason?: Reason | null,
  ): Promise<void> {
    await this.unitOfWork.run(context, async (work) => {
      const [grant] = await work.em.execute<HeldRole[]>(
        `select role, programme, cycle_id as "cycleId", city_id as "cityId", city_role as "cityRole"
         from identity.role_grant where id = ? and person_id = ?`,
        [grantId, personId],
      );
      if (!grant) throw new Problem('not-found', refusal('role.notHeld'));
      if (by !== undefined) requireMayGrant(by, grant);
      const revoked = await work.em.execute<unknown[]>(
        `update identity.role_grant set revoked_at = now(), revoked_by = ?, revoked_reason_code = ?, revoked_reason_text = ?
         where id = ? and revoked_at is null returning id`,
        [work.actor.id, reason?.reasonCode ?? null, reason?.reasonText ?? null, grantId],
      );
      if (revoked.length === 0) return;
      const data = { personId, grantId, ...(reason && { reasonCode: reason.reasonCode }) };
      work.emit({ type: 'laureate.role.revoked.v1', subject: personId, data });
    });
  }

  /** Says whether a person's account is shared by an office, or is theirs alone. Throws `not-found`. */
  async setOffice(context: WorkContext, personId: string, office: boolean): Promise<void> {
    await this.unitOfWork.run(context, async (work) => {
      await this.requirePerson(work, personId);
      const changed = await work.em.nativeUpdate(Person, { id: personId, office: !office }, { office });
      if (changed === 0) return;
      work.emit({ type: 'laureate.person.office-set.v1', subject: personId, data: { personId, office } });
    });
  }

  /**
   * Gives a role and tells the person by mail, with a link that lets them in; a new person is
   * created first. With `takesOverFrom` that person's roles for the same city end when the
   * invitation is accepted.
   */
  async invite(
    context: WorkContext,
    person: NewPerson | { personId: string },
    role: NewGrant,
    by?: Principal | null,
    takesOverFrom: string | null = null,
  ): Promise<Invited> {
    return this.unitOfWork.run(context, async (work) => {
      const personId = 'personId' in person ? person.personId : await this.createPerson(context, person);
      const grantId = await this.grantRole(context, personId, role, by);
      const invitationId = uuidv7();
      const invitedAt = await work.now();
      await work.em.insert(Invitation, {
        id: invitationId,
        personId,
        grantId,
        invitedBy: work.actor.id,
        invitedAt,
        expiresAt: new Date(invitedAt.getTime() + INVITATION_DAYS * 86_400_000),
        takesOverFrom,
      });
      const data = { personId, invitationId, ...(takesOverFrom && { takesOverFrom }) };
      work.emit({ type: 'laureate.person.invited.v1', subject: personId, data });
      return { personId, grantId, invitationId };
    });
  }

  /** Creates the first person of the secretariat, for all programmes; throws `conflict` once there is one. */
  async bootstrapSecretariat(context: WorkContext, person: NewPerson): Promise<string> {
    return this.unitOfWork.run(context, async ({ em }) => {
      await em.execute(`select pg_advisory_xact_lock(hashtext('identity.bootstrap'))`);
      const present = await em.count(RoleGrant, { role: 'secretariat', revokedAt: null });
      if (present > 0) throw new Problem('conflict', refusal('role.secretariatThere'));
      const id = await this.createPerson(context, person);
      await this.grantRole(context, id, { role: 'secretariat' });
      return id;
    });
  }

  private async complete(wanted: NewGrant): Promise<HeldRole> {
    const { role, programme = null, cycleId = null, cityId = null } = wanted;
    const cityRole = wanted.cityRole ?? (cityId === null ? null : 'owner');
    const held = { role, programme, cycleId, cityId, cityRole };
    const problem = scopeProblem(held);
    if (problem) throw wrong('/cycleId', problem);
    if (cycleId === null) return held;
    const ofCycle = await this.rules().programmeOf(cycleId);
    if (ofCycle === null) throw wrong('/cycleId', refusal('cycle.notFound'));
    if (programme !== null && programme !== ofCycle)
      throw wrong('/programme', refusal('role.otherProgramme', { programme: ofCycle }));
    return { ...held, programme: ofCycle };
  }

  private async presentGrant({ em }: Work, personId: string, { role, cityRole, ...scope }: HeldRole): Promise<string> {
    const present = await em.findOne(RoleGrant, { personId, role, ...scope, revokedAt: null });
    if (present && present.cityRole !== cityRole)
      throw new Problem('conflict', refusal('cityPeople.hasRole', { role: String(present.cityRole) }));
    if (present) return present.id;
    const other = role === 'expert' ? 'juror' : 'expert';
    throw new Problem('rule-violated', refusal('role.notBoth', { other }));
  }

  private async requirePerson({ em }: Work, personId: string): Promise<void> {
    if (!(await em.count(Person, { id: personId }))) throw new Problem('not-found', refusal('person.notFound'));
  }

  private rules(): CycleRules {
    if (!this.cycles) throw new Error('Roles of cycles are given only where the app provides CYCLE_RULES.');
    return this.cycles;
  }
}

function requireMayGrant(by: Principal | null, grant: HeldRole): void {
  if (!mayGrant(by?.grants ?? [], grant)) {
    throw new Problem('forbidden', refusal('role.notYours', { role: grant.role }));
  }
}

function wrong(pointer: string, message: Said, allowed?: string): Problem {
  return new Problem('invalid-request', message, { errors: [{ pointer, message, ...(allowed && { allowed }) }] });
}
