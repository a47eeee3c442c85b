import type { Fact, Instant, ReleaseAudience, StageState } from '#libs/contracts';
import { Problem } from '#libs/platform';
import { toInstant } from '../definition/calendar.js';
import {
  refuseClosing,
  refuseOpening,
  refuseReleasing,
  refuseReopening,
  refuseUnlessPublished,
} from '../rows/command-preconditions.js';
import type { Cycle } from '../rows/cycle.entities.js';
import { refusePausedCycle } from '../rows/stage-problems.js';
import { refusePause } from '../interruptions/pause.service.js';
import { movesFor } from '../move-deadline/move-deadline.js';
import type { StageMove } from '../move-deadline/move-deadline.rules.js';
import { hasEnded } from '../rows/stage-facts.js';
import type { Stage } from '../definition/stage.entity.js';

/** A command as somebody would give it, without its reason. */
export type WouldCommand =
  | { command: 'pause' }
  | { command: 'cancel' }
  | { command: 'open'; stageKey: string }
  | { command: 'close'; stageKey: string }
  | { command: 'reopen'; stageKey: string; deadlineAt: Instant; shiftFollowing: boolean }
  | { command: 'release'; stageKey: string; audience: ReleaseAudience };

/** What becomes of what people owe: they go on later, owe it from now, or can do it no more. */
export type Owing = 'kept' | 'due' | 'lost';

/** What a command changes in one stage. */
export interface StageEffect {
  stageKey: string;
  state: { from: StageState; to: StageState };
  /** Windows that move, or end or begin now. */
  move: StageMove | null;
  owing: Owing | null;
}

/** What a command would change and publish. */
export interface CommandEffect {
  stages: StageEffect[];
  facts: Fact[];
}

/**
 * What a command would change now, and the events that people are told of. Pure. Throws what the
 * command would: `not-found`, `paused`, `conflict`, `rule-violated`.
 */
export function effectOf(would: WouldCommand, cycle: Cycle, stages: Stage[], now: Instant): CommandEffect {
  const { id: cycleId } = cycle;
  if (would.command === 'pause') {
    refusePause(cycle);
    return {
      stages: stages.filter((stage) => !hasEnded(stage)).map((stage) => effect(stage, stage.state, 'kept')),
      facts: [{ type: 'laureate.cycle.paused.v1', data: { cycleId, number: 0, at: now, reasonCode: null } }],
    };
  }
  if (would.command === 'cancel') {
    refuseUnlessPublished(cycle, 'The cycle cannot be cancelled');
    return {
      stages: stages.filter(({ state }) => state !== 'released').map((stage) => effect(stage, 'cancelled', 'lost')),
      facts: [{ type: 'laureate.cycle.cancelled.v1', data: { cycleId, reasonCode: null } }],
    };
  }
  const stage = stages.find(({ key }) => key === would.stageKey);
  if (!stage) throw new Problem('not-found', `This cycle has no stage "${would.stageKey}".`);
  refuseUnlessPublished(cycle, `No stage can be changed (${would.command})`);
  refusePausedCycle(cycle);
  const ref = { cycleId, stageKey: stage.key, version: stage.version + 1 };
  if (would.command === 'open') {
    refuseOpening(stage, stages);
    const move = { ...still(stage), opens: { from: toInstant(stage.opensAt), to: now } };
    return {
      stages: [{ ...effect(stage, 'open', 'due'), move }],
      facts: [{ type: 'laureate.stage.opened.v1', data: { ...ref, stageType: stage.type, at: now } }],
    };
  }
  if (would.command === 'close') {
    refuseClosing(stage);
    const move = { ...still(stage), hardClose: { from: toInstant(stage.hardCloseAt), to: now } };
    return {
      stages: [{ ...effect(stage, 'closing', 'lost'), move }],
      facts: [{ type: 'laureate.stage.closed.v1', data: { ...ref, at: now } }],
    };
  }
  if (would.command === 'release') {
    const { audience } = would;
    if (stage.releasedTo.includes(audience)) return { stages: [], facts: [] };
    refuseReleasing(stage, audience, true);
    const isLast = stage.releases.every(
      (step) => step.audience === audience || stage.releasedTo.includes(step.audience),
    );
    return {
      stages: [effect(stage, isLast ? 'released' : 'decided', null)],
      facts: [{ type: 'laureate.stage.released.v1', data: { ...ref, audience, decisionId: null } }],
    };
  }
  return reopening(stage, stages, would, { now, zone: cycle.zone });
}

function reopening(
  stage: Stage,
  stages: Stage[],
  { deadlineAt, shiftFollowing }: { deadlineAt: Instant; shiftFollowing: boolean },
  { now, zone }: { now: Instant; zone: string },
): CommandEffect {
  refuseReopening(stage, stages);
  const reopened: Stage[] = stages.map((each) => (each === stage ? { ...each, state: 'open', closedAt: null } : each));
  const wanted = [{ stageKey: stage.key, deadlineAt }];
  const moves = movesFor(reopened, wanted, { now: new Date(now), zone, shiftFollowing });
  const others = moves.filter(({ stageKey }) => stageKey !== stage.key);
  const { cycleId, key: stageKey } = stage;
  const deadline = { version: stage.version + 1, deadlineVersion: stage.deadlineVersion + 1, reasonCode: null };
  const from = toInstant(stage.deadlineAt);
  return {
    stages: [
      { ...effect(stage, 'open', 'due'), move: moves.find((move) => move.stageKey === stageKey) ?? null },
      ...others.map((move) => {
        const moved = stages.find(({ key }) => key === move.stageKey)!;
        return { ...effect(moved, moved.state, null), move };
      }),
    ],
    facts: [
      { type: 'laureate.stage.reopened.v1', data: { cycleId, stageKey, ...deadline, from, to: deadlineAt } },
      ...others.map(({ stageKey: key, deadline: change }): Fact => {
        const window = change ?? { from: '', to: '' };
        return { type: 'laureate.stage.deadline-moved.v1', data: { cycleId, stageKey: key, ...deadline, ...window } };
      }),
    ],
  };
}

const effect = ({ key, state }: Stage, to: StageState, owing: Owing | null): StageEffect => ({
  stageKey: key,
  state: { from: state, to },
  move: null,
  owing,
});

const still = ({ key, title }: Stage): StageMove => ({
  stageKey: key,
  title,
  opens: null,
  deadline: null,
  hardClose: null,
  steps: [],
  releases: [],
});
