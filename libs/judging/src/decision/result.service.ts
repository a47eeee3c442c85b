import { Injectable } from '@nestjs/common';
import { type Instant, type Outcome, RELEASE_AUDIENCES, type SupersessionKind } from '#libs/contracts';
import { CycleContextService, toInstant } from '#libs/cycles';
import { type CityScope, actsFor } from '#libs/identity';
import { allows, type Principal, Problem, staffOf, UnitOfWork } from '#libs/platform';
import { compareIds } from '../counting/order.js';
import { EntriesForJudgesService } from '../panel/entries-for-judges.service.js';
import { PUBLISHED_TIERS, type PublishedTier, highestTiers } from './published-tiers.js';
import { refusal } from '../refusals.words.js';
import { type ReleasedDecision, releasedDecisions, shownNow } from './shown-decisions.queries.js';
import { shownChanges, shownOutcomes } from './supersession-effects.rules.js';
import { judgingPermissions } from '../permissions.js';

/** An entry in the published results. */
export interface ResultEntry {
  entryId: string;
  title: string;
  cityName: string;
  countryCode: string;
}

/** A decision was superseded after it had been shown. */
export interface Correction {
  stageKey: string;
  at: Instant;
  kind: SupersessionKind;
  reasonCode: string;
  /** What was said about it for all to read. */
  text: string | null;
}

/** What of a cycle's results is public. Entries of a tier are unranked: sorted by title. */
export interface ResultsAnswer {
  cycleId: string;
  cycleTitle: string;
  demonstration: boolean;
  released: { stageKey: string; at: Instant }[];
  tiers: { tier: PublishedTier; entries: ResultEntry[] }[];
  corrections: Correction[];
}

/** What was decided of one entry and told to its city. */
export interface EntryResultAnswer {
  entryId: string;
  cycleTitle: string;
  demonstration: boolean;
  results: { stageKey: string; outcome: Outcome; releasedAt: Instant }[];
  /** Those that changed what is shown of this entry. */
  corrections: Correction[];
}

/** Reads results as far as they are released; nothing else of a decision comes out here. */
@Injectable()
export class ResultService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly cycles: CycleContextService,
    private readonly entries: EntriesForJudgesService,
  ) {}

  /** The public results of a cycle; empty tiers before anything is released to the public. Throws `not-found`. */
  async ofCycle(cycleId: string): Promise<ResultsAnswer> {
    const { cycleTitle, demonstration } = await this.publishedCycle(cycleId);
    const released = await this.unitOfWork.read((em) => releasedDecisions(em, cycleId, ['public']));
    const tierOf = highestTiers(shownNow(released).flatMap((decision) => [...shownOutcomes(decision)]));
    const entries = await this.entries.find([...tierOf.keys()]);
    return {
      cycleId,
      cycleTitle,
      demonstration,
      released: firstReleases(released).map(({ stageKey, releasedAt }) => ({ stageKey, at: toInstant(releasedAt) })),
      tiers: PUBLISHED_TIERS.map((tier) => ({
        tier,
        entries: entries
          .filter(({ id }) => tierOf.get(id) === tier)
          .map(({ id, title, cityName, countryCode }) => ({ entryId: id, title, cityName, countryCode })),
      })),
      corrections: correctionsIn(released),
    };
  }

  /** What is released of one entry to those concerned; for the people of its city and the staff. Throws `not-found`. */
  async ofEntry(principal: Principal | null, entryId: string): Promise<EntryResultAnswer> {
    const [entry] = await this.entries.find([entryId]);
    const programme = entry && (await this.cycles.programmeOf(entry.cycleId));
    if (!entry || !programme || !mayReadResult(principal, { programme, cycleId: entry.cycleId, cityId: entry.cityId }))
      throw new Problem('not-found', refusal('entry.notFoundOrSeen'));
    const { cycleTitle, demonstration } = await this.cycles.cycleFacts(entry.cycleId);
    const all = await this.unitOfWork.read((em) => releasedDecisions(em, entry.cycleId, RELEASE_AUDIENCES));
    // Of other entries nothing is told here, not even that something changed.
    const own = all.map((decision) => ({
      ...decision,
      outcomes: decision.outcomes.filter((outcome) => outcome.entryId === entryId),
    }));
    const first = new Map(firstReleases(own).map(({ stageKey, releasedAt }) => [stageKey, toInstant(releasedAt)]));
    const results = shownNow(own)
      .flatMap((decision) => shownOutcomes(decision).map(({ outcome }) => ({ stageKey: decision.stageKey, outcome })))
      .map((result) => ({ ...result, releasedAt: first.get(result.stageKey)! }))
      .sort((a, b) => compareIds(a.releasedAt, b.releasedAt));
    const corrections = correctionsIn(own, (before, after) => shownChanges(before, after).length > 0);
    return { entryId, cycleTitle, demonstration, results, corrections };
  }

  private async publishedCycle(cycleId: string) {
    const drafted = await this.unitOfWork.read((em) =>
      em.execute<unknown[]>('select id from cycles.cycle where id = ? and published_at is not null', [cycleId]),
    );
    if (drafted.length === 0) throw new Problem('not-found', refusal('cycle.notFound'));
    return this.cycles.cycleFacts(cycleId);
  }
}

/** The first of each stage's decisions that was shown, in the order of their releases. */
function firstReleases(released: readonly ReleasedDecision[]): ReleasedDecision[] {
  const firsts = released.filter(({ stageKey }, index) => released[index - 1]?.stageKey !== stageKey);
  return firsts.sort((a, b) => a.releasedAt.getTime() - b.releasedAt.getTime() || compareIds(a.stageKey, b.stageKey));
}

/**
 * Each decision that took the place of one that was shown before, where it matters, in the order in which they came.
 */
function correctionsIn(
  released: readonly ReleasedDecision[],
  matters: (before: ReleasedDecision, after: ReleasedDecision) => boolean = () => true,
): Correction[] {
  return released
    .flatMap((decision, index) => {
      const before = released[index - 1];
      const { stageKey, kind, certifiedAt, reasonCode, publicText } = decision;
      if (before?.stageKey !== stageKey || kind === null || !matters(before, decision)) return [];
      return [{ stageKey, at: toInstant(certifiedAt), kind, reasonCode: reasonCode!, text: publicText }];
    })
    .sort((a, b) => compareIds(a.at, b.at));
}

function mayReadResult(principal: Principal | null, scope: CityScope): boolean {
  const { cityId: _, ...cycle } = scope;
  if (allows(staffOf(judgingPermissions.readResult), principal, cycle)) return true;
  return actsFor(principal, scope, 'read');
}
