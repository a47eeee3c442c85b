import { activityInfo } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { FailureType, type Activities, type CyclePlan } from '#libs/contracts/pure';
import type { ProblemCode, Said } from '#libs/contracts/pure';
import type {
  AmendmentCommitted,
  ClarificationFacts,
  ClarificationRef,
  Command,
  ComplaintFacts,
  ComplaintRef,
  DecisionFacts,
  RetentionRound,
  SignCommand,
  StageDecision,
  StageFacts,
  StageRef,
  SupersessionRef,
} from '#libs/contracts/pure';
import {
  type Refusal,
  type StageNow,
  type TableStageCommand,
  cycleRefusalOf,
  planMoves,
  refusalOf,
} from '#libs/cycles/pure';
import { type ProblemMore, refusalDocument } from '#libs/words/pure';
import { refusal } from './refusals.words.js';
import {
  digest,
  instant,
  moveStep,
  moveWindow,
  newProposal,
  newStage,
  newSupersession,
  plannedOf,
  windowOf,
  write,
} from './records.js';
import type { ClarificationRecord, ComplaintRecord, CycleRecord, StageRecord, StageSpec } from './records.js';

/** How long after the hard close writers that began in time may take, ms. */
export const DRAIN = 2_000;

/** What is said of a move that a cycle `refuses`. */
export const REFUSED = 'It is refused for a while.';

/** What an activity does in place of its work, to test failures: throws, or waits. */
type Obstacle = (input: { cycleId: string; stageKey?: string }) => Promise<void> | void;

/** The problem a business rule answers with. */
export function refused(code: ProblemCode, said: Said | string, more: ProblemMore = {}): ApplicationFailure {
  const problem = refusalDocument(code, typeof said === 'string' ? refusal('asWritten', { text: said }) : said, more);
  return ApplicationFailure.create({
    type: FailureType.refused,
    message: problem.detail,
    nonRetryable: true,
    details: [problem],
  });
}

/** Throws what the table of commands refuses. */
function throwIf(found: Refusal | null): void {
  if (found) throw refused(found.code, found.said, found.more);
}

/**
 * The activities on a database that is a Map: idempotent, judging by its own clock, refusing what the real ones refuse.
 * For time-skipping tests only, where no real database could follow the clock.
 */
export class InMemoryActivities implements Activities {
  readonly cycles = new Map<string, CycleRecord>();
  readonly complaints = new Map<string, ComplaintRecord>();
  readonly clarifications = new Map<string, ClarificationRecord>();
  /** The instants of the rounds of retention. */
  readonly retentionRounds: string[] = [];
  /** From one round of retention to the next, ms. */
  retentionEvery = 86_400_000;
  readonly #obstacles = new Map<string, Obstacle>();
  readonly #clock: () => Promise<number>;

  /** @param clock the instant now, epoch ms */
  constructor(clock: () => Promise<number>) {
    this.#clock = clock;
  }

  /** Publishes a cycle; a stage without `after` follows the one before. */
  publish(cycleId: string, specs: StageSpec[]): CycleRecord {
    const stages = specs.map((spec, i) => [spec.key, newStage(cycleId, spec, specs[i - 1]?.key)] as const);
    const cycle: CycleRecord = {
      cycleId,
      status: 'published',
      pausedAt: null,
      stages: new Map(stages),
      committed: new Map(),
      calls: new Map(),
      attention: [],
      ended: [],
      revision: 1,
      amendments: new Map(),
      runs: new Set(),
      refuses: null,
      lossy: 0,
      answers: 0,
    };
    this.cycles.set(cycleId, cycle);
    return cycle;
  }

  /** Files a complaint; `answer` and the steps of `ladder` count from and to its due instant, ms. */
  file(ref: ComplaintRef, dueAt: number, ladder: Record<string, number> = {}): ComplaintRecord {
    const steps = Object.entries(ladder).map(([step, before]) => ({ step, at: instant(dueAt - before) }));
    const facts = { ...ref, programme: 'test', state: 'open', dueAt: instant(dueAt), ladder: steps } as const;
    const record: ComplaintRecord = { facts, reminded: [], overdue: [] };
    this.complaints.set(ref.complaintId, record);
    return record;
  }

