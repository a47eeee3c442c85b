import type { DecisionFacts, Fact, Instant, ReleaseAudience, StageState } from '#libs/contracts';
import { Problem } from '#libs/platform';
import { refusal } from '../refusals.words.js';
import { toInstant } from '../definition/calendar.js';
import { type CycleDefinition, stageDefinitionOf } from '../definition/definition.js';
import type { Stage } from '../definition/stage.entity.js';
import { factsMoved } from '../move-deadline/move-deadline.js';
import type { StageMove } from '../move-deadline/move-deadline.rules.js';
import { amendmentOfMoves } from '../move-deadline/revisions.js';
import { cycleNow, requirePossibleInCycle, throwRefusal } from '../possible/command-check.service.js';
import { refusalOf } from '../possible/refusals.rules.js';
import type { Cycle } from '../rows/cycle.entities.js';
import {
  cycleCancelled,
  cyclePaused,
  stageClosed,
  stageOpened,
  stageReleased,
  stageReopened,
  windowsMoved,
} from '../rows/events.rules.js';
import { factsOf, hasEnded } from '../rows/stage-facts.js';
import { nextVersionOf } from '../rows/stage-records.js';
import { REOPENED, applyReopening, reopen } from '../stage/reopening.js';
import { release } from '../stage/stage.service.js';

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

/** What a cycle's commands are previewed by. */
export interface CycleAsItStands {
  cycle: Cycle;
  stages: Stage[];
  /** The one in force; null while the cycle is not published, when it takes no command about a stage. */
  definition: CycleDefinition | null;
  /** How often the cycle was paused before. */
  pauses: number;
  /** What is proposed in the stage that the command names; null while nothing is. */
  decision?: DecisionFacts | null | undefined;
  /** Until when something may still come into that stage although it has closed. */
  mayComeInUntil?: Instant | null | undefined;
  /** The id of the decision that it would release. */
  releasing?: string | null | undefined;
  now: Instant;
}

/**
 * What a command would change now, and the events that people are told of: made as the services make them, of copies of
 * the rows as they would be. Throws what the command would: `not-found`, `paused`, `conflict`, `rule-violated`.
 */
export function effectOf(would: WouldCommand, standing: CycleAsItStands): CommandEffect {
  const { cycle, stages, now, pauses, decision, mayComeInUntil, releasing = null } = standing;
  const { id: cycleId } = cycle;
  if (would.command === 'pause') {
    requirePossibleInCycle('pause', cycle);
    return {
      stages: stages.filter((stage) => !hasEnded(stage)).map((stage) => effect(stage, stage.state, 'kept')),
      facts: [cyclePaused(cycleId, { number: pauses + 1, at: now }, undefined)],
    };
  }
  if (would.command === 'cancel') {
    requirePossibleInCycle('cancel', cycle);
    return {
      stages: stages.filter(({ state }) => state !== 'released').map((stage) => effect(stage, 'cancelled', 'lost')),
      facts: [cycleCancelled(cycleId, undefined)],
    };
  }
  const stage = stages.find(({ key }) => key === would.stageKey);
  // A draft has no stages yet, and a past edition never any.
  if (!stage) requirePossibleInCycle(would.command, cycle, would.stageKey);
  if (!stage) throw new Problem('not-found', refusal('stage.none', { stageKey: would.stageKey }));
  const audience = would.command === 'release' ? would.audience : undefined;
  const facts = { ...factsOf(stage), ...(mayComeInUntil && { mayComeInUntil }) };
  const asked = { facts, decision, stages, cycle: cycleNow(cycle), audience };
  throwRefusal(refusalOf(would.command, asked));
  if (would.command === 'open') {
    const opened: Stage = { ...stage, state: 'open', openedAt: new Date(now) };
    const move = { ...still(stage), opens: { from: toInstant(stage.opensAt), to: now } };
    return { stages: [{ ...effect(stage, 'open', 'due'), move }], facts: [stageOpened(nextVersionOf(opened))] };
  }
  if (would.command === 'close') {
    const closed: Stage = { ...stage, state: 'closing', closedAt: new Date(now) };
    const move = { ...still(stage), hardClose: { from: toInstant(stage.hardCloseAt), to: now } };
    return { stages: [{ ...effect(stage, 'closing', 'lost'), move }], facts: [stageClosed(nextVersionOf(closed))] };
  }
  if (would.command === 'release') {
    const released: Stage = { ...stage };
    release(released, would.audience);
    return {
      stages: [effect(stage, released.state, null)],
      facts: [stageReleased(nextVersionOf(released), would.audience, releasing)],
    };
  }
  return reopening(stage, would, { ...standing, definition: standing.definition! });
}

function reopening(
  stage: Stage,
  wanted: { deadlineAt: Instant; shiftFollowing: boolean },
  { cycle, stages, definition, now }: CycleAsItStands & { definition: CycleDefinition },
): CommandEffect {
  const rows = stages.map((row): Stage => ({ ...row }));
  const reopened = rows.find(({ key }) => key === stage.key)!;
  const moves = reopen(reopened, rows, wanted, { now: new Date(now), zone: cycle.zone });
  const others = moves.filter(({ stageKey }) => stageKey !== stage.key);
  const { fact } = amendmentOfMoves(cycle, { before: definition, stages: rows, moves }, REOPENED);
  const moved = others.flatMap((move) => windowsMoved(factsMoved(rows, move, definition), move, undefined));
  applyReopening(reopened, moves, stageDefinitionOf(definition, stage.key).ladder, new Date(now));
  return {
    stages: [
      { ...effect(stage, 'open', 'due'), move: moves.find(({ stageKey }) => stageKey === stage.key) ?? null },
      ...others.map((move) => {
        const row = stages.find(({ key }) => key === move.stageKey)!;
        return { ...effect(row, row.state, null), move };
      }),
    ],
    facts: [
      ...(moves.length > 0 ? [fact] : []),
      ...moved,
      stageReopened(nextVersionOf(reopened), toInstant(stage.deadlineAt), undefined),
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
