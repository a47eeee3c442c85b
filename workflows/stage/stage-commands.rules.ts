import { problemDocument, type DecisionFacts, type ProblemDocument, type StageFacts } from '#libs/contracts/pure';
import type { ReleaseCommand, StageCommand, UpdateName } from '#libs/contracts/pure';
import { documentOf, refusalOf } from '#libs/cycles/pure';

/** Commands that a stage's workflow takes for its stage. */
export type StageCommandName = Exclude<
  keyof typeof UpdateName,
  'reopen' | 'pause' | 'resume' | 'supersede' | 'drop' | 'cancel' | 'retry' | 'signAmendment'
>;

/**
 * Why a stage refuses a command in its present state, or null: by the table of `libs/cycles/src/possible`. Only the
 * state is judged: rights, digests, instants and who signed before are the database's to check (an adjusted proposal
 * voids signatures without this workflow knowing, therefore signing again is never refused here).
 */
export function stageRefusal(
  name: StageCommandName,
  command: StageCommand,
  facts: StageFacts,
  decision: DecisionFacts | null,
): ProblemDocument | null {
  if (command.stageKey !== facts.stageKey) {
    const detail = `This is stage "${facts.stageKey}". The command names stage "${command.stageKey}".`;
    return problemDocument('conflict', detail, { state: facts.state });
  }
  const refusal = refusalOf(name, { facts, decision, audience: (command as ReleaseCommand).audience });
  return refusal && documentOf(refusal);
}
