import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { NIL, v7 as uuidv7 } from 'uuid';
import type { StageRef } from '#libs/contracts';
import { ADOPTED_BY_PANEL, type Stage, lockStageForWriting, requireStage, stageContextOf } from '#libs/cycles';
import { type Principal, Problem, type RequestContext, UnitOfWork, type Work } from '#libs/platform';
import type { FieldFault } from '#libs/words';
import { hasCast } from '../panel/panel.queries.js';
import { ConflictService, type KnownConflict } from '../panel/conflict.service.js';
import { type EntryToJudge, EntriesForJudgesService } from '../panel/entries-for-judges.service.js';
import { boxOf } from './jury.handler.js';
import { type JurySettings, jury } from './jury.type.js';
import type { BallotMethod } from '../methods/decision-method.js';
import { refusal } from '../refusals.words.js';
import { ballotMethod } from '../methods/registry.js';
import { type Vote, ballotSchema } from './ballot.schemas.js';
import type { Seat } from '../panel/panel.entities.js';
import { type SealedBallot, sealBallot } from './sealed-ballot.js';

/** What a juror votes on: the method, the finalists, those they are recused from, and whether their ballot is cast. */
export interface BallotPaper {
  /** Says what a ballot is; null while the jury has not adopted its method. */
  method: string | null;
  entries: EntryToJudge[];
  recused: { entryId: string; reasons: string[] }[];
  cast: boolean;
}

/** Takes ballots: checked, then stored as ciphertext that nobody can read before the close. */
@Injectable()
export class BallotService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly entries: EntriesForJudgesService,
    private readonly conflicts: ConflictService,
  ) {}

  /** The caller's ballot paper. Throws `not-found` for whoever does not vote in this stage. */
  async paper(principal: Principal | null, ref: StageRef): Promise<BallotPaper> {
    return this.unitOfWork.read(async (em) => {
      const stage = await requireStage(em, ref);
      const { personId } = await requireVoter(em, stage, principal);
      const ids = await this.entries.inScope(em, stage, jury);
      const recused = (await this.conflicts.among(em, ref, ids, [personId])).map(({ entryId, reasons }) => ({
        entryId,
        reasons: reasons.map(({ code }) => code),
      }));
      const method = (await methodOf(em, stage))?.key ?? null;
      const entries = await this.entries.findToJudge(ref, ids);
      return { method, entries, recused, cast: await hasCast(em, ref, personId) };
    });
  }

  /**
   * Casts the caller's ballot, for good: what the method of the jury takes. The entries that the
   * caller is recused from are filled in here. Throws `rule-violated` naming what is wrong,
   * `conflict` when their ballot is cast already, and what the window refuses.
   */
  async cast(context: RequestContext, ref: StageRef, vote: Vote): Promise<void> {
    await this.unitOfWork.run(context, async (work) => {
      const { em } = work;
      const { stage } = await lockStageForWriting(work, ref.cycleId, ref.stageKey);
      const { personId, boxKey } = await requireVoter(em, stage, context.principal);
      const ids = await this.entries.inScope(em, stage, jury);
      const conflicts = await this.conflicts.among(em, ref, ids, [personId]);
      const method = await methodOf(em, stage);
      if (!method) throw new Problem('conflict', refusal('ballot.noMethod'));
      refuseWrongVote(method, vote, ids, conflicts);
      const recused = conflicts.map(({ entryId }) => entryId);
      const sealed = await sealBallot(boxOf(ref), requirePrepared(boxKey), { ...vote, recused });
      await keepBallot(work, ref, { personId, revision: stage.revision, sealed });
    });
  }
}

interface Voter {
  personId: string;
  /** What ballots are sealed with; null while the box is being prepared. */
  boxKey: string | null;
}

async function requireVoter(em: SqlEntityManager, stage: Stage, principal: Principal | null): Promise<Voter> {
  const [member] = await em.execute<(Voter & { seat: Seat })[]>(
    `select m.seat, m.person_id as "personId", k.public_key as "boxKey"
     from judging.panel_member m left join judging.stage_key k using (cycle_id, stage_key)
     where m.cycle_id = ? and m.stage_key = ? and m.person_id = ?`,
    [stage.cycleId, stage.key, principal?.personId ?? NIL],
  );
  if (!member || stage.type !== jury.key) throw new Problem('not-found', refusal('ballot.noJury'));
  if (member.seat === 'deputy') throw new Problem('forbidden', refusal('ballot.deputy'));
  return member;
}

/** One ballot a juror: of two requests at once, the second waits for the first here and is refused. */
async function keepBallot(
  work: Work,
  ref: StageRef,
  { personId, revision, sealed }: { personId: string; revision: number; sealed: SealedBallot },
): Promise<void> {
  const id = uuidv7();
  const added = await work.em.execute<unknown[]>(
    `with cast_by as (
       insert into judging.ballot_cast (id, cycle_id, stage_key, person_id, revision) values (?, ?, ?, ?, ?)
       on conflict do nothing returning id
     ), sealed as (
       insert into judging.sealed_ballot (alias, cycle_id, stage_key, ciphertext) select ?::uuid, ?::uuid, ?, ? from cast_by
     )
     select id from cast_by`,
    [id, ref.cycleId, ref.stageKey, personId, revision, sealed.alias, ref.cycleId, ref.stageKey, sealed.ciphertext],
  );
  if (added.length === 0) throw new Problem('conflict', refusal('ballot.cast'));
  work.emit({ type: 'laureate.ballot.cast.v1', subject: id, data: { ...ref, personId } });
}

function requirePrepared(boxKey: string | null): string {
  if (boxKey === null) throw new Problem('conflict', refusal('ballot.boxNotReady'));
  return boxKey;
}

/** The method by which the jury votes; null while it has not adopted one. */
async function methodOf(em: SqlEntityManager, stage: Stage): Promise<BallotMethod | null> {
  const { method } = (await stageContextOf<JurySettings>(em, stage)).settings;
  return method === ADOPTED_BY_PANEL ? null : ballotMethod(method);
}

function refuseWrongVote(
  method: BallotMethod,
  vote: Vote,
  entryIds: readonly string[],
  conflicts: readonly KnownConflict[],
): void {
  const { error } = ballotSchema(method).safeParse(vote);
  if (error)
    throw new Problem('rule-violated', refusal('ballot.otherMethod', { method: method.key }), {
      errors: error.issues.map(({ path, message }) => ({ pointer: pointerOf(path), message })),
    });
  const recused = conflicts.map(({ entryId }) => entryId);
  const errors = method.check(vote, entryIds, recused).map(({ pointer, entryId, message }): FieldFault => {
    const reason = conflicts.find((conflict) => conflict.entryId === entryId)?.reasons[0]?.message;
    return { pointer, message: reason ? refusal('ballot.faultAndReason', { fault: message, reason }) : message };
  });
  if (errors.length === 0) return;
  throw new Problem('rule-violated', refusal('ballot.incomplete'), { errors });
}

const pointerOf = (path: readonly PropertyKey[]): string => path.map((part) => `/${String(part)}`).join('');
