import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Instant } from '#libs/contracts';
import type { AfterClose, Intake, Owing, ProgressCount, StageHandler, StageContext } from '#libs/cycles';
import type { Work } from '#libs/platform';
import { UNTITLED, mailedTitle } from '../entry/entry-answers.js';
import { peopleOfEntries } from '../entry/entry-people.queries.js';
import { ENTRY_STATES } from '../entry/entry.entities.js';
import { afterCloseOfCall } from '../more-time/extension-reminders.js';
import { runningExtensions } from '../more-time/extension.queries.js';
import { ExtensionRunService } from '../more-time/extension-run.service.js';
import { intakeOf } from '../reading/submissions-by-day.js';
import { type CallSettings, callForEntries, languagesOf } from '../stage-types/call-for-entries.type.js';
import { notSubmitted } from '../stage-types/owed.words.js';
import { countUntranslated } from '../translation/translation-reader.service.js';

/** What a call for entries does by itself: nothing but remind those that were given more time, and wait for them. */
@Injectable()
export class CallForEntriesHandler implements StageHandler<CallSettings> {
  readonly type = callForEntries;

  constructor(readonly individualDeadlines: ExtensionRunService) {}

  /** The people of cities that have drafted and not submitted. */
  async owing(em: SqlEntityManager, { stage }: StageContext<CallSettings>, personId?: string): Promise<Owing[]> {
    const { cycleId, key: stageKey } = stage;
    const entries = await peopleOfEntries(em, { cycleId, stageKey, which: 'unsubmitted', personId });
    return [...Map.groupBy(entries, (entry) => entry.personId)].map(([id, own]) => ({
      personId: id,
      tasks: (language) => own.map(({ title }) => notSubmitted(mailedTitle(title, language), language)),
      summary: `to submit ${own.map(({ title }) => `“${title ?? UNTITLED}”`).join(', ')}`,
      path: own.length === 1 ? `/v1/entries/${own[0]!.entryId}` : `/v1/cycles/${cycleId}/entries`,
    }));
  }

  /** The people of the cities that have an entry in the call, drafted or submitted. */
  async concerned(em: SqlEntityManager, { stage }: StageContext<CallSettings>): Promise<string[]> {
    const entries = await peopleOfEntries(em, { cycleId: stage.cycleId, stageKey: stage.key, which: 'all' });
    return [...new Set(entries.map(({ personId }) => personId))];
  }

  /**
   * How many entries the call has in each state; of the submitted ones, how many have yet to be
   * translated where it names languages.
   */
  async progress(em: SqlEntityManager, { stage, definition }: StageContext<CallSettings>): Promise<ProgressCount[]> {
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
  }

  intake(em: SqlEntityManager, { stage }: StageContext<CallSettings>, now: Instant): Promise<Intake> {
    return intakeOf(em, stage, now);
  }

  async mayComeInUntil(em: SqlEntityManager, { stage }: StageContext<CallSettings>): Promise<Instant | null> {
    const [first] = await runningExtensions(em, { cycleId: stage.cycleId, stageKey: stage.key });
    return first?.until ?? null;
  }

  afterClose(work: Work, stageContext: StageContext<CallSettings>): Promise<AfterClose | null> {
    return afterCloseOfCall(work, stageContext);
  }
}