  /** Asks for a clarification; the steps of `ladder` count to its due instant, ms. */
  clarify(ref: ClarificationRef, dueAt: number, ladder: Record<string, number> = {}): ClarificationRecord {
    const steps = Object.entries(ladder).map(([step, before]) => ({ step, at: instant(dueAt - before) }));
    const facts: ClarificationFacts = {
      ...ref,
      programme: 'test',
      state: 'open',
      dueAt: instant(dueAt),
      deadlineVersion: 1,
      ladder: steps,
      pausedAt: null,
    };
    const record: ClarificationRecord = { facts, reminded: [], timedOut: null };
    this.clarifications.set(ref.clarificationId, record);
    return record;
  }

  /** The activities as a worker takes them, with the obstacles of the tests before each. */
  bound(): Activities {
    const bind =
      (name: keyof Activities) =>
      async (input?: { cycleId: string }): Promise<unknown> => {
        const cycle = this.cycles.get(input?.cycleId ?? '');
        const { workflowId, runId } = activityInfo().workflowExecution!;
        cycle?.runs.add(`${workflowId}#${runId}`);
        cycle?.calls.set(name, (cycle.calls.get(name) ?? 0) + 1);
        if (cycle?.refuses === name) throw refused('conflict', REFUSED);
        await this.#obstacles.get(name)?.(input ?? { cycleId: '' });
        const result = await (this[name] as (input?: object) => Promise<unknown>)(input);
        if (input) this.#loseSome(input.cycleId);
        return result;
      };
    return Object.fromEntries(ACTIVITY_NAMES.map((name) => [name, bind(name)])) as unknown as Activities;
  }

