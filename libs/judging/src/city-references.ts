import type { CityReference } from '#libs/identity';

const counted = (kind: string, sql: string, value: (cityId: string) => string): CityReference => ({
  kind,
  count: async (em, cityId) => {
    const [row] = await em.execute<{ count: number }[]>(`select count(*)::int as count from ${sql}`, [value(cityId)]);
    return row!.count;
  },
});
const listed = (cityId: string) => JSON.stringify([cityId]);

/** What names a city in judging. None of it changes when a city is merged: it is read as naming the other one. */
export const judgingCityReferences: CityReference[] = [
  counted(
    'published results',
    `judging.outcome o join entries.entry e on e.id = o.entry_id
     where e.city_id = ? and exists (select from judging.release r where r.decision_id = o.decision_id and r.audience = 'public')`,
    (cityId) => cityId,
  ),
  counted('complaints', 'judging.complaint where city_id = ?', (cityId) => cityId),
  counted('conflicts of panel members', 'judging.panel_member where city_ids @> ?::jsonb', listed),
  counted('conflicts of certifiers', 'judging.certifier where city_ids @> ?::jsonb', listed),
];
