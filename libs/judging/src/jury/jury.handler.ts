import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { DecisionInputs, Proposal, StageRef } from '#libs/contracts';
import type { Owing, Panel, ProgressCount, StageHandler, StageContext } from '#libs/cycles';
import { Problem, type Work } from '#libs/platform';
import { BallotKey } from './ballot-key.js';
import { EntriesForJudgesService } from '../panel/entries-for-judges.service.js';
import { type JurySettings, jury } from './jury.type.js';
import { ballotToCast } from '../panel/owed.words.js';
import { adoptingPanel, judgingMembers, jurorsToCast } from '../panel/panel.queries.js';
import { OpenedBallot, storedVote, voteOf } from './opened-ballot.entity.js';
import type { BallotInputs } from '../methods/decision-method.js';
import { recomputeDecision } from '../methods/decision.rules.js';
import { refusal } from '../refusals.words.js';
import { ballotMethod } from '../methods/registry.js';
import { type SealedBallot, type StageKeys, generateStageKeys, openBallots } from './sealed-ballot.js';
import { refOf, seedOf } from '../panel/stage-context.js';

/**
 * The jury: a key pair when it opens, the ballots opened only after it has closed, and winners
 * proposed by the method of the definition.
 */
@Injectable()
export class JuryHandler implements StageHandler<JurySettings> {
  readonly type = jury;
  readonly settledByStageEvents = [
    'laureate.ballot.cast.v1',
    'laureate.recusal.declared.v1',
    'laureate.panel.seated.v1',
  ] as const;
  /** An entry that is gone, or out of the stage by a decision that supersedes, has to be judged by nobody. */
  readonly settledByCycleEvents = ['laureate.entry.withdrawn.v1', 'laureate.decision.superseded.v1'] as const;

  constructor(
    private readonly entries: EntriesForJudgesService,
    private readonly ballotKey: BallotKey,
  ) {}

  /** The jurors with a ballot to cast. */
  async owing(em: SqlEntityManager, stageContext: StageContext<JurySettings>, personId?: string): Promise<Owing[]> {
    const { cycleId, stageKey } = refOf(stageContext);
    const jurors = await jurorsToCast(em, { cycleId, stageKey });
    return jurors
      .filter((id) => personId === undefined || id === personId)
      .map((id) => ({
        personId: id,
        tasks: (language) => [ballotToCast(language)],
        path: `/v1/cycles/${cycleId}/stages/${stageKey}/ballot`,
      }));
  }

  /** The members of the panel who judge. */
  concerned(em: SqlEntityManager, stageContext: StageContext<JurySettings>): Promise<string[]> {
    return judgingMembers(em, refOf(stageContext));
  }

  panel(em: SqlEntityManager, stageContext: StageContext<JurySettings>): Promise<Panel> {
    return adoptingPanel(em, refOf(stageContext));
  }

  /** How many of those who judge have cast their ballot. */
  async progress(em: SqlEntityManager, { stage }: StageContext<JurySettings>): Promise<ProgressCount[]> {
    const [row] = await em.execute<{ cast: number; judging: number }[]>(
      `select count(c.person_id)::int as cast, count(*)::int as judging from judging.panel_member m
       left join judging.ballot_cast c using (cycle_id, stage_key, person_id)
       where cycle_id = ? and stage_key = ? and seat <> 'deputy'`,
      [stage.cycleId, stage.key],
    );
    return [{ what: 'ballots', count: row!.cast, of: row!.judging }];
  }

  /** Makes the stage's key pair, once; the private key is stored wrapped only. */
  async prepare({ em }: Work, stageContext: StageContext<JurySettings>): Promise<void> {
    const { cycleId, stageKey } = refOf(stageContext);
    const { publicKey, wrappedPrivateKey } = await generateStageKeys(
      boxOf(refOf(stageContext)),
      this.ballotKey.reveal(),
    );
    await em.execute(
      `insert into judging.stage_key (cycle_id, stage_key, public_key, wrapped_private_key) values (?, ?, ?, ?)
       on conflict do nothing`,
      [cycleId, stageKey, publicKey, wrappedPrivateKey],
    );
  }

  /** Opens the ballots of a stage that has closed, once. */
  async beforeDeciding({ em }: Work, stageContext: StageContext<JurySettings>): Promise<void> {
    if (!stageContext.stage.closedAt) throw new Problem('conflict', refusal('ballot.openedAfterClose'));
    const ref = refOf(stageContext);
    if (await em.count(OpenedBallot, ref)) return;
    const parameters = [ref.cycleId, ref.stageKey];
    const sealed = await em.execute<SealedBallot[]>(
      'select alias, ciphertext from judging.sealed_ballot where cycle_id = ? and stage_key = ?',
      parameters,
    );
    if (sealed.length === 0) return;
    const [keys] = await em.execute<StageKeys[]>(
      `select public_key as "publicKey", wrapped_private_key as "wrappedPrivateKey" from judging.stage_key
       where cycle_id = ? and stage_key = ?`,
      parameters,
    );
    const opened = await openBallots(boxOf(refOf(stageContext)), keys!, this.ballotKey.reveal(), sealed);
    await em.insertMany(
      OpenedBallot,
      opened.map(({ alias, recused, ...vote }) => ({
        alias,
        recused,
        ...storedVote(vote),
        ...ref,
        revision: stageContext.stage.revision,
      })),
    );
  }

  /** Is the ballot box there, and has every juror cast? */
  async nothingOwed(em: SqlEntityManager, stageContext: StageContext<JurySettings>): Promise<boolean> {
    const ref = refOf(stageContext);
    const box = await em.execute<unknown[]>('select 1 from judging.stage_key where cycle_id = ? and stage_key = ?', [
      ref.cycleId,
      ref.stageKey,
    ]);
    if (box.length === 0 || (await judgingMembers(em, ref)).length === 0) return false;
    return (await jurorsToCast(em, ref)).length === 0;
  }

  /** Once the ballots are opened, who votes again would know the choices. */
  async refuseReopening(em: SqlEntityManager, stageContext: StageContext<JurySettings>): Promise<void> {
    if (!(await em.count(OpenedBallot, refOf(stageContext)))) return;
    throw new Problem('conflict', refusal('ballot.opened', { title: stageContext.stage.title }));
  }

  /** The opened ballots by alias, with the ladder and the number of winners of the definition. */
  async inputs(em: SqlEntityManager, stageContext: StageContext<JurySettings>): Promise<DecisionInputs> {
    const ballots = await em.find(OpenedBallot, refOf(stageContext), { orderBy: { alias: 'asc' } });
    const { settings, stage } = stageContext;
    return {
      mode: ballotMethod(settings.method).key,
      winners: settings.quotas.winners,
      tieLadder: settings.tieLadder,
      seed: seedOf(stageContext),
      entryIds: await this.entries.inScope(em, stage, jury),
      ballots: ballots.map((ballot) => ({ alias: ballot.alias, ...voteOf(ballot), recused: ballot.recused })),
    } satisfies BallotInputs;
  }

  recompute(inputs: DecisionInputs): Proposal {
    return recomputeDecision(inputs);
  }
}

/** What ballots and keys of a stage are sealed to. */
export const boxOf = ({ cycleId, stageKey }: StageRef): string => `${cycleId}/${stageKey}`;
