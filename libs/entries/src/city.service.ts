import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { toInstant } from '#libs/cycles';
import { IdentityService, isZone } from '#libs/identity';
import { Problem, type RequestContext, UnitOfWork, holds } from '#libs/platform';
import { City, type CityKind } from './city.entity.js';
import { citiesOf } from './entry.access.js';

export interface NewCity {
  name: string;
  /** ISO 3166-1 alpha-2. */
  countryCode: string;
  kind: CityKind;
  region: string;
  population: number | null;
  /** IANA zone. */
  zone: string;
}

export type CityAnswer = NewCity & { id: string; registeredAt: string };

/** Registers and shows cities. */
@Injectable()
export class CityService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly identity: IdentityService,
  ) {}

  /**
   * Registers a city. Who does it as a city acts for it from then on. Throws `conflict` when it is registered already:
   * its own people, or the secretariat, can let others act for it.
   */
  async register(context: RequestContext, given: NewCity): Promise<CityAnswer> {
    if (!isZone(given.zone))
      throw wrong('/zone', `"${given.zone}" is no IANA zone.`, 'Africa/Nairobi, Asia/Shanghai …');
    if (!isCountry(given.countryCode)) {
      throw wrong('/countryCode', `"${given.countryCode}" is no country code.`, 'ISO 3166-1 alpha-2, such as KE');
    }
    return this.unitOfWork.run(context, async (work) => {
      const at = await work.now();
      const row = { id: uuidv7(), ...given, registeredBy: context.actor.id, registeredAt: at };
      const added = await work.em.execute<unknown[]>(
        `insert into entries.city (id, name, country_code, kind, region, population, zone, registered_by, registered_at)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing returning id`,
        [row.id, row.name, row.countryCode, row.kind, row.region, row.population, row.zone, row.registeredBy, at],
      );
      if (added.length === 0) {
        throw new Problem(
          'conflict',
          `${given.name} (${given.countryCode}) is registered already. Ask the secretariat.`,
        );
      }
      const { principal } = context;
      if (principal && !holds(principal, ['secretariat'])) {
        const programme = principal.grants.find(({ role }) => role === 'city')?.programme ?? null;
        await this.identity.grantRole(context, principal.personId, { role: 'city', programme, cityId: row.id });
      }
      work.emit({ type: 'laureate.city.registered.v1', subject: row.id, data: { cityId: row.id } });
      return cityAnswer(row);
    });
  }

  /** One city. Throws `not-found`, also for a city's people when it is not theirs. */
  async get({ principal }: RequestContext, cityId: string): Promise<CityAnswer> {
    const mayRead = holds(principal, ['secretariat', 'organiser', 'auditor']) || citiesOf(principal).includes(cityId);
    const city = mayRead ? await this.unitOfWork.read((em) => em.findOne(City, { id: cityId })) : null;
    if (!city) throw new Problem('not-found', 'There is no such city, or you may not see it.');
    return cityAnswer(city);
  }

  /** One page of cities, by id: all of them for the staff, a city's people see theirs. */
  async list({ principal }: RequestContext, page: { after: string | undefined; limit: number }): Promise<CityAnswer[]> {
    const all = holds(principal, ['secretariat', 'organiser', 'auditor']);
    const id = { ...(all ? {} : { $in: citiesOf(principal) }), ...(page.after ? { $gt: page.after } : {}) };
    const where = Object.keys(id).length > 0 ? { id } : {};
    const rows = await this.unitOfWork.read((em) =>
      em.find(City, where, { orderBy: { id: 'asc' }, limit: page.limit }),
    );
    return rows.map(cityAnswer);
  }
}

const cityAnswer = ({ id, name, countryCode, kind, region, population, zone, registeredAt }: City): CityAnswer => ({
  id,
  name,
  countryCode,
  kind,
  region,
  population: population ?? null,
  zone,
  registeredAt: toInstant(registeredAt),
});

function wrong(pointer: string, detail: string, allowed: string): Problem {
  return new Problem('invalid-request', detail, { errors: [{ pointer, message: detail, allowed }] });
}

const regionNames = new Intl.DisplayNames('en', { type: 'region' });
const NO_COUNTRY = ['EU', 'EZ', 'UN', 'ZZ'];

/** Is it a code of ISO 3166-1 alpha-2, as the runtime's region names (CLDR) know them? What they don't know they give back. */
const isCountry = (code: string) =>
  /^[A-Z]{2}$/.test(code) && !NO_COUNTRY.includes(code) && regionNames.of(code) !== code;
