import { Injectable } from '@nestjs/common';
import type { Instant, Outcome } from '#libs/contracts';
import { CycleContextService, toInstant } from '#libs/cycles';
import { type Principal, Problem, UnitOfWork, holds } from '#libs/platform';
import { compareIds } from './order.js';
import { JudgedEntries } from './judged-entries.js';

/** Tiers that are published, highest first. An entry stands in the highest it was given; nobody is named as rejected. */
export const PUBLISHED_TIERS = ['winner', 'shortlisted', 'deserving'] as const satisfies Outcome[];
export type PublishedTier = (typeof PUBLISHED_TIERS)[number];

/** An entry in the published results. */
export interface ResultEntry {
  entryId: string;
  title: string;
  cityName: string;
  countryCode: string;
}

/** What of a cycle's results is public. Entries of a tier are unranked: sorted by title. */
export interface ResultsAnswer {
  cycleId: string;
  cycleTitle: string;
  demonstration: boolean;
  released: { stageKey: string; at: Instant }[];
  tiers: { tier: PublishedTier; entries: ResultEntry[] }[];
}

/** What was decided of one entry and told to its city. */
export interface EntryResultAnswer {
  entryId: string;
  cycleTitle: string;
  demonstration: boolean;
  results: { stageKey: string; outcome: Outcome; releasedAt: Instant }[];
}

interface ReleasedOutcome {
  stageKey: string;
  entryId: string;
  outcome: Outcome;
  releasedAt: string | Date;
}

/** Reads results as far as they are released; nothing else of a decision comes out here. */
@Injectable()
export class ResultService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly cycles: CycleContextService,
    private readonly entries: JudgedEntries,
  ) {}

  /** The public results of a cycle; empty tiers before anything is released to the public. Throws `not-found`. */
  async ofCycle(cycleId: string): Promise<ResultsAnswer> {
    const { cycleTitle, demonstration } = await this.publishedCycle(cycleId);
    const outcomes = await this.released(`d.cycle_id = ? and r.audience = 'public'`, [cycleId]);
    const stages = new Map(outcomes.map(({ stageKey, releasedAt }) => [stageKey, toInstant(new Date(releasedAt))]));
    const tierOf = highestTiers(outcomes);
    const entries = await this.entries.find([...tierOf.keys()]);
    return {
      cycleId,
      cycleTitle,
      demonstration,
      released: [...stages]
        .map(([stageKey, at]) => ({ stageKey, at }))
        .sort((a, b) => compareIds(a.at, b.at) || compareIds(a.stageKey, b.stageKey)),
      tiers: PUBLISHED_TIERS.map((tier) => ({
        tier,
        entries: entries
          .filter(({ id }) => tierOf.get(id) === tier)
          .map(({ id, title, cityName, countryCode }) => ({ entryId: id, title, cityName, countryCode })),
      })),
    };
  }

  /** What is released of one entry to those concerned; for the people of its city and the staff. Throws `not-found`. */
  async ofEntry(principal: Principal | null, entryId: string): Promise<EntryResultAnswer> {
    const [entry] = await this.entries.find([entryId]);
    const programme = entry && (await this.cycles.programmeOf(entry.cycleId));
    if (!entry || !programme || !mayReadResult(principal, { programme, cycleId: entry.cycleId, cityId: entry.cityId }))
      throw new Problem('not-found', 'There is no such entry, or you may not see it.');
    const { cycleTitle, demonstration } = await this.cycles.cycleFacts(entry.cycleId);
    const outcomes = await this.released('o.entry_id = ?', [entryId]);
    const first = new Map<string, ReleasedOutcome>();
    for (const each of outcomes) if (!first.has(each.stageKey)) first.set(each.stageKey, each);
    const results = [...first.values()].map(({ stageKey, outcome, releasedAt }) => ({
      stageKey,
      outcome,
      releasedAt: toInstant(new Date(releasedAt)),
    }));
    return { entryId, cycleTitle, demonstration, results };
  }

  private async publishedCycle(cycleId: string) {
    const drafted = await this.unitOfWork.read((em) =>
      em.execute<unknown[]>('select id from cycles.cycle where id = ? and published_at is not null', [cycleId]),
    );
    if (drafted.length === 0) throw new Problem('not-found', 'There is no such cycle.');
    return this.cycles.cycleFacts(cycleId);
  }

  /** Outcomes of certified decisions that were released, earliest release first. */
  private released(condition: string, parameters: string[]): Promise<ReleasedOutcome[]> {
    return this.unitOfWork.read((em) =>
      em.execute<ReleasedOutcome[]>(
        `select d.stage_key as "stageKey", o.entry_id as "entryId", o.outcome, r.released_at as "releasedAt"
         from judging.release r
         join judging.decision d on d.id = r.decision_id and d.state = 'certified'
         join judging.outcome o on o.decision_id = d.id
         where ${condition} order by r.released_at, d.stage_key, o.entry_id`,
        parameters,
      ),
    );
  }
}

function highestTiers(outcomes: readonly ReleasedOutcome[]): Map<string, PublishedTier> {
  const tiers = new Map<string, PublishedTier>();
  for (const tier of PUBLISHED_TIERS.toReversed())
    for (const { entryId, outcome } of outcomes) if (outcome === tier) tiers.set(entryId, tier);
  return tiers;
}

function mayReadResult(
  principal: Principal | null,
  scope: { programme: string; cycleId: string; cityId: string },
): boolean {
  const { cityId, ...cycle } = scope;
  if (holds(principal, ['secretariat', 'organiser', 'auditor'], cycle)) return true;
  // A city role that names no city acts for none.
  const grants = principal?.grants.filter((grant) => grant.cityId === cityId) ?? [];
  return holds(principal && { ...principal, grants }, ['city'], cycle);
}
