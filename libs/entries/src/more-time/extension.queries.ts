import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { Instant, StageRef } from '#libs/contracts';
import { toInstant } from '#libs/cycles';

/**
 * Does an extension still let something in: it lasts, and its entry (where it is for one) has
 * neither redeemed it nor left?
 */
export const LETS_IN = `x.until > now() and x.step is null
  and not exists (select from entries.redemption r where r.extension_id = x.id and r.entry_id = x.entry_id)
  and not exists (select from entries.entry e where e.id = x.entry_id and e.state = 'withdrawn')`;

/** An extension that still lets something in. */
export interface RunningExtension {
  id: string;
  until: Instant;
  grantedAt: Instant;
  /** Steps of the ladder that whoever has it was reminded of, by this end. */
  reminded: string[];
}

/** The extensions of a call that still let something in, the first to end first. */
export async function runningExtensions(
  em: SqlEntityManager,
  { cycleId, stageKey }: StageRef,
): Promise<RunningExtension[]> {
  const rows = await em.execute<{ id: string; until: string | Date; grantedAt: string | Date; reminded: string[] }[]>(
    `select x.id, x.until, x.granted_at as "grantedAt", array(
       select r.step from entries.extension_reminder r where r.extension_id = x.id and r.until = x.until
     ) as reminded
     from entries.extension x where x.cycle_id = ? and x.stage_key = ? and ${LETS_IN} order by x.until, x.id`,
    [cycleId, stageKey],
  );
  return rows.map(({ until, grantedAt, ...row }) => ({
    ...row,
    until: toInstant(new Date(until)),
    grantedAt: toInstant(new Date(grantedAt)),
  }));
}

/** An extension that something of its city could still be submitted by. */
export interface WaitingExtension {
  cityId: string;
  cityName: string;
  cityZone: string;
  /** Is it for an entry that came on paper, which its city is to confirm? */
  onPaper: boolean;
  /** What can be submitted by it, and has not been; the first twenty. */
  entries: { id: string; title: string | null }[];
}

/**
 * What an extension waits for: its entry, or, of a city, each draft and each change that was not
 * submitted. Null when that is nothing, when it does not end at `until` or has ended, and while the
 * secretariat is still working on the paper.
 */
export async function waitingFor(
  em: SqlEntityManager,
  { extensionId, until }: { extensionId: string; until: Instant },
): Promise<WaitingExtension | null> {
  const [row] = await em.execute<WaitingExtension[]>(
    `select c.id as "cityId", c.name as "cityName", c.zone as "cityZone", paper.id is not null as "onPaper", (
       select coalesce(jsonb_agg(jsonb_build_object('id', e.id, 'title', e.title) order by e.id), '[]') from (
         select e.id, e.title from entries.entry e
         where e.cycle_id = x.cycle_id and e.stage_key = x.stage_key and e.state <> 'withdrawn'
           and (e.id = x.entry_id or e.city_id = x.city_id and (e.state = 'draft' or e.draft_changed))
           and not exists (select from entries.redemption r where r.extension_id = x.id and r.entry_id = e.id)
         order by e.id limit 20
       ) e
     ) as entries
     from entries.extension x
       left join entries.entry own on own.id = x.entry_id
       join entries.city c on c.id = coalesce(x.city_id, own.city_id)
       left join entries.paper paper on paper.extension_id = x.id
     where x.id = ? and x.until = ? and ${LETS_IN} and (paper.id is null or paper.attested_at is not null)`,
    [extensionId, until],
  );
  return row && row.entries.length > 0 ? row : null;
}
