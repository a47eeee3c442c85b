import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { Instant } from '#libs/contracts';
import type { Intake, Stage } from '#libs/cycles';
import { callForEntries } from '../stage-types/call-for-entries.type.js';
import { type EarlierCall, type PastTotal, expectedEntries } from './forecast.rules.js';
import { PLACE_SQL, REGION_SQL } from '../cities/city.queries.js';

/** Cycles run here that expectations go by: the last ones. */
const EARLIER_MAX = 3;

/** How entries come in to a call, in four queries; what came on paper on the day it arrived. */
export async function intakeOf(em: SqlEntityManager, stage: Stage, now: Instant): Promise<Intake> {
  const { cycleId, key, zone, opensAt, openedAt, deadlineAt } = stage;
  const byRegion = await em.execute<Intake['byRegion']>(
    `select ${REGION_SQL} as region, count(*) filter (where e.state = 'draft')::int as drafts,
       count(*) filter (where e.state = 'submitted')::int as submitted
     from entries.entry e join entries.city c on c.id = e.city_id ${PLACE_SQL}
     where e.cycle_id = ? and e.stage_key = ? and e.state <> 'withdrawn' group by 1 order by 1`,
    [cycleId, key],
  );
  const byDay = await em.execute<Intake['byDay']>(
    `select to_char(coalesce(v.arrived_at, v.submitted_at) at time zone ?, 'YYYY-MM-DD') as day, count(*)::int as submitted
     from entries.entry e join entries.entry_version v on v.entry_id = e.id and v.version = 1
     where e.cycle_id = ? and e.stage_key = ? group by 1 order by 1`,
    [zone, cycleId, key],
  );
  const began = (openedAt ?? opensAt).getTime();
  const part = (Date.parse(now) - began) / Math.max(1, deadlineAt.getTime() - began);
  if (part >= 1) return { byRegion, byDay, expected: null };
  const received = byDay.reduce((sum, { submitted }) => sum + submitted, 0);
  const expected = expectedEntries(received, await earlierCalls(em, cycleId, part), await pastTotals(em, cycleId));
  return { byRegion, byDay, expected };
}

/**
 * The last calls of the programme that have closed, and how full they were after this part of their time, from 0 to 1.
 */
const earlierCalls = (em: SqlEntityManager, cycleId: string, part: number): Promise<EarlierCall[]> =>
  em.execute<EarlierCall[]>(
    `select y.title, count(*)::int as total,
       count(*) filter (where coalesce(v.arrived_at, v.submitted_at) <= s.opened_at + (s.deadline_at - s.opened_at) * ?::float8)::int as "byThen"
     from cycles.cycle this join cycles.cycle y on y.programme = this.programme and y.demonstration = this.demonstration
     join cycles.stage s on s.cycle_id = y.id and s.type = ? and s.opened_at is not null and s.closed_at is not null
     join entries.entry e on e.cycle_id = y.id and e.stage_key = s.key
     join entries.entry_version v on v.entry_id = e.id and v.version = 1
     where this.id = ? and y.id <> this.id and y.status in ('published', 'completed')
     group by y.id, y.title, s.key, s.closed_at order by s.closed_at desc limit ?`,
    [part, callForEntries.key, cycleId, EARLIER_MAX],
  );

/** Of past editions of the programme, how many entries they had; as received, where a source says that. */
const pastTotals = (em: SqlEntityManager, cycleId: string): Promise<PastTotal[]> =>
  em.execute<PastTotal[]>(
    `select y.title, (
       select (n ->> 'count')::int from jsonb_array_elements(h.document -> 'counts') n where n ->> 'what' = 'entries'
       order by array_position(array['received', 'unspecified', 'valid', 'eligible'], n ->> 'kind') limit 1
     ) as entries
     from cycles.cycle this join cycles.cycle y on y.programme = this.programme and y.status = 'history'
     join cycles.history_revision h on h.cycle_id = y.id and h.revision = y.revision
     where this.id = ? and h.document @> '{"counts": [{"what": "entries"}]}' order by y.id`,
    [cycleId],
  );
