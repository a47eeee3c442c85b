import { LockMode } from '@mikro-orm/core';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { Said } from '#libs/contracts';
import { toInstant } from '#libs/cycles';
import { Problem, type RequestContext, requirePermission, UnitOfWork, type Work } from '#libs/platform';
import { City, CityVerification, TrustedDomain } from './city.entities.js';
import { mailDomain, trustFor, trustProblem } from './mail-domain.rules.js';
import { Territory } from './territory.entities.js';
import { entryPermissions } from '../permissions.js';
import { refusal } from '../refusals.words.js';

export interface NewTrust {
  domain: string;
  territory: string | null;
  cityName: string | null;
  reason: string;
}

export interface TrustAnswer extends NewTrust {
  id: string;
  addedBy: string;
  addedAt: string;
}

/** The mail domains that a programme trusts: an address there verifies the city that its owner registers. */
@Injectable()
export class TrustedDomainService {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** The domains that a programme trusts now, by name; for its staff. Throws `forbidden`. */
  async list({ principal }: RequestContext, programme: string): Promise<TrustAnswer[]> {
    requirePermission(principal, entryPermissions.readTrustedDomains, { programme });
    const where = { programme, removedAt: null };
    const rows = await this.unitOfWork.read((em) =>
      em.find(TrustedDomain, where, { orderBy: { domain: 'asc', id: 'asc' } }),
    );
    return rows.map(trustAnswer);
  }

  /**
   * Trusts a domain and what is under it, from the next registration on. Throws `rule-violated` for
   * domains of free mail and for endings under which anybody has a name, `conflict` when it is
   * trusted already.
   */
  async add(context: RequestContext, programme: string, given: NewTrust): Promise<TrustAnswer> {
    requirePermission(context.principal, entryPermissions.changeTrustedDomains, { programme });
    const domain = mailDomain(given.domain);
    if (domain === null) throw wrong('invalid-request', '/domain', refusal('domain.invalid', { domain: given.domain }));
    const problem = trustProblem(domain);
    if (problem) throw wrong('rule-violated', '/domain', problem);
    return this.unitOfWork.run(context, async (work) => {
      const { territory, cityName, reason } = given;
      if (territory !== null && (await work.em.count(Territory, { programme, key: territory })) === 0)
        throw wrong('invalid-request', '/territory', refusal('territory.none', { territory }));
      const row = { id: uuidv7(), programme, domain, territory, cityName, reason };
      const at = await work.now();
      const added = await work.em.execute<unknown[]>(
        `insert into entries.trusted_domain (id, programme, domain, territory, city_name, reason, added_by, added_at)
         values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing returning id`,
        [...Object.values(row), work.actor.id, at],
      );
      if (added.length === 0) throw new Problem('conflict', refusal('domain.trustedAlready', { domain }));
      emitChange(work, programme, row.id, true);
      return trustAnswer({ ...row, addedBy: work.actor.id, addedAt: at });
    });
  }

  /** Ends a trust; cities that it verified stay verified. Throws `not-found`, also for what is not trusted any more. */
  async remove(context: RequestContext, programme: string, id: string, reason: string): Promise<void> {
    requirePermission(context.principal, entryPermissions.changeTrustedDomains, { programme });
    await this.unitOfWork.run(context, async (work) => {
      const where = { id, programme, removedAt: null };
      const row = await work.em.findOne(TrustedDomain, where, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (!row) throw new Problem('not-found', refusal('domain.none'));
      work.em.assign(row, { removedBy: work.actor.id, removedAt: await work.now(), removalReason: reason });
      emitChange(work, programme, id, false);
    });
  }

  /**
   * Verifies a city that was just registered when the programme trusts the address of the person
   * who did, and that person has shown that it is theirs, by accepting an invitation sent there.
   * Returns whether it did.
   */
  async verify(
    work: Work,
    city: Pick<City, 'id' | 'name' | 'registeredIn'> & { territory: string | null },
    personId: string,
  ): Promise<boolean> {
    const trusted = await work.em.find(TrustedDomain, { programme: city.registeredIn, removedAt: null });
    if (trusted.length === 0) return false;
    const [person] = await work.em.execute<{ address: string }[]>(
      `select a.address from identity.person_address a where a.person_id = ? and a.is_primary
         and exists (select from identity.invitation i where i.person_id = a.person_id and i.accepted_at is not null)`,
      [personId],
    );
    const trust = person && trustFor(person.address, city, trusted.map(asTrust));
    if (!trust) return false;
    await work.em.execute(`update entries.city set verification = 'verified' where id = ?`, [city.id]);
    const done = { doneBy: work.actor.id, doneAt: await work.now() };
    const why = { reason: null, letter: null, trustedDomainId: trust.id };
    await work.em.insert(CityVerification, {
      id: uuidv7(),
      cityId: city.id,
      verification: 'verified',
      ...why,
      ...done,
    });
    work.emit({ type: 'laureate.city.verified.v1', subject: city.id, data: { cityId: city.id, verified: true } });
    return true;
  }
}

const asTrust = ({ id, domain, territory, cityName }: TrustedDomain) => ({
  id,
  domain,
  territory: territory ?? null,
  cityName: cityName ?? null,
});

type Trusted = Pick<TrustedDomain, 'id' | 'domain' | 'territory' | 'cityName' | 'reason' | 'addedBy' | 'addedAt'>;
const trustAnswer = ({ id, domain, territory, cityName, reason, addedBy, addedAt }: Trusted): TrustAnswer => ({
  id,
  domain,
  territory: territory ?? null,
  cityName: cityName ?? null,
  reason,
  addedBy,
  addedAt: toInstant(addedAt),
});

function emitChange(work: Work, programme: string, trustId: string, trusted: boolean): void {
  const data = { programme, trustId, trusted };
  work.emit({ type: 'laureate.mail-domain.changed.v1', subject: `mail-domains/${programme}`, data });
}

const wrong = (code: 'invalid-request' | 'rule-violated', pointer: string, message: Said) =>
  new Problem(code, message, { errors: [{ pointer, message }] });
