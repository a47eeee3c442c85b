import type { CyclePlan, CycleStatus, Instant, StageFacts, StageState } from '#libs/contracts';
import { bothZones } from '../definition/calendar.js';

/** The latest run of a workflow, as Temporal tells it. */
export interface RunView<State> {
  /**
   * `none`: Temporal knows no such workflow; `ended`: by its own code; `lost`: it was terminated, failed or timed out.
   */
  run: 'none' | 'running' | 'ended' | 'lost';
  /** How a lost run ended, in Temporal's word. */
  how?: string;
  /** What it says of itself while it runs; null when no worker answers. */
  state: State | null;
  /** Why there is no state. */
  silence?: string;
}

/** What a workflow could not do and waits with, by move. */
type Parked = Record<string, { code: string; detail: string }>;

/** The answer of a cycle's workflow to the query `state`, as far as it is read here. */
export interface CycleRunState {
  plan: CyclePlan | null;
  children: Record<string, 'running' | 'ended' | 'lost'>;
  decided: string[];
  parked: Parked;
}

/** The answer of a stage's workflow. */
export interface StageRunState {
  facts: StageFacts | null;
  announced: boolean;
  parked: Parked;
}

/** A change that a workflow saw committed. */
export interface SeenChange {
  at: Instant;
  facts: StageFacts;
}

/** A stage: its row, since when it is so, and its workflow. */
export interface StageLook {
  row: StageFacts;
  title: string;
  since: Instant;
  workflow: RunView<StageRunState>;
  /** Changes its workflow saw committed, by its history, that the row does not have; oldest first. */
  missing: SeenChange[];
}

/** A cycle: its row, since when it is so, its workflow and its stages. Workflows were asked before rows were read. */
export interface CycleLook {
  cycleId: string;
  title: string;
  zone: string;
  status: CycleStatus;
  revision: number;
  pausedAt: Instant | null;
  since: Instant;
  workflow: RunView<CycleRunState>;
  stages: StageLook[];
}

/** What one version of a stage changed against the one before, in words; instants in the cycle's zone and in UTC. */
export function changeInWords(before: StageFacts | null, after: StageFacts, zone: string): string {
  const told: string[] = [];
  if (before?.state !== after.state) told.push(STATE_WORDS[after.state]);
  if (before && before.deadlineAt !== after.deadlineAt) {
    told.push(`deadline moved to ${bothZones(after.deadlineAt, zone)}`);
  }
  const released = after.releasedTo.filter((audience) => !before?.releasedTo.includes(audience));
  if (released.length > 0) told.push(`released to ${released.join(' and ')}`);
  return told.join(', ') || 'changed';
}

const STATE_WORDS: Record<StageState, string> = {
  scheduled: 'scheduled',
  open: 'opened',
  closing: 'closed',
  deciding: 'decision proposed',
  decided: 'decided',
  released: 'released',
  cancelled: 'cancelled',
};
