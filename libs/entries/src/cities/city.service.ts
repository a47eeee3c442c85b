import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { Said } from '#libs/contracts';
import { toInstant } from '#libs/cycles';
import { type GivenChoices, IdentityService, PrivacyService, citiesOf, isZone } from '#libs/identity';
import { allows, type Permission, Problem, type RequestContext, staffOf, UnitOfWork } from '#libs/platform';
import { directoryCity } from './city-directory.js';
import { City, type CityKind, CityProfile, type MergeReason, type Verification } from './city.entities.js';
import type { Figures } from './city-profile.rules.js';
import { NO_ISO_CODE } from './territory.rules.js';
import { listOfCaller, requirePlace } from './territory.service.js';
import { TrustedDomainService } from './trusted-domain.service.js';
import { entryPermissions } from '../permissions.js';
import { requireForCity } from './city-access.js';
import { refusal } from '../refusals.words.js';

/** Where a city is named: in the list of a programme, by key or by ISO code. */
interface NamedPlace {
  /** The programme by whose list it names its territory; left out, the one its person acts in. */
  programme?: string | undefined;
  /** Key of its territory; needed where several territories of the list have its code, or none. */
  territory?: string | undefined;
}

export interface NewCity extends NamedPlace {
  name: string;
  /** ISO 3166-1 alpha-2. */
  countryCode?: string | undefined;
  kind: CityKind;
  /** What the list says of the territory; refused when it is something else. */
  region?: string | undefined;
  population: number | null;
  /** IANA zone. */
  zone: string;
}

/** A city of the directory: what the directory has about it need not be given. */
export interface ListedCity extends NamedPlace {
  directory: string;
  kind: CityKind;
}

export interface CityAnswer extends Pick<NewCity, 'name' | 'kind' | 'population' | 'zone'> {
  id: string;
  /** Null for cities of the time before lists whose country none has. */
  territory: string | null;
  /** ISO 3166-1 alpha-2; `ZZ` where the territory has none. */
  countryCode: string;
  region: string;
  directoryId: string | null;
  verification: Verification;
  /** Was it verified by a letter of somebody entitled to bind it? */
  hasLetter: boolean;
  registeredAt: string;
  /** Where it went; null for a city that was not merged into another one. */
  mergedInto: MergedInto | null;
}

/** The city that is left of two, and since when. */
export interface MergedInto {
  id: string;
  name: string;
  at: string;
  reasonCode: MergeReason;
}

/** A part of the list of cities. */
export interface CityPage {
  /** Those that were merged into another one too? */
  merged?: boolean | undefined;
  after: string | undefined;
  limit: number;
}

