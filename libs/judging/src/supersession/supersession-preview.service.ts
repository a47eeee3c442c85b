import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { Proposal, ReleaseAudience, Role, SupersessionKind } from '#libs/contracts';
import { type StageContext, StageHandlers } from '#libs/cycles';
import { PeopleService } from '#libs/identity';
import { proposalDigest } from '../methods/decision.rules.js';
import { type JudgedEntry, EntriesForJudgesService } from '../panel/entries-for-judges.service.js';
import { FollowingStagesService } from './following-stages.service.js';
import { peopleOfCities } from '../panel/panel.queries.js';
import type { PublishedTier } from '../decision/published-tiers.js';
import { releasedDecisions, shownNow } from '../decision/shown-decisions.queries.js';
import { signersOf } from '../decision/decision-authority.service.js';
import { refOf } from '../panel/stage-context.js';
import {
  type StageEffect,
  effectsOnStages,
  publicChanges,
  shownChanges,
  shownOutcomes,
} from '../decision/supersession-effects.rules.js';
import {
  type OutcomeChange,
  type SupersessionInputs,
  nextOfReserve,
  supersededOutcomes,
} from '../methods/supersession.rules.js';

/** An entry by name. */
type Named = Pick<JudgedEntry, 'title' | 'cityName' | 'countryCode'> & { entryId: string };

/** Everything that follows when a superseding decision comes into force now. */
export interface SupersessionPreview {
  cycleId: string;
  stageKey: string;
  kind: SupersessionKind;
  /** Number of the superseding decision, and the one it supersedes. */
  number: number;
  supersedes: string;
  /** What is proposed, signed and certified. */
  proposalDigest: string;
  changes: (Named & Omit<OutcomeChange, 'entryId'>)[];
  log: string[];
  /** Who could still move up afterwards, in order. */
  reserve: Named[];
  stages: StageEffect[];
  /** Who is shown it at once: those whom the decision before was released to. */
  shownTo: ReleaseAudience[];
  publicChanges: (Named & { from: PublishedTier | null; to: PublishedTier | null })[];
  /** Mails by kind: how many people, and their names. */
  mails: { kind: string; count: number; names: string[] }[];
  signaturesNeeded: number;
  certificationsNeeded: number;
  certifiers: Role[];
}

/** Says what a superseding decision would do, before anybody signs it. Changes nothing. */
@Injectable()
export class SupersessionPreviewService {
  constructor(
    private readonly entries: EntriesForJudgesService,
    private readonly later: FollowingStagesService,
    private readonly people: PeopleService,
    private readonly handlers: StageHandlers,
  ) {}

  /** May the reserve move up: no stage that takes from this one has opened. */
  async replaces(em: SqlEntityManager, stageContext: StageContext): Promise<boolean> {
    return this.later.opened(await this.later.rows(em, refOf(stageContext))) === null;
  }

  async of(
    em: SqlEntityManager,
    stageContext: StageContext,
    inputs: SupersessionInputs,
    proposal: Proposal,
  ): Promise<SupersessionPreview> {
    const ref = refOf(stageContext);
    const { kind, supersedes } = inputs;
    const { changes } = supersededOutcomes(inputs);
    const released = await releasedDecisions(em, ref.cycleId, ['public']);
    const shown = shownNow(released);
    const others = shown
      .filter(({ stageKey }) => stageKey !== ref.stageKey)
      .flatMap((each) => [...shownOutcomes(each)]);
    const own = shown.find(({ stageKey }) => stageKey === ref.stageKey);
    const after = { kind, outcomes: proposal.outcomes };
    const isPublic = stageContext.stage.releasedTo.includes('public');
    const tiers = isPublic
      ? publicChanges([...others, ...(own ? shownOutcomes(own) : [])], [...others, ...shownOutcomes(after)])
      : [];
    const reserve = leftInReserve(inputs, proposal);
    const named = await this.names([...changes, ...tiers].map(({ entryId }) => entryId).concat(reserve));
    const { certifiers } = stageContext.stageDefinition;
    return {
      ...ref,
      kind,
      number: supersedes.number + 1,
      supersedes: supersedes.decisionId,
      proposalDigest: proposalDigest(proposal, []),
      changes: changes.map((change) => ({ ...named(change.entryId), ...change })),
      log: proposal.log,
      reserve: reserve.map(named),
      stages: effectsOnStages(await this.later.after(em, ref), changes),
      shownTo: stageContext.stage.releasedTo,
      publicChanges: tiers.map((change) => ({ ...named(change.entryId), ...change })),
      mails: await this.mails(
        em,
        stageContext,
        shownChanges(supersedes, after).map(({ entryId }) => entryId),
      ),
      signaturesNeeded: this.handlers.panelRole(stageContext.stage.type) === null ? 0 : 1,
      certificationsNeeded: certifiers.count,
      certifiers: certifiers.roles,
    };
  }

  private async names(ids: string[]): Promise<(entryId: string) => Named> {
    const found = new Map((await this.entries.find([...new Set(ids)])).map((entry) => [entry.id, entry]));
    return (entryId) => {
      const { title, cityName, countryCode } = found.get(entryId)!;
      return { entryId, title, cityName, countryCode };
    };
  }

  private async mails(
    em: SqlEntityManager,
    stageContext: StageContext,
    changed: string[],
  ): Promise<SupersessionPreview['mails']> {
    const concerned = stageContext.stage.releasedTo.length > 0 ? await peopleOfCities(em, changed) : [];
    const kinds: [string, string[]][] = [
      ['correction-to-sign', await signersOf(em, this.people, stageContext)],
      ['decision-corrected', [...new Set(concerned.map(({ personId }) => personId))]],
    ];
    const mails = [];
    for (const [kind, ids] of kinds) {
      const names = (await this.people.findPeople(ids)).map(({ name }) => name);
      mails.push({ kind, count: names.length, names });
    }
    return mails;
  }
}

function leftInReserve({ supersedes, passedOver }: SupersessionInputs, { outcomes }: Proposal): string[] {
  const now = new Map(outcomes.map(({ entryId, outcome }) => [entryId, outcome]));
  return supersedes.reserve.filter((id) => nextOfReserve([id], now, passedOver) !== null);
}
