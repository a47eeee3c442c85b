import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { Stage } from '#libs/cycles';
import { toInstant } from '#libs/cycles';
import { type CallEnd, type Hands, type PaperMeans, type PaperState, paperState } from '../entry/paper.rules.js';

/** An entry on paper, as its city and the staff see it. */
export interface PaperAnswer extends Hands {
  id: string;
  cycleId: string;
  stageKey: string;
  entryId: string;
  cityId: string;
  title: string | null;
  state: PaperState;
  arrivedAt: string;
  means: PaperMeans;
  registeredAt: string;
  /** Until when it can be confirmed; longer than the call is open. */
  until: string;
  /** How often what was typed was checked. */
  attestation: number;
  attestedAt: string | null;
  /** Digests of the scans it was checked against, by the ids of the files. */
  originals: Record<string, string>;
  /** Why its city cannot confirm it: who says so, and who seconds it. */
  declared: { by: string; at: string; reasonCode: string; reasonText: string } | null;
  seconded: { by: string; at: string } | null;
  /** The version it counts by. */
  version: number | null;
}

/** A paper entry with what a submit needs to know of it. */
export interface PaperStanding extends PaperAnswer {
  extensionId: string;
  declaredLanguage: string | null;
}

type Time = string | Date;
interface Row extends Omit<PaperStanding, 'state' | 'declared' | 'seconded'> {
  lasts: boolean;
  withdrawn: boolean;
  declaredBy: string | null;
  declaredAt: Time | null;
  declaredCode: string | null;
  declaredText: string | null;
  secondedBy: string | null;
  secondedAt: Time | null;
}

/**
 * Papers that match a condition on `p` (its entry is `e`), by id, each as it stands at the start of the transaction.
 */
export async function papersWhere(
  em: SqlEntityManager,
  condition: string,
  parameters: unknown[],
  limit = 1,
): Promise<PaperStanding[]> {
  const rows = await em.execute<Row[]>(
    `select p.id, e.cycle_id as "cycleId", e.stage_key as "stageKey", p.entry_id as "entryId", e.city_id as "cityId", e.title,
       p.arrived_at as "arrivedAt", p.means, p.registered_by as "registeredBy", p.registered_at as "registeredAt",
       p.extension_id as "extensionId", more.until, p.attestation, p.attested_by as "attestedBy",
       p.attested_at as "attestedAt", p.originals, p.declared_by as "declaredBy", p.declared_at as "declaredAt",
       p.declared_language as "declaredLanguage", p.declared_code as "declaredCode", p.declared_text as "declaredText",
       p.seconded_by as "secondedBy", p.seconded_at as "secondedAt", p.version, e.withdrawn_at is not null as withdrawn,
       more.until > now() or (s.state = 'open' and s.hard_close_at > now()) as lasts,
       array(select t.typed_by from entries.paper_typist t where t.paper_id = p.id order by t.since, t.typed_by) as typists
     from entries.paper p join entries.entry e on e.id = p.entry_id
     join cycles.stage s on s.cycle_id = e.cycle_id and s.key = e.stage_key
     cross join lateral (
       select max(x.until) as until from entries.extension x
       where x.cycle_id = e.cycle_id and x.stage_key = e.stage_key and (x.entry_id = e.id or x.city_id = e.city_id)
     ) more
     where ${condition} order by p.id limit ?`,
    [...parameters, limit],
  );
  return rows.map(standingOf);
}

function standingOf(row: Row): PaperStanding {
  const { lasts, withdrawn, declaredBy, declaredAt, declaredCode, declaredText, secondedBy, secondedAt, ...rest } = row;
  const state = paperState({
    attested: row.attestedBy !== null,
    declared: declaredBy !== null,
    seconded: secondedBy !== null,
    counts: row.version !== null,
    lasts,
    withdrawn,
  });
  return {
    ...rest,
    state,
    arrivedAt: instantOf(row.arrivedAt),
    registeredAt: instantOf(row.registeredAt),
    until: instantOf(row.until),
    attestedAt: row.attestedAt && instantOf(row.attestedAt),
    declared: declaredBy && {
      by: declaredBy,
      at: instantOf(declaredAt!),
      reasonCode: declaredCode!,
      reasonText: declaredText!,
    },
    seconded: secondedBy && { by: secondedBy, at: instantOf(secondedAt!) },
  } as PaperStanding;
}

const instantOf = (at: Time): string => toInstant(new Date(at));

/**
 * What an entry came on, as long as it does not count; null for entries that were drafted here,
 * which are not asked about.
 */
export async function pendingPaper(
  em: SqlEntityManager,
  { paperId }: { paperId?: string | null | undefined },
): Promise<PaperStanding | null> {
  if (!paperId) return null;
  const [paper] = await papersWhere(em, 'p.id = ?', [paperId]);
  return paper ?? null;
}

/** As people are shown it. */
export function paperAnswer(standing: PaperStanding): PaperAnswer {
  const { extensionId: _, declaredLanguage: __, ...answer } = standing;
  return answer;
}

/** When a call ends for what arrives. */
export const endOf = ({ deadlineAt, hardCloseAt, closedAt }: Stage): CallEnd => ({
  deadlineAt: toInstant(deadlineAt),
  hardCloseAt: toInstant(hardCloseAt),
  closedAt: closedAt ? toInstant(closedAt) : null,
});
