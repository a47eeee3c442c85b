import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { ProgressCount, ProgressSource, StageInHand } from '#libs/cycles';
import { callForEntries, languagesOf } from '../stage-types/call-for-entries.type.js';
import { countChecks } from '../eligibility/eligibility.queries.js';
import { eligibility } from '../stage-types/eligibility.type.js';
import { intakeOf } from './submissions-by-day.js';
import { ENTRY_STATES } from '../entry/entry.entities.js';
import { countUntranslated } from '../translation/translation-reader.service.js';

/**
 * How many entries a call has in each state; of the submitted ones, how many have yet to be
 * translated where it names languages.
 */
export const entriesProgress: ProgressSource = {
  counts: (stageType) => stageType === callForEntries.key,
  async count(em: SqlEntityManager, { stage, definition }: StageInHand): Promise<ProgressCount[]> {
    const rows = await em.execute<{ state: string; count: number }[]>(
      'select state, count(*)::int as count from entries.entry where cycle_id = ? and stage_key = ? group by state',
      [stage.cycleId, stage.key],
    );
    const countOf = new Map(rows.map(({ state, count }) => [state, count]));
    const counts: ProgressCount[] = ENTRY_STATES.map((what) => ({ what, count: countOf.get(what) ?? 0, of: null }));
    if (stage.steps.some(({ step }) => step === 'earlyBird')) {
      const [row] = await em.execute<{ early: number; received: number }[]>(
        `select count(*) filter (where v.early)::int as early, count(*)::int as received
         from entries.entry e join entries.entry_version v on v.entry_id = e.id and v.version = e.current_version
         where e.cycle_id = ? and e.stage_key = ?`,
        [stage.cycleId, stage.key],
      );
      counts.push({ what: 'early', count: row!.early, of: row!.received });
    }
    const languages = languagesOf(definition);
    if (!languages[stage.key]) return counts;
    const untranslated = await countUntranslated(em, stage, languages);
    return [...counts, { what: 'untranslated', count: untranslated, of: countOf.get('submitted') ?? 0 }];
  },
  intake: (em, { stage }, now) => intakeOf(em, stage, now),
};

/** How many submitted entries were found valid or invalid by a person, and how many wait for one. */
export const checksProgress: ProgressSource = {
  counts: (stageType) => stageType === eligibility.key,
  async count(em: SqlEntityManager, { stage }: StageInHand): Promise<ProgressCount[]> {
    const { cycleId, key: stageKey, closedAt = null } = stage;
    const { valid, invalid, open, asked } = await countChecks(em, { cycleId, stageKey, closedAt });
    const of = valid + invalid + open + asked;
    return [
      { what: 'valid', count: valid, of },
      { what: 'invalid', count: invalid, of },
      { what: 'open', count: open, of },
      { what: 'asked', count: asked, of },
    ];
  },
};
