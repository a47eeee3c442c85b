import { LockMode } from '@mikro-orm/core';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { toInstant } from '#libs/cycles';
import { Problem, type RequestContext, UnitOfWork } from '#libs/platform';
import { City, CityVerification, type Letter, TrustedDomain, type Verification } from './city.entities.js';
import { holdCity } from './city-lock.js';
import { CityService } from './city.service.js';
import { entryPermissions } from '../permissions.js';
import { refusal } from '../refusals.words.js';

/** What the secretariat found of a city, why, and by which letter. */
export interface NewVerification {
  verification: Verification;
  reason: string;
  letter: Letter | null;
}

export interface VerificationAnswer {
  id: string;
  verification: Verification;
  /** Null when a mail domain did it. */
  reason: string | null;
  /** The trusted mail domain that did it; null when the secretariat did. */
  mailDomain: string | null;
  letter: Letter | null;
  doneBy: string;
  doneAt: string;
}

/** Lets the secretariat say that a city is what it says, and keeps who said so. */
@Injectable()
export class CityVerificationService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly cities: CityService,
  ) {}

  /**
   * Verifies a city, or takes that back; a letter stays known until it is taken back. Throws
   * `not-found`, `invalid-request` for a letter of a city that is not verified by it, `conflict`
   * for one that was merged.
   */
  async set(context: RequestContext, cityId: string, given: NewVerification): Promise<VerificationAnswer> {
    const { verification, reason, letter } = given;
    if (letter && verification !== 'verified') {
      const message = refusal('city.letterAlone');
      throw new Problem('invalid-request', message, { errors: [{ pointer: '/letter', message }] });
    }
    await this.cities.require(context, cityId, entryPermissions.verifyCity);
    return this.unitOfWork.run(context, async (work) => {
      const city = await work.em.findOne(City, { id: cityId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (!city) throw new Problem('not-found', refusal('city.none'));
      await holdCity(work, cityId);
      const hasLetter = verification === 'verified' && (letter !== null || city.hasLetter);
      work.em.assign(city, { verification, hasLetter });
      const done = { doneBy: work.actor.id, doneAt: await work.now() };
      const row = { id: uuidv7(), cityId, verification, reason, letter, trustedDomainId: null, ...done };
      await work.em.insert(CityVerification, row);
      const data = { cityId, verified: verification === 'verified' };
      work.emit({ type: 'laureate.city.verified.v1', subject: cityId, data });
      return { ...row, mailDomain: null, doneAt: toInstant(done.doneAt) };
    });
  }

  /** One page of what was found of a city, oldest first; for it and the staff. Throws `not-found`. */
  async list(
    context: RequestContext,
    cityId: string,
    { after, limit }: { after: string | undefined; limit: number },
  ): Promise<VerificationAnswer[]> {
    await this.cities.require(context, cityId, entryPermissions.readCityRecords);
    return this.unitOfWork.read(async (em) => {
      const where = { cityId, ...(after ? { id: { $gt: after } } : {}) };
      const rows = await em.find(CityVerification, where, { orderBy: { id: 'asc' }, limit });
      const ids = rows.flatMap(({ trustedDomainId }) => trustedDomainId ?? []);
      const domains = new Map(
        (await em.find(TrustedDomain, { id: { $in: ids } })).map(({ id, domain }) => [id, domain]),
      );
      return rows.map(({ id, verification, reason, trustedDomainId, letter, doneBy, doneAt }) => ({
        id,
        verification,
        reason: reason ?? null,
        mailDomain: (trustedDomainId && domains.get(trustedDomainId)) ?? null,
        letter: letter ?? null,
        doneBy,
        doneAt: toInstant(doneAt),
      }));
    });
  }
}
