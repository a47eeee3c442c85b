import type { DecisionFacts, ProblemDocument, StageFacts } from '#libs/contracts/pure';
import type { ReleaseCommand, StageCommand, UpdateName } from '#libs/contracts/pure';
import { documentOf, refusal, refusalOf } from '#libs/cycles/pure';
import { refusalDocument } from '#libs/words/pure';

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
    const said = refusal('stage.other', { stageKey: facts.stageKey, named: command.stageKey });
    return refusalDocument('conflict', said, { state: facts.state });
  }
  const refused = refusalOf(name, { facts, decision, audience: (command as ReleaseCommand).audience });
  return refused && documentOf(refused);
}
