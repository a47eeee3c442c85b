import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { ProgressCount, StageContext, StageHandlers } from '#libs/cycles';

/** How many signatures and certifications the proposal that stands has; nothing while nothing is proposed. */
export async function signatureProgress(
  em: SqlEntityManager,
  handlers: StageHandlers,
  { stage, stageDefinition }: StageContext,
): Promise<ProgressCount[]> {
  if (!stage.decides || !stage.closedAt) return [];
  const [row] = await em.execute<{ signatures: number; certifications: number }[]>(
    `select count(*) filter (where s.kind = 'signature')::int as signatures,
       count(*) filter (where s.kind = 'certification')::int as certifications
     from judging.decision d
     left join judging.decision_signature s on s.decision_id = d.id and s.proposal_version = d.proposal_version
     where d.cycle_id = ? and d.stage_key = ? and d.number = 1 and d.void_until < d.proposal_version group by d.id`,
    [stage.cycleId, stage.key],
  );
  if (!row) return [];
  return [
    { what: 'signatures', count: row.signatures, of: handlers.panelRole(stage.type) === null ? 0 : 1 },
    { what: 'certifications', count: row.certifications, of: stageDefinition.certifiers.count },
  ];
}
