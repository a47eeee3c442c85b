import type { StageRef } from '#libs/contracts';
import type { StageContext } from '#libs/cycles';
import { stageSeed } from '../methods/decision.rules.js';

/** Names the stage of the context. */
export const refOf = ({ stage }: StageContext): StageRef => ({ cycleId: stage.cycleId, stageKey: stage.key });

/** The seed of the stage's draws: the definition's own, or the one that follows from its publication. */
export function seedOf({ stage, publishedDigest, settings }: StageContext<{ seed?: string | undefined }>): string {
  return settings.seed ?? stageSeed(stage.cycleId, stage.key, publishedDigest);
}

/** The scope a role must be held in to count for a stage. */
export const scopeOf = ({ stage, definition }: StageContext): { programme: string; cycleId: string } => ({
  programme: definition.programme.key,
  cycleId: stage.cycleId,
});
