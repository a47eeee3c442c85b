import { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import type { Said } from '#libs/contracts';
import { Problem, UnitOfWork, type Work, type WorkContext } from '#libs/platform';
import { lockCityPeople, membershipsOf } from '../people/city-people.queries.js';
import type { Reason } from '../people/identity.service.js';
import { LegalHold, PersonErasure } from './personal-data.entities.js';
import type { DataSubject, PersonalDataSource } from './personal-data.js';
import { refusal } from '../refusals.words.js';

/** Every source of what is held about people; provided by the app. */
export const PERSONAL_DATA_SOURCES = Symbol('PersonalDataSources');

/** Records read at once. */
const BATCH = 500;

/** Gives people what is held about them, and erases it. */
@Injectable()
export class PersonalDataService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Inject(PERSONAL_DATA_SOURCES) private readonly sources: PersonalDataSource[],
  ) {}

  /**
   * Everything that is held about a person, as JSON Lines: `kind` and `record` in each, kind by
   * kind. Memory holds a batch; no transaction stays open for a slow reader. Throws `not-found`.
   */
  async export(personId: string): Promise<Readable> {
    const subject = await this.unitOfWork.read((em) => subjectOf({ em }, personId));
    return Readable.from(this.lines(subject), { objectMode: false });
  }

  /**
   * Erases a person for good: names, addresses, keys, contacts; every role ends. Ids stay, so that
   * what was decided, counted and digested still verifies. Erased again, nothing happens. Throws
   * `not-found`; `conflict` under a legal hold, or while the person has something to do that nobody
   * else can (`obligations` names it).
   */
  async erase(context: WorkContext, personId: string, reason: Reason | null): Promise<void> {
    await this.unitOfWork.run(context, async (work) => {
      const [person] = await work.em.execute<{ erasedAt: unknown }[]>(
        'select erased_at as "erasedAt" from identity.person where id = ? for update',
        [personId],
      );
      if (!person) throw new Problem('not-found', refusal('person.notFound'));
      if (person.erasedAt) return;
      await refuseHeld(work, personId);
      const subject = await subjectOf(work, personId, (cityId) => lockCityPeople(work, cityId));
      const obligations: Said[] = [];
      for (const source of this.sources) obligations.push(...((await source.obligations?.(work.em, subject)) ?? []));
      if (obligations.length > 0) {
        const errors = obligations.map((message) => ({ pointer: '', message }));
        throw new Problem('conflict', refusal('person.obligations', { obligations }), { errors });
      }
      for (const source of this.sources) await source.erase?.(work, subject);
      const erasedBy = context.actor.id;
      const { reasonCode = null, reasonText = null } = reason ?? {};
      await work.em.insert(PersonErasure, { personId, reasonCode, reasonText, erasedBy, erasedAt: await work.now() });
      work.emit({ type: 'laureate.person.erased.v1', subject: personId, data: { personId, reasonCode } });
    });
  }

  private async *lines(subject: DataSubject): AsyncGenerator<string> {
    for (const source of this.sources)
      for (const { kind, sql, values } of source.records(subject)) {
        let after = '';
        let rows: { id: string; record: object }[];
        do {
          rows = await this.unitOfWork.read((em) =>
            em.execute(`select id, record from (${sql}) held where id > ? order by id limit ${BATCH}`, [
              ...values,
              after,
            ]),
          );
          for (const { record } of rows) yield `${JSON.stringify({ kind, record })}\n`;
          after = rows.at(-1)?.id ?? '';
        } while (rows.length === BATCH);
      }
  }
}

async function refuseHeld({ em }: Work, personId: string): Promise<void> {
  const [hold] = await em.find(LegalHold, { personId, liftedAt: null }, { orderBy: { setAt: 'asc' }, limit: 1 });
  if (!hold) return;
  const since = hold.setAt.toISOString();
  throw new Problem('conflict', refusal('legalHold.stands', { reason: hold.reasonCode, since }));
}

/** What is known of a person; `lock` is called for each of their cities before its people are read, in one order. */
async function subjectOf(
  { em }: Pick<Work, 'em'>,
  personId: string,
  lock: (cityId: string) => Promise<void> = async () => undefined,
): Promise<DataSubject> {
  const [known] = await em.execute<{ addresses: string[]; owns: string[] }[]>(
    `select coalesce((select jsonb_agg(a.address order by a.address) from identity.person_address a where a.person_id = p.id), '[]') as addresses,
       coalesce((select jsonb_agg(distinct c.city_id order by c.city_id) from identity.city_person c
         where c.person_id = p.id and c.city_role = 'owner'), '[]') as owns
     from identity.person p where p.id = ?`,
    [personId],
  );
  if (!known) throw new Problem('not-found', refusal('person.notFound'));
  const soleOwnerOf: string[] = [];
  for (const cityId of known.owns) {
    await lock(cityId);
    const members = await membershipsOf(em, cityId);
    const others = members.filter((member) => member.personId !== personId && member.cityRole === 'owner');
    if (others.every(({ pending }) => pending)) soleOwnerOf.push(cityId);
  }
  return { personId, addresses: known.addresses, soleOwnerOf };
}