/** Registers and shows cities. */
@Injectable()
export class CityService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly identity: IdentityService,
    private readonly privacy: PrivacyService,
    private readonly trusted: TrustedDomainService,
  ) {}

  /**
   * Registers a city. Who does it as a city acts for it from then on, and has answered the privacy
   * notice in force, before or with it (`privacy`). Throws `invalid-request` for a territory that
   * the programme's list does not have, `conflict` when the city is registered already, with the
   * one it was merged into, if it was: its own people, or the secretariat, can let others act for
   * it; `rule-violated` for questions of the notice without an answer.
   */
  async register(context: RequestContext, wanted: NewCity | ListedCity, privacy?: GivenChoices): Promise<CityAnswer> {
    const { given, figures, directoryId } = 'directory' in wanted ? ofDirectory(wanted) : asGiven(wanted);
    if (!isZone(given.zone)) throw wrong('/zone', refusal('city.noZone', { zone: given.zone }), refusal('city.zones'));
    return this.unitOfWork.run(context, async (work) => {
      const registeredIn = listOfCaller(context.principal, given.programme);
      const place = await requirePlace(work.em, registeredIn, given);
      if (given.region !== undefined && given.region !== place.region)
        throw wrong('/region', refusal('city.otherRegion', { territory: place.key }), place.region);
      const { name, kind, population, zone } = given;
      const { key: territory, isoCode, region } = place;
      const countryCode = isoCode ?? NO_ISO_CODE;
      const by = context.actor.id;
      const at = await work.now();
      const kept = { directoryId, registeredBy: by, registeredAt: at, registeredIn };
      const row = { id: uuidv7(), name, territory, countryCode, kind, region, population, zone, ...kept };
      const added = await work.em.execute<unknown[]>(
        `insert into entries.city (id, name, territory, country_code, kind, region, population, zone, directory_id,
           registered_by, registered_at, registered_in)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing returning id`,
        [row.id, name, territory, countryCode, kind, region, population, zone, directoryId, by, at, registeredIn],
      );
      if (added.length === 0) throw await registered(work.em, { ...row, territory });
      if (figures)
        await work.em.insert(CityProfile, { cityId: row.id, version: 1, figures, changedBy: by, changedAt: at });
      const { principal } = context;
      if (principal && !allows(staffOf(entryPermissions.registerCity), principal, 'own')) {
        await this.privacy.requireAnswers(context, privacy);
        const programme = principal.grants.find(({ role }) => role === 'city')?.programme ?? null;
        await this.identity.grantRole(context, principal.personId, { role: 'city', programme, cityId: row.id });
      }
      work.emit({ type: 'laureate.city.registered.v1', subject: row.id, data: { cityId: row.id } });
      const trusted = principal !== null && (await this.trusted.verify(work, row, principal.personId));
      return cityAnswer({ ...row, verification: trusted ? 'verified' : 'unverified', hasLetter: false }, null);
    });
  }

  /**
   * One city; of one that was merged, where it went. Throws `not-found`, also for a city's people
   * when it is not theirs.
   */
  async get({ principal }: RequestContext, cityId: string): Promise<CityAnswer> {
    const city = await this.unitOfWork.read((em) => em.findOne(City, { id: cityId }));
    const own = citiesOf(principal);
    const isOwn = city && (own.includes(cityId) || (city.mergedInto != null && own.includes(city.mergedInto)));
    if (!city || (!isOwn && !allows(staffOf(entryPermissions.readCity), principal, 'own')))
      throw new Problem('not-found', refusal('city.noneSeen'));
    const [answer] = await this.answers([city]);
    return answer!;
  }

  /**
   * One city, for whoever has the permission for it: its own people, and the staff of a programme
   * or cycle that it takes part in. Throws `not-found`, `forbidden`.
   */
  async require(context: RequestContext, cityId: string, permission: Permission): Promise<CityAnswer> {
    const city = await this.get(context, cityId);
    const ids = city.mergedInto ? [cityId, city.mergedInto.id] : [cityId];
    await this.unitOfWork.read((em) => requireForCity(em, context.principal, ids, permission));
    return city;
  }

  /**
   * One page of cities, by id: all of them for the staff, a city's people see theirs. Those that
   * were merged only when asked for.
   */
  async list({ principal }: RequestContext, { merged = false, after, limit }: CityPage): Promise<CityAnswer[]> {
    const all = allows(staffOf(entryPermissions.listCities), principal, 'own');
    const own = citiesOf(principal);
    const where = {
      ...(after ? { id: { $gt: after } } : {}),
      ...(all ? {} : { $or: [{ id: { $in: own } }, { mergedInto: { $in: own } }] }),
      ...(merged ? {} : { mergedInto: null }),
    };
    return this.answers(await this.unitOfWork.read((em) => em.find(City, where, { orderBy: { id: 'asc' }, limit })));
  }

  private async answers(cities: City[]): Promise<CityAnswer[]> {
    const merged = cities.filter(({ mergedInto }) => mergedInto != null).map(({ id }) => id);
    const found =
      merged.length === 0
        ? []
        : await this.unitOfWork.read((em) =>
            em.execute<(Omit<MergedInto, 'at'> & { cityId: string; at: string | Date })[]>(
              `select c.id as "cityId", o.id, o.name, m.done_at as at, m.reason_code as "reasonCode"
               from entries.city c join entries.city o on o.id = c.merged_into join entries.city_merge m on m.city_id = c.id
               where c.id in (?)`,
              [merged],
            ),
          );
    return cities.map((city) => {
      const into = found.find(({ cityId }) => cityId === city.id);
      return cityAnswer(
        city,
        into ? { id: into.id, name: into.name, at: toInstant(new Date(into.at)), reasonCode: into.reasonCode } : null,
      );
    });
  }
}

/** Why a city cannot be registered: it is there already, under its own name or, merged, under another one's. */
async function registered(
  em: SqlEntityManager,
  { name, territory, countryCode, kind }: Pick<City, 'name' | 'territory' | 'countryCode' | 'kind'>,
): Promise<Problem> {
  const [merged] = await em.execute<{ id: string; name: string }[]>(
    `select o.id, o.name from entries.city c join entries.city o on o.id = c.merged_into
     where coalesce(c.territory, c.country_code) = ? and lower(c.name) = lower(?) and c.kind = ?`,
    [territory ?? countryCode, name, kind],
  );
  if (!merged) return new Problem('conflict', refusal('city.registered', { name, countryCode }));
  return new Problem('conflict', refusal('city.registeredAndMerged', { name, countryCode, merged: merged.name }), {
    mergedInto: merged.id,
  });
}

const cityAnswer = (
  {
    id,
    name,
    territory,
    countryCode,
    kind,
    region,
    population,
    zone,
    directoryId,
    verification,
    hasLetter,
    registeredAt,
  }: Omit<City, 'mergedInto'>,
  mergedInto: MergedInto | null,
): CityAnswer => ({
  id,
  name,
  territory: territory ?? null,
  countryCode,
  kind,
  region,
  population: population ?? null,
  zone,
  directoryId: directoryId ?? null,
  verification,
  hasLetter,
  registeredAt: toInstant(registeredAt),
  mergedInto,
});

interface Registration {
  given: NewCity;
  /** What its profile begins with. */
  figures: Figures | null;
  directoryId: string | null;
}

const asGiven = (given: NewCity): Registration => ({ given, figures: null, directoryId: null });

/** What the directory has about a city. Throws `invalid-request` for one that is not in it. */
function ofDirectory({ directory, ...rest }: ListedCity): Registration {
  const city = directoryCity(directory);
  if (!city) throw wrong('/directory', refusal('city.notInDirectory', { id: directory }), refusal('city.directoryId'));
  const { id: directoryId, name, countryCode, population, zone } = city;
  // A territory that the city names may have another code in the list, or none.
  const place = rest.territory === undefined ? { countryCode } : {};
  const given = { name, ...place, population: population?.value ?? null, zone, ...rest };
  return { given, figures: population && { population }, directoryId };
}

function wrong(pointer: string, message: Said, allowed: string | Said): Problem {
  return new Problem('invalid-request', message, { errors: [{ pointer, message, allowed }] });
}
