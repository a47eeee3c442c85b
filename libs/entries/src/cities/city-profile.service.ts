import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { toInstant } from '#libs/cycles';
import { wasMerged } from '#libs/identity';
import { type RequestContext, UnitOfWork, requireVersion } from '#libs/platform';
import { CityProfile } from './city.entities.js';
import { type Figures, profileWarnings } from './city-profile.rules.js';
import { holdCity } from './city-lock.js';
import { CityService } from './city.service.js';
import { entryPermissions } from '../permissions.js';

export interface ProfileAnswer {
  cityId: string;
  /** 0 while nothing was said. */
  version: number;
  region: string;
  figures: Figures;
  /** What people should look at again. */
  warnings: { pointer: string; message: string }[];
  changedBy: string | null;
  changedAt: string | null;
}

/** What cities say of themselves in figures; every version is kept. */
@Injectable()
export class CityProfileService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly cities: CityService,
  ) {}

  /** What a city's profile says now, or said in a version. Throws `not-found`, also for other cities' people. */
  async get(context: RequestContext, cityId: string): Promise<ProfileAnswer> {
    const { region } = await this.cities.get(context, cityId);
    const [row] = await this.unitOfWork.read((em) => versionsOf(em, cityId, { limit: 1 }));
    return profileAnswer({ cityId, region }, row);
  }

  /** All versions of a profile, newest first: at most `limit`, older than `before`. Throws `not-found`. */
  async versions(
    context: RequestContext,
    cityId: string,
    page: { before: number | undefined; limit: number },
  ): Promise<ProfileAnswer[]> {
    const { region } = await this.cities.get(context, cityId);
    const rows = await this.unitOfWork.read((em) => versionsOf(em, cityId, page));
    return rows.map((row) => profileAnswer({ cityId, region }, row));
  }

  /**
   * Says something else; its people count from then on as the city's size. For the city's owners
   * and editors, and the secretariat. Throws `not-found`, `forbidden`, `conflict` for a city that
   * was merged, `stale-version` with both texts.
   */
  async set(context: RequestContext, cityId: string, version: number, figures: Figures): Promise<ProfileAnswer> {
    const permission = entryPermissions.changeCityProfile;
    const { region, mergedInto } = await this.cities.require(context, cityId, permission);
    if (mergedInto) throw wasMerged(mergedInto.id, mergedInto.name);
    return this.unitOfWork.run(context, async (work) => {
      await work.em.execute('select from entries.city where id = ? for update', [cityId]);
      await holdCity(work, cityId);
      const [present] = await versionsOf(work.em, cityId, { limit: 1 });
      requireVersion(version, present?.version ?? 0, { yours: figures, theirs: present?.figures ?? {} });
      const by = { changedBy: work.actor.id, changedAt: await work.now() };
      const row = { cityId, version: version + 1, figures, ...by };
      await work.em.insert(CityProfile, row);
      const people = figures.population?.value ?? null;
      if (people !== null || present?.figures.population)
        await work.em.execute('update entries.city set population = ? where id = ?', [people, cityId]);
      const data = { cityId, version: row.version };
      work.emit({ type: 'laureate.city.profile-changed.v1', subject: cityId, data });
      return profileAnswer({ cityId, region }, row);
    });
  }
}

const versionsOf = (
  em: SqlEntityManager,
  cityId: string,
  { before, limit }: { before?: number | undefined; limit: number },
): Promise<CityProfile[]> =>
  em.find(
    CityProfile,
    { cityId, ...(before === undefined ? {} : { version: { $lt: before } }) },
    { orderBy: { version: 'desc' }, limit },
  );

const profileAnswer = (of: { cityId: string; region: string }, row: CityProfile | undefined): ProfileAnswer => ({
  ...of,
  version: row?.version ?? 0,
  figures: row?.figures ?? {},
  warnings: profileWarnings(row?.figures ?? {}),
  changedBy: row?.changedBy ?? null,
  changedAt: row ? toInstant(row.changedAt) : null,
});
