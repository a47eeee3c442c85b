import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { StageRef } from '#libs/contracts';

/** So many records of one kind in a stage that followed one revision of the definition. */
export interface RecordRevisions {
  record: 'eligibility-check' | 'assignment-run' | 'review' | 'ballot-cast' | 'opened-ballot';
  revision: number;
  count: number;
}

/** The revisions that the records of a stage followed: what people checked, reviewed and cast before it was decided. */
export async function recordRevisions(
  em: SqlEntityManager,
  { cycleId, stageKey }: StageRef,
): Promise<RecordRevisions[]> {
  const ofStage = 'join stage s on t.cycle_id = s.cycle_id and t.stage_key = s.stage_key';
  return em.execute<RecordRevisions[]>(
    `with stage as (select ?::uuid as cycle_id, ?::text as stage_key)
     select record, revision, count(*)::int as count from (
       select 'eligibility-check' as record, t.revision from entries.eligibility_check t
         join stage s on s.stage_key = t.stage_key join entries.entry e on e.id = t.entry_id and e.cycle_id = s.cycle_id
       union all select 'assignment-run', t.revision from judging.assignment_run t ${ofStage}
       union all select 'review', r.revision from judging.review r join judging.assignment t on t.id = r.assignment_id ${ofStage}
       union all select 'ballot-cast', t.revision from judging.ballot_cast t ${ofStage}
       union all select 'opened-ballot', t.revision from judging.opened_ballot t ${ofStage}
     ) each group by record, revision order by record, revision`,
    [cycleId, stageKey],
  );
}
