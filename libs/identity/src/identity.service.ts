import { Inject, Injectable, Optional } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { type Principal, Problem, UnitOfWork, type Work, type WorkContext } from '#libs/platform';
import { CYCLE_RULES, type CycleRules } from './cycle-rules.js';
import { type HeldRole, type Language, canonicalAddress, isZone, mayGrant, scopeProblem } from './identity.rules.js';
import { Invitation } from './invitation.entity.js';
import { Person } from './person.entity.js';
import { RoleGrant } from './role-grant.entity.js';
import { authName } from './auth.js';

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

/** A role to be given. With a cycle, the programme is the cycle's. */
export type NewGrant = Pick<HeldRole, 'role'> & Partial<HeldRole>;

/** Writes people, roles and invitations; `PeopleService` reads them. */
@Injectable()
export class IdentityService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Optional() @Inject(CYCLE_RULES) private readonly cycles: CycleRules | null = null,
  ) {}

  /** Creates a person; returns its id. Throws `conflict` when an address belongs to somebody, `invalid-request` for a zone. */
  async createPerson(context: WorkContext, person: NewPerson): Promise<string> {
    if (!isZone(person.zone))
      throw wrong('/zone', `"${person.zone}" is no IANA zone.`, 'Europe/Vienna, Asia/Shanghai …');
    const addresses = [...new Set(person.addresses.map(canonicalAddress))];
    return this.unitOfWork.run(context, async (work) => {
      const { em } = work;
      const id = uuidv7();
      const { name, language, zone } = person;
      await em.insert(Person, { id, name, language, zone, createdAt: await work.now() });
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
        if (added.length === 0) throw new Problem('conflict', `The address ${address} belongs to another person.`);
      }
      return id;
    });
  }

  /**
   * Gives a person a role; returns the grant, the present one if it is already held. `by` is checked for the right to give
   * it; left out when the caller's own rule allows it. Throws `rule-violated` when it makes an expert of a cycle its juror
   * (or the other way round) and its definition does not allow that.
   */
  async grantRole(context: WorkContext, personId: string, wanted: NewGrant, by?: Principal | null): Promise<string> {
    return this.unitOfWork.run(context, async (work) => {
      const grant = await this.complete(wanted);
      if (by !== undefined) requireMayGrant(by, grant);
      const panel = grant.role === 'expert' || grant.role === 'juror';
      const expertsMayJudge = panel && (await this.rules().expertsMayJudge(grant.cycleId!));
      await this.requirePerson(work, personId);
      const id = uuidv7();
      const { role, programme, cycleId, cityId } = grant;
      const added = await work.em.execute<unknown[]>(
        `insert into identity.role_grant (id, person_id, role, programme, cycle_id, city_id, experts_may_judge, granted_by)
         values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing returning id`,
        [id, personId, role, programme, cycleId, cityId, expertsMayJudge, work.actor.id],
      );
      if (added.length === 0) return this.presentGrant(work, personId, grant);
      const data = { personId, grantId: id, role, programme, cycleId, cityId };
      work.emit({ type: 'laureate.role.granted.v1', subject: personId, data });
      return id;
    });
  }

  /** Takes a role away; nothing happens when it is already revoked. Throws `not-found` for a grant this person never had. */
  async revokeRole(context: WorkContext, personId: string, grantId: string, by?: Principal | null): Promise<void> {
    await this.unitOfWork.run(context, async (work) => {
      const [grant] = await work.em.execute<HeldRole[]>(
        `select role, programme, cycle_id as "cycleId", city_id as "cityId"
         from identity.role_grant where id = ? and person_id = ?`,
        [grantId, personId],
      );
      if (!grant) throw new Problem('not-found', 'This person has no such role.');
      if (by !== undefined) requireMayGrant(by, grant);
      const revoked = await work.em.execute<unknown[]>(
        `update identity.role_grant set revoked_at = now(), revoked_by = ? where id = ? and revoked_at is null returning id`,
        [work.actor.id, grantId],
      );
      if (revoked.length === 0) return;
      work.emit({ type: 'laureate.role.revoked.v1', subject: personId, data: { personId, grantId } });
    });
  }

  /** Gives a role and tells the person by mail, with a link that lets them in; a new person is created first. */
  async invite(
    context: WorkContext,
    person: NewPerson | { personId: string },
    role: NewGrant,
    by?: Principal | null,
  ): Promise<{ personId: string; grantId: string; invitationId: string }> {
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
      });
      work.emit({ type: 'laureate.person.invited.v1', subject: personId, data: { personId, invitationId } });
      return { personId, grantId, invitationId };
    });
  }

  /** Creates the first person of the secretariat, for all programmes; throws `conflict` once there is one. */
  async bootstrapSecretariat(context: WorkContext, person: NewPerson): Promise<string> {
    return this.unitOfWork.run(context, async ({ em }) => {
      await em.execute(`select pg_advisory_xact_lock(hashtext('identity.bootstrap'))`);
      const present = await em.count(RoleGrant, { role: 'secretariat', revokedAt: null });
      if (present > 0) throw new Problem('conflict', 'There is a secretariat already; it appoints its own members.');
      const id = await this.createPerson(context, person);
      await this.grantRole(context, id, { role: 'secretariat' });
      return id;
    });
  }

  private async complete(wanted: NewGrant): Promise<HeldRole> {
    const { role, programme = null, cycleId = null, cityId = null } = wanted;
    const problem = scopeProblem({ role, programme, cycleId, cityId });
    if (problem) throw wrong('/cycleId', problem);
    if (cycleId === null) return { role, programme, cycleId, cityId };
    const ofCycle = await this.rules().programmeOf(cycleId);
    if (ofCycle === null) throw wrong('/cycleId', 'There is no such cycle.');
    if (programme !== null && programme !== ofCycle) throw wrong('/programme', `The cycle belongs to ${ofCycle}.`);
    return { role, programme: ofCycle, cycleId, cityId };
  }

  private async presentGrant({ em }: Work, personId: string, { role, ...scope }: HeldRole): Promise<string> {
    const present = await em.findOne(RoleGrant, { personId, role, ...scope, revokedAt: null });
    if (present) return present.id;
    const other = role === 'expert' ? 'juror' : 'expert';
    throw new Problem('rule-violated', `This person is ${other} of the cycle; its definition lets nobody be both.`);
  }

  private async requirePerson({ em }: Work, personId: string): Promise<void> {
    if (!(await em.count(Person, { id: personId }))) throw new Problem('not-found', 'There is no such person.');
  }

  private rules(): CycleRules {
    if (!this.cycles) throw new Error('Roles of cycles are given only where the app provides CYCLE_RULES.');
    return this.cycles;
  }
}

function requireMayGrant(by: Principal | null, grant: HeldRole): void {
  if (!mayGrant(by?.grants ?? [], grant)) {
    throw new Problem('forbidden', `Your roles do not let you give or take the role "${grant.role}" there.`);
  }
}

function wrong(pointer: string, message: string, allowed?: string): Problem {
  return new Problem('invalid-request', message, { errors: [{ pointer, message, ...(allowed && { allowed }) }] });
}
