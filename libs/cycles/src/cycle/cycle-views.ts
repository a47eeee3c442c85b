import type { CycleStatus, Instant, StageState, WindowStepKey } from '#libs/contracts';
import type { Attention, Cycle } from '../rows/cycle.entities.js';
import { type ZonedInstant, toInstant, zoned } from '../definition/calendar.js';
import type { Owed } from './owed.service.js';
import type { Stage } from '../definition/stage.entity.js';
import { factsOf } from '../rows/stage-facts.js';
import { type NextFiring, nextFiring, waitsFor } from '../definition/timetable.js';

/** A cycle in lists and by itself. */
export interface CycleView {
  id: string;
  programme: string;
  edition: string;
  title: string;
  zone: string;
  demonstration: boolean;
  status: CycleStatus;
  revision: number;
  version: number;
  createdAt: Instant;
  publishedAt: Instant | null;
  pausedAt: Instant | null;
  endedAt: Instant | null;
}

/** An instant at which the clock acts, in both zones. */
export type FiringView = Omit<NextFiring, 'at'> & { at: ZonedInstant };

/** A further deadline of a stage. */
export interface StepView {
  step: WindowStepKey;
  deadline: ZonedInstant;
  /** Deadline and grace. */
  hardClose: ZonedInstant;
}

/** A stage in the cycle's calendar. */
export interface StageView {
  key: string;
  type: string;
  title: string;
  state: StageState;
  version: number;
  deadlineVersion: number;
  opens: ZonedInstant;
  deadline: ZonedInstant;
  hardClose: ZonedInstant;
  /** Further deadlines, such as that for registration. */
  steps: StepView[];
  opened: ZonedInstant | null;
  closed: ZonedInstant | null;
  releasedTo: string[];
  /** Stages whose decision it still waits for. */
  waitsFor: string[];
  next: FiringView | null;
}

/** Where a stage stands, for the staff. */
export interface StageStatusView extends StageView {
  owed: Owed[];
}

/** A parked workflow. */
export interface AttentionView {
  stageKey: string | null;
  code: string;
  detail: string;
  raised: ZonedInstant;
}

/** Deadlines that one person has moved, to be countersigned by a second. */
export interface ToCountersign {
  amendmentId: string;
  number: number;
  reasonCode: string;
  definitionDigest: string;
}

/** Where a cycle stands, what fires next and when, and who owes what. */
export interface CycleStatusView {
  cycle: CycleView;
  now: ZonedInstant;
  next: (FiringView & { stageKey: string }) | null;
  attention: AttentionView[];
  /** At most 20. */
  toCountersign: ToCountersign[];
  stages: StageStatusView[];
}

export const cycleView = (cycle: Cycle): CycleView => ({
  id: cycle.id,
  programme: cycle.programme,
  edition: cycle.edition,
  title: cycle.title,
  zone: cycle.zone,
  demonstration: cycle.demonstration,
  status: cycle.status,
  revision: cycle.revision,
  version: cycle.version,
  createdAt: toInstant(cycle.createdAt),
  publishedAt: cycle.publishedAt ? toInstant(cycle.publishedAt) : null,
  pausedAt: cycle.pausedAt ? toInstant(cycle.pausedAt) : null,
  endedAt: cycle.endedAt ? toInstant(cycle.endedAt) : null,
});

export const firingView = <F extends NextFiring>(firing: F, zone: string): Omit<F, 'at'> & { at: ZonedInstant } => ({
  ...firing,
  at: zoned(firing.at, zone),
});

export function stageView(stage: Stage, all: Stage[], now: Instant): StageView {
  const { zone } = stage;
  const show = (at: Date) => zoned(toInstant(at), zone);
  const facts = factsOf(stage);
  const others = all.map(factsOf);
  const next = nextFiring(facts, others, now);
  return {
    key: stage.key,
    type: stage.type,
    title: stage.title,
    state: stage.state,
    version: stage.version,
    deadlineVersion: stage.deadlineVersion,
    opens: show(stage.opensAt),
    deadline: show(stage.deadlineAt),
    hardClose: show(stage.hardCloseAt),
    steps: stage.steps.map(({ step, deadlineAt, hardCloseAt }) => ({
      step,
      deadline: zoned(deadlineAt, zone),
      hardClose: zoned(hardCloseAt, zone),
    })),
    opened: stage.openedAt ? show(stage.openedAt) : null,
    closed: stage.closedAt ? show(stage.closedAt) : null,
    releasedTo: stage.releasedTo,
    waitsFor: waitsFor(facts, others),
    next: next ? firingView(next, zone) : null,
  };
}

export const attentionView = (attention: Attention, zone: string): AttentionView => ({
  stageKey: attention.stageKey ?? null,
  code: attention.code,
  detail: attention.detail,
  raised: zoned(toInstant(attention.raisedAt), zone),
});
