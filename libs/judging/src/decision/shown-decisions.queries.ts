import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { EntryOutcome, Outcome, ReleaseAudience, SupersessionKind } from '#libs/contracts';
import type { UnitOfWork } from '#libs/platform';

/** A certified decision that an audience is shown, or was. */
export interface ReleasedDecision {
  decisionId: string;
  stageKey: string;
  number: number;
  /** Of one that supersedes; null for a stage's own. */
  kind: SupersessionKind | null;
  reasonCode: string | null;
  publicText: string | null;
  certifiedAt: Date;
  releasedAt: Date;
  outcomes: EntryOutcome[];
}

/**
 * The certified decisions of a cycle that were released to an audience (to any of them), each
 * stage's in the order of their numbers: the last is what is shown, the first was shown first. One
 * that was superseded before its release is not in it.
 */
export async function releasedDecisions(
  em: SqlEntityManager,
  cycleId: string,
  audiences: readonly ReleaseAudience[],
): Promise<ReleasedDecision[]> {
  const rows = await em.execute<ReleasedDecision[]>(
    `select d.id as "decisionId", d.stage_key as "stageKey", d.number, x.kind, x.reason_code as "reasonCode",
       x.public_text as "publicText", d.certified_at as "certifiedAt", min(r.released_at) as "releasedAt",
       (select coalesce(jsonb_agg(jsonb_build_object('entryId', o.entry_id, 'outcome', o.outcome) order by o.entry_id), '[]')
        from judging.outcome o where o.decision_id = d.id) as outcomes
     from judging.decision d
     join judging.release r on r.decision_id = d.id and r.audience in (?)
     left join judging.supersession x on x.id = d.id
     where d.cycle_id = ? and d.state = 'certified'
     group by d.id, x.id order by d.stage_key, d.number`,
    [[...audiences], cycleId],
  );
  return rows.map((row) => ({
    ...row,
    certifiedAt: new Date(row.certifiedAt),
    releasedAt: new Date(row.releasedAt),
  }));
}

/** A certified decision that nobody has been shown: what a release of it is previewed by. */
export async function unreleased(
  em: SqlEntityManager,
  decisionId: string,
): Promise<Pick<ReleasedDecision, 'decisionId' | 'kind'> | undefined> {
  const [row] = await em.execute<Pick<ReleasedDecision, 'decisionId' | 'kind'>[]>(
    `select d.id as "decisionId", x.kind from judging.decision d left join judging.supersession x on x.id = d.id
     where d.id = ? and d.state = 'certified'`,
    [decisionId],
  );
  return row;
}

/** What is shown of each stage now. */
export function shownNow(released: readonly ReleasedDecision[]): ReleasedDecision[] {
  return [...new Map(released.map((decision) => [decision.stageKey, decision])).values()];
}

/** What a certified decision shows of each entry, by id; nothing when it withholds the result. */
export async function outcomesShown(unitOfWork: UnitOfWork, decisionId: string): Promise<ReadonlyMap<string, Outcome>> {
  const rows = await unitOfWork.read((em) =>
    em.execute<EntryOutcome[]>(
      `select o.entry_id as "entryId", o.outcome from judging.outcome o
       left join judging.supersession x on x.id = o.decision_id
       where o.decision_id = ? and x.kind is distinct from 'withheld'`,
      [decisionId],
    ),
  );
  return new Map(rows.map(({ entryId, outcome }) => [entryId, outcome]));
}
