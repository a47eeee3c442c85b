import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { ProgressCount, ProgressSource, StageInHand } from '#libs/cycles';
import { jury } from './jury/jury.type.js';
import { panelRole } from './panel/panel.rules.js';
import { technicalScreening } from './screening/technical-screening.type.js';

/** How many of the assigned reviews are written. */
export const reviewsProgress: ProgressSource = {
  counts: (stageType) => stageType === technicalScreening.key,
  async count(em: SqlEntityManager, { stage }: StageInHand): Promise<ProgressCount[]> {
    const [row] = await em.execute<{ done: number; assigned: number }[]>(
      `select count(*) filter (where state = 'done')::int as done, count(*)::int as assigned from judging.assignment
       where cycle_id = ? and stage_key = ? and state in ('open', 'done')`,
      [stage.cycleId, stage.key],
    );
    return [{ what: 'reviews', count: row!.done, of: row!.assigned }];
  },
};

/** How many of those who judge have cast their ballot. */
export const ballotsProgress: ProgressSource = {
  counts: (stageType) => stageType === jury.key,
  async count(em: SqlEntityManager, { stage }: StageInHand): Promise<ProgressCount[]> {
    const [row] = await em.execute<{ cast: number; judging: number }[]>(
      `select count(c.person_id)::int as cast, count(*)::int as judging from judging.panel_member m
       left join judging.ballot_cast c using (cycle_id, stage_key, person_id)
       where cycle_id = ? and stage_key = ? and seat <> 'deputy'`,
      [stage.cycleId, stage.key],
    );
    return [{ what: 'ballots', count: row!.cast, of: row!.judging }];
  },
};

/** How many signatures and certifications the proposal that stands has; nothing while nothing is proposed. */
export const signaturesProgress: ProgressSource = {
  counts: () => true,
  async count(em: SqlEntityManager, { stage, stageDefinition }: StageInHand): Promise<ProgressCount[]> {
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
      { what: 'signatures', count: row.signatures, of: panelRole(stage.type) === null ? 0 : 1 },
      { what: 'certifications', count: row.certifications, of: stageDefinition.certifiers.count },
    ];
  },
};