  /** The worker dies between commit and answer: of a lossy cycle, one answer in so many never arrives. */
  #loseSome(cycleId: string): void {
    const cycle = this.cycles.get(cycleId)!;
    cycle.answers += 1;
    if (cycle.lossy > 0 && cycle.answers % cycle.lossy === 0) throw new Error('the answer was lost');
  }

  /** Puts something in the way of an activity, until `clear`. */
  obstruct(name: keyof Activities, obstacle: Obstacle): void {
    this.#obstacles.set(name, obstacle);
  }

  /** Takes all obstacles away. */
  clear(): void {
    this.#obstacles.clear();
  }

  /** People adjust the proposal: the next version, without signatures. */
  adjust(ref: StageRef): string {
    const record = this.stageOf(ref);
    record.decision = newProposal(record, record.decision!.proposalVersion + 1);
    record.certifiers.clear();
    return record.decision.proposalDigest;
  }

  stageOf({ cycleId, stageKey }: StageRef): StageRecord {
    const record = this.cycles.get(cycleId)?.stages.get(stageKey);
    if (!record) throw refused('not-found', refusal('noStage', { stageKey }));
    return record;
  }

  async readCyclePlan({ cycleId }: { cycleId: string }): Promise<CyclePlan> {
    const cycle = this.cycles.get(cycleId);
    if (!cycle) throw refused('not-found', refusal('noCycle'));
    const stages = [...cycle.stages.values()].map(({ facts }) => ({
      key: facts.stageKey,
      type: facts.type,
      after: facts.after,
      opensAt: facts.opensAt,
      state: facts.state,
    }));
    return {
      cycleId,
      programme: 'test',
      revision: cycle.revision,
      status: cycle.status,
      pausedAt: cycle.pausedAt,
      stages,
    };
  }

  async reportLate(ref: StageRef): Promise<void> {
    const { attention, stages, status, pausedAt } = this.cycles.get(ref.cycleId)!;
    const { facts } = this.stageOf(ref);
    const waitsFor = facts.after.filter((key) => !['decided', 'released'].includes(stages.get(key)!.facts.state));
    if (status !== 'published' || pausedAt || facts.state !== 'scheduled' || waitsFor.length === 0) return;
    if (Date.parse(facts.opensAt) > (await this.#clock())) return;
    const late = { stageKey: ref.stageKey, code: 'open/late', detail: `${facts.opensAt}: ${String(waitsFor)}` };
    if (!attention.some(({ stageKey, detail }) => stageKey === late.stageKey && detail === late.detail))
      attention.push(late);
  }

  async readStage(ref: StageRef): Promise<StageFacts> {
    return this.#withLast(this.stageOf(ref).facts);
  }

  async openStage({ at, command, ...ref }: Parameters<Activities['openStage']>[0]): Promise<StageFacts> {
    return this.#once(ref, command, (record) => {
      if (!command && record.facts.openedAt && !record.facts.pausedAt) return record.facts;
      refuseMovedOn(record, ref.version);
      this.#refuse('open', record);
      return write(record, { state: 'open', openedAt: at });
    });
  }

  async moveDeadline({ command, ...ref }: Parameters<Activities['moveDeadline']>[0]): Promise<StageFacts> {
    const now = await this.#clock();
    return this.#once(ref, command, (record) => {
      this.#refuse(command.step ? 'moveStep' : 'moveDeadline', record);
      if (command.step) return moveStep(record, command.step, command.deadlineAt);
      const { facts } = record;
      if (Date.parse(command.deadlineAt) <= Math.max(now, Date.parse(facts.openedAt ?? facts.opensAt))) {
        throw refused('rule-violated', refusal('deadline'));
      }
      return write(record, {
        ...windowOf(record.spec, command.deadlineAt),
        deadlineVersion: facts.deadlineVersion + 1,
      });
    });
  }

  async moveWithFollowing({ command, ...ref }: Parameters<Activities['moveWithFollowing']>[0]): Promise<StageFacts[]> {
    const now = new Date(await this.#clock());
    const { stages, committed } = this.cycles.get(ref.cycleId)!;
    if (committed.has(command.commandId)) return committed.get(command.commandId) as StageFacts[];
    this.#refuse('moveDeadline', this.stageOf(ref));
    const wanted = [{ stageKey: ref.stageKey, deadlineAt: command.deadlineAt }];
    const planned = planMoves([...stages.values()].map(plannedOf), wanted, {
      now,
      zone: 'UTC',
      shiftFollowing: true,
    });
    if ('refusal' in planned) throw refused('rule-violated', planned.refusal.why);
    const moved = planned.moves.map((move) => moveWindow(stages.get(move.stageKey)!, move));
    committed.set(command.commandId, moved);
    return moved;
  }

  async signAmendment({ cycleId, command }: Parameters<Activities['signAmendment']>[0]): Promise<AmendmentCommitted> {
    const cycle = this.cycles.get(cycleId)!;
    const amendment = cycle.amendments.get(command.amendmentId);
    if (!amendment) throw refused('not-found', refusal('noAmendment'));
    const isNew = !amendment.signers.has(command.actorId);
    if (isNew) throwIf(cycleRefusalOf('signAmendment', cycle));
    amendment.signers.add(command.actorId);
    const isAdopted = amendment.signers.size >= amendment.signaturesNeeded;
    if (isNew && amendment.signers.size === amendment.signaturesNeeded) {
      cycle.revision += 1;
      amendment.touched = amendment.change(cycle);
    }
    return {
      amendment: {
        amendmentId: command.amendmentId,
        cycleId,
        kind: 'definition',
        stageKey: null,
        state: isAdopted ? 'adopted' : 'proposed',
        number: isAdopted ? cycle.revision - 1 : null,
        definitionDigest: command.definitionDigest,
        signatures: amendment.signers.size,
        signaturesNeeded: amendment.signaturesNeeded,
      },
      plan: await this.readCyclePlan({ cycleId }),
      stages: amendment.touched.map((stageKey) => this.stageOf({ cycleId, stageKey }).facts),
    };
  }

  async closeStage({ command, ...ref }: Parameters<Activities['closeStage']>[0]): Promise<StageFacts> {
    const now = await this.#clock();
    const facts = await this.#once(ref, command, (record) => {
      if (!command && record.facts.closedAt && !record.facts.pausedAt) return record.facts;
      refuseMovedOn(record, ref.version);
      this.#refuse('close', record);
      const early = Date.parse(record.facts.hardCloseAt) + DRAIN - now;
      if (!command && early > 0) throw tooEarly(early);
      return write(record, { state: 'closing', closedAt: instant(now) });
    });
    return this.#withLast(facts);
  }

  async closeStageEarly(ref: StageRef): Promise<StageFacts> {
    const record = this.stageOf(ref);
    refusePaused(record);
    const { facts, spec, prepared } = record;
    if (facts.state !== 'open' || !spec.closesEarly || !prepared || record.owed > 0) return facts;
    return this.#withLast(write(record, { state: 'closing', closedAt: instant(await this.#clock()) }));
  }

  /** The facts of a closed stage say until when an extension still lets something in. */
  async #withLast(facts: StageFacts): Promise<StageFacts> {
    const now = instant(await this.#clock());
    const [next] = this.stageOf(facts)
      .extensions.filter((until) => until > now)
      .toSorted();
    return facts.state === 'closing' && next ? { ...facts, mayComeInUntil: next } : facts;
  }

  async remind({ step, deadlineVersion, ...ref }: Parameters<Activities['remind']>[0]): Promise<void> {
    const { facts, reminders } = this.stageOf(ref);
    refusePaused(this.stageOf(ref));
    if (facts.state !== 'open' || facts.deadlineVersion !== deadlineVersion) return;
    if (reminders.some((other) => other.step === step && other.deadlineVersion === deadlineVersion)) return;
    reminders.push({ step, deadlineVersion, at: await this.#clock() });
  }

  async prepareStage(ref: StageRef): Promise<void> {
    this.stageOf(ref).prepared = true;
  }

  async proposeDecision(ref: StageRef): ReturnType<Activities['proposeDecision']> {
    const record = this.stageOf(ref);
    if (record.facts.state === 'closing') {
      if (!record.prepared) throw refused('conflict', refusal('unprepared'));
      if (record.facts.decides) record.decision = newProposal(record, record.voidUntil + 1);
      write(record, { state: record.facts.decides ? 'deciding' : 'decided' });
    }
    this.#mustBe(record, 'deciding', 'decided', 'released');
    return { stage: record.facts, decision: record.decision };
  }

  async reopenStage({ cycleId, command }: Parameters<Activities['reopenStage']>[0]): Promise<CyclePlan> {
    const record = this.stageOf({ cycleId, stageKey: command.stageKey });
    const plan = await this.#onceForCycle(cycleId, command, () => {
      this.#refuse('reopen', record);
      record.voidUntil = record.decision?.proposalVersion ?? 0;
      record.decision = null;
      record.certifiers.clear();
      write(record, {
        ...({ state: 'open', closedAt: null, deadlineVersion: record.facts.deadlineVersion + 1 } as const),
        ...windowOf(record.spec, command.deadlineAt),
      });
    });
    return { ...plan, changed: [record.facts] };
  }

  async signDecision({ command, ...ref }: Parameters<Activities['signDecision']>[0]): Promise<StageDecision> {
    return this.#once(ref, command, (record) => {
      const decision = this.#proposal(record, command, 'sign');
      if (decision.signatures === decision.signaturesNeeded) throw refused('conflict', refusal('signed'));
      record.decision = { ...decision, signatures: decision.signatures + 1 };
      return { stage: write(record, {}), decision: record.decision };
    });
  }

  async certifyDecision({ command, ...ref }: Parameters<Activities['certifyDecision']>[0]): Promise<StageDecision> {
    return this.#once(ref, command, (record) => {
      const decision = this.#proposal(record, command, 'certify');
      if (record.certifiers.has(command.actorId)) throw refused('conflict', refusal('certified'));
      record.certifiers.add(command.actorId);
      const complete = record.certifiers.size >= decision.certificationsNeeded;
      record.decision = { ...decision, certifications: record.certifiers.size, complete };
      const decided = { state: 'decided', decisionDigest: digest(decision.proposalDigest) } as const;
      return { stage: write(record, complete ? decided : {}), decision: record.decision };
    });
  }

  async releaseDecision({
    audience,
    command,
    ...ref
  }: Parameters<Activities['releaseDecision']>[0]): Promise<StageFacts> {
    return this.#once(ref, command, (record) => {
      const { facts } = record;
      if (facts.releasedTo.includes(audience)) return facts;
      refuseMovedOn(record, ref.version);
      this.#refuse(command ? 'release' : 'releaseByPlan', record, audience);
      const releasedTo = [...facts.releasedTo, audience];
      const done = releasedTo.length === facts.releases.length;
      return write(record, { releasedTo, state: done ? 'released' : 'decided' });
    });
  }

  async pauseCycle({ cycleId, command }: Parameters<Activities['pauseCycle']>[0]): Promise<CyclePlan> {
    const at = instant(await this.#clock());
    return this.#onceForCycle(cycleId, command, (cycle) => {
      throwIf(cycleRefusalOf('pause', cycle));
      cycle.pausedAt = at;
      for (const record of cycle.stages.values()) if (isLive(record)) write(record, { pausedAt: at });
    });
  }

  async resumeCycle({ cycleId, command }: Parameters<Activities['resumeCycle']>[0]): Promise<CyclePlan> {
    const now = await this.#clock();
    return this.#onceForCycle(cycleId, command, (cycle) => {
      throwIf(cycleRefusalOf('resume', cycle));
      const pausedAt = cycle.pausedAt!;
      const length = now - Date.parse(pausedAt);
      for (const record of cycle.stages.values()) {
        const { facts } = record;
        if (!facts.pausedAt) continue;
        const fellIn = facts.state === 'scheduled' && facts.opensAt > pausedAt && Date.parse(facts.opensAt) <= now;
        const given = command.deadlines?.find(({ stageKey }) => stageKey === facts.stageKey)?.deadlineAt;
        const later = (at: string) => instant(Date.parse(at) + length);
        const deadlineAt = given ?? (fellIn || facts.state === 'open' ? later(facts.deadlineAt) : null);
        write(record, {
          pausedAt: null,
          ...(fellIn && { opensAt: later(facts.opensAt) }),
          ...(deadlineAt && { ...windowOf(record.spec, deadlineAt), deadlineVersion: facts.deadlineVersion + 1 }),
        });
      }
      this.#resumeOwn(cycleId, Date.parse(pausedAt), length);
      cycle.pausedAt = null;
    });
  }

  /** What the pause stopped beside the stages goes on as much later, with the reminders still to come. */
  #resumeOwn(cycleId: string, pausedAt: number, length: number): void {
    const later = (at: string) => (Date.parse(at) > pausedAt ? instant(Date.parse(at) + length) : at);
    const isStopped = ({ facts }: ClarificationRecord | ComplaintRecord) =>
      facts.cycleId === cycleId && facts.state === 'open' && Date.parse(facts.dueAt) > pausedAt;
    const moved = <Facts extends ClarificationFacts | ComplaintFacts>(facts: Facts): Facts => ({
      ...facts,
      dueAt: later(facts.dueAt),
      ladder: facts.ladder.map(({ step, at }) => ({ step, at: later(at) })),
    });
    for (const record of this.clarifications.values()) {
      if (isStopped(record))
        record.facts = { ...moved(record.facts), deadlineVersion: record.facts.deadlineVersion + 1 };
    }
    for (const record of this.complaints.values()) if (isStopped(record)) record.facts = moved(record.facts);
  }

  async readSupersession(ref: SupersessionRef): Promise<StageDecision | null> {
    const decision = this.stageOf(ref).superseding.get(ref.decisionId);
    return decision ? { stage: this.stageOf(ref).facts, decision } : null;
  }

  async endSupersession(ref: SupersessionRef): Promise<StageDecision | null> {
    const { superseding } = this.stageOf(ref);
    const decision = superseding.get(ref.decisionId);
    const isOver = this.cycles.get(ref.cycleId)!.status === 'cancelled' && decision?.supersession?.state === 'proposed';
    if (isOver)
      superseding.set(ref.decisionId, { ...decision, supersession: { ...decision.supersession!, state: 'dropped' } });
    return this.readSupersession(ref);
  }

  async proposeSupersession({
    command,
    ...ref
  }: Parameters<Activities['proposeSupersession']>[0]): Promise<StageDecision> {
    return this.#once(ref, command, (record) => {
      this.#mustBe(record, 'decided', 'released');
      if (!record.decision) throw refused('conflict', refusal('noDecision'));
      const all = [...record.superseding.values()];
      if (all.some(({ supersession }) => supersession!.state === 'proposed'))
        throw refused('conflict', refusal('anotherProposed'));
      const decision = newSupersession(record, ref.decisionId, all.length + 2);
      record.superseding.set(ref.decisionId, decision);
      return { stage: record.facts, decision };
    });
  }

  async signSupersession({ command, ...ref }: Parameters<Activities['signSupersession']>[0]): Promise<StageDecision> {
    return this.#once(ref, command, (record) =>
      this.#supersede(record, ref, (decision) => ({ ...decision, signatures: decision.signatures + 1 })),
    );
  }

  async certifySupersession({
    command,
    ...ref
  }: Parameters<Activities['certifySupersession']>[0]): Promise<StageDecision> {
    return this.#once(ref, command, (record) =>
      this.#supersede(record, ref, (decision) => {
        if (decision.signatures < decision.signaturesNeeded) throw refused('conflict', refusal('notSigned'));
        const certifications = decision.certifications + 1;
        const complete = certifications >= decision.certificationsNeeded;
        const state = complete ? 'certified' : 'proposed';
        return { ...decision, certifications, complete, supersession: { ...decision.supersession!, state } };
      }),
    );
  }

  async dropSupersession({ command, ...ref }: Parameters<Activities['dropSupersession']>[0]): Promise<StageDecision> {
    return this.#once(ref, command, (record) =>
      this.#supersede(record, ref, (decision) => ({
        ...decision,
        supersession: { ...decision.supersession!, state: 'dropped' },
      })),
    );
  }

  async cancelCycle({ cycleId, command }: Parameters<Activities['cancelCycle']>[0]): Promise<CyclePlan> {
    const cycle = this.cycles.get(cycleId)!;
    if (!cycle.committed.has(command.commandId)) {
      throwIf(cycleRefusalOf('cancel', cycle));
      cycle.status = 'cancelled';
      cycle.pausedAt = null;
      for (const record of cycle.stages.values()) {
        if (record.facts.state !== 'released') write(record, { state: 'cancelled', pausedAt: null });
      }
      cycle.committed.set(command.commandId, await this.readCyclePlan({ cycleId }));
    }
    return cycle.committed.get(command.commandId) as CyclePlan;
  }

  async completeCycle({ cycleId }: { cycleId: string }): Promise<void> {
    const cycle = this.cycles.get(cycleId)!;
    const open = [...cycle.stages.values()].find(({ facts }) => !['released', 'decided'].includes(facts.state));
    if (open) throw refused('conflict', refusal('notEnded', { stageKey: open.facts.stageKey }));
    cycle.status = 'completed';
  }

  async readComplaint({ complaintId }: ComplaintRef): Promise<ComplaintFacts> {
    const { facts } = this.complaints.get(complaintId)!;
    const { status, pausedAt } = this.cycles.get(facts.cycleId)!;
    return { ...facts, ...(facts.state === 'open' && status === 'cancelled' && { state: 'cancelled' }), pausedAt };
  }

  async remindOfComplaint({ complaintId, step }: ComplaintRef & { step: string }): Promise<boolean> {
    const { facts, reminded } = this.complaints.get(complaintId)!;
    if (facts.state === 'open' && this.cycles.get(facts.cycleId)!.pausedAt) return false;
    if (facts.state === 'open' && !reminded.some((each) => each.step === step))
      reminded.push({ step, at: instant(await this.#clock()) });
    return true;
  }

  async reportOverdueComplaint({ complaintId }: ComplaintRef): Promise<boolean> {
    const { facts, overdue } = this.complaints.get(complaintId)!;
    if (facts.state === 'open' && this.cycles.get(facts.cycleId)!.pausedAt) return false;
    const now = await this.#clock();
    const early = Date.parse(facts.dueAt) - now;
    if (early > 0) throw tooEarly(early);
    if (facts.state === 'open' && overdue.length === 0) overdue.push(instant(now));
    return true;
  }

  async readClarification({ clarificationId }: ClarificationRef): Promise<ClarificationFacts> {
    const { facts } = this.clarifications.get(clarificationId)!;
    const { status, pausedAt } = this.cycles.get(facts.cycleId)!;
    const state = facts.state === 'open' && status === 'cancelled' ? 'cancelled' : facts.state;
    return { ...facts, state, pausedAt };
  }

  async remindOfClarification(input: ClarificationRef & { step: string; deadlineVersion: number }): Promise<void> {
    const { step, deadlineVersion } = input;
    const { reminded } = this.clarifications.get(input.clarificationId)!;
    const facts = await this.readClarification(input);
    if (facts.state !== 'open' || facts.pausedAt || facts.deadlineVersion !== deadlineVersion) return;
    if (!reminded.some((each) => each.step === step && each.deadlineVersion === deadlineVersion))
      reminded.push({ step, deadlineVersion, at: instant(await this.#clock()) });
  }

  async timeOutClarification(input: ClarificationRef & { deadlineVersion: number }): Promise<ClarificationFacts> {
    const record = this.clarifications.get(input.clarificationId)!;
    const facts = await this.readClarification(input);
    if (facts.state !== 'open' || facts.pausedAt || facts.deadlineVersion !== input.deadlineVersion) return facts;
    const now = await this.#clock();
    const early = Date.parse(facts.dueAt) + DRAIN - now;
    if (early > 0) throw tooEarly(early);
    record.facts = { ...record.facts, state: 'timed-out' };
    record.timedOut = instant(now);
    return this.readClarification(input);
  }

  async carryOutRetention(): Promise<RetentionRound> {
    const now = await this.#clock();
    this.retentionRounds.push(instant(now));
    return { again: instant(now + this.retentionEvery) };
  }

  async needsAttention(parked: Parameters<Activities['needsAttention']>[0]): Promise<void> {
    const { cycleId, workflowId: _workflowId, occurrence: _occurrence, ...what } = parked;
    this.cycles.get(cycleId)?.attention.push(what);
  }

  async endWorkflow({ cycleId, workflowId }: Parameters<Activities['endWorkflow']>[0]): Promise<void> {
    this.cycles.get(cycleId)?.ended.push(workflowId);
  }

  /** Runs a command once; repeated, it returns what it committed. */
  #once<T>(ref: StageRef, command: Command | undefined, act: (record: StageRecord) => T): T {
    const { committed } = this.cycles.get(ref.cycleId)!;
    if (command && committed.has(command.commandId)) return committed.get(command.commandId) as T;
    const result = act(this.stageOf(ref));
    if (command) committed.set(command.commandId, result);
    return result;
  }

  /** Runs a command about the whole cycle once. */
  async #onceForCycle(cycleId: string, command: Command, act: (cycle: CycleRecord) => void): Promise<CyclePlan> {
    const cycle = this.cycles.get(cycleId)!;
    if (!cycle.committed.has(command.commandId)) {
      act(cycle);
      cycle.committed.set(command.commandId, await this.readCyclePlan({ cycleId }));
    }
    return cycle.committed.get(command.commandId) as CyclePlan;
  }

  /** Refuses what the table of commands does not allow in the present state of the stage, its cycle and the others. */
  #refuse(name: TableStageCommand, record: StageRecord, audience?: StageNow['audience']): void {
    const cycle = this.cycles.get(record.facts.cycleId)!;
    const stages = [...cycle.stages.values()].map(({ facts }) => ({
      key: facts.stageKey,
      state: facts.state,
      after: facts.after,
    }));
    throwIf(refusalOf(name, { facts: record.facts, decision: record.decision, stages, cycle, audience }));
  }

  #mustBe({ facts }: StageRecord, ...states: StageFacts['state'][]): void {
    if (!states.includes(facts.state)) throw refused('conflict', refusal('state', { state: facts.state }));
  }

  #supersede(
    record: StageRecord,
    { decisionId }: SupersessionRef,
    change: (decision: DecisionFacts) => DecisionFacts,
  ): StageDecision {
    const before = record.superseding.get(decisionId);
    if (before?.supersession?.state !== 'proposed') throw refused('conflict', refusal('notProposed'));
    const decision = change(before);
    record.superseding.set(decisionId, decision);
    return { stage: record.facts, decision };
  }

  #proposal(record: StageRecord, command: SignCommand, name: 'sign' | 'certify'): DecisionFacts {
    this.#refuse(name, record);
    if (record.decision!.proposalDigest === command.proposalDigest) return record.decision!;
    throw refused('stale-version', refusal('proposal'));
  }
}

const ACTIVITY_NAMES = Object.getOwnPropertyNames(InMemoryActivities.prototype).filter(
  (name) =>
    !['constructor', 'publish', 'bound', 'obstruct', 'clear', 'adjust', 'file', 'clarify', 'stageOf'].includes(name),
) as (keyof Activities)[];

const isLive = ({ facts: { state, releases, releasedTo } }: StageRecord): boolean =>
  state !== 'released' && state !== 'cancelled' && (state !== 'decided' || releasedTo.length < releases.length);

function refusePaused({ facts }: StageRecord): void {
  if (facts.pausedAt)
    throw refused('paused', refusal('paused', { stageKey: facts.stageKey, pausedAt: facts.pausedAt }));
}

/** Refuses a move by the clock that goes by an older version of the row. */
function refuseMovedOn({ facts }: StageRecord, known: number | undefined): void {
  if (known !== undefined && known !== facts.version) throw refused('stale-version', refusal('row'));
}

function tooEarly(ms: number): ApplicationFailure {
  return ApplicationFailure.create({
    type: FailureType.tooEarly,
    message: `Not yet, in ${ms} ms`,
    nextRetryDelay: ms,
  });
}
