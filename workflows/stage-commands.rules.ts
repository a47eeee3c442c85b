import { problemDocument, type DecisionFacts, type ProblemDocument, type StageFacts } from '#libs/contracts/pure';
import type { ReleaseCommand, StageCommand, UpdateName } from '#libs/contracts/pure';
import { nextRelease } from './stage-moves.rules.js';

/** Commands that a stage's workflow takes for its stage. */
export type StageCommandName = Exclude<
  keyof typeof UpdateName,
  'reopen' | 'pause' | 'resume' | 'supersede' | 'drop' | 'cancel' | 'retry' | 'signAmendment'
>;

/** What a stage is asked, in the words of a refusal. */
const ASKED: Record<StageCommandName, string> = {
  open: 'be opened',
  moveDeadline: 'have its deadline moved',
  close: 'be closed',
  sign: 'have its decision signed',
  certify: 'have its decision certified',
  release: 'be released',
};

/** What a person can do about a stage now; what the clock does by itself is not listed. */
function possibleCommands(facts: StageFacts, decision: DecisionFacts | null): StageCommandName[] {
  switch (facts.state) {
    case 'scheduled':
      return ['open', 'moveDeadline'];
    case 'open':
      return ['moveDeadline', 'close'];
    case 'deciding':
      if (!decision) return [];
      if (decision.signaturesNeeded === 0) return ['certify'];
      return decision.signatures < decision.signaturesNeeded ? ['sign'] : ['sign', 'certify'];
    case 'decided':
      return nextRelease(facts)?.when === 'command' ? ['release'] : [];
    default:
      return [];
  }
}

/**
 * Why a stage refuses a command in its present state, or null. Only the state is judged: rights, digests, instants and
 * who signed before are the database's to check (an adjusted proposal voids signatures without this workflow knowing,
 * therefore signing again is never refused here).
 */
export function stageRefusal(
  name: StageCommandName,
  command: StageCommand,
  facts: StageFacts,
  decision: DecisionFacts | null,
): ProblemDocument | null {
  const no = (why: string) => refusal(name, facts, decision, why);
  if (command.stageKey !== facts.stageKey) return no(`The command names stage "${command.stageKey}".`);
  if (facts.pausedAt) return pausedRefusal(`Stage "${facts.stageKey}" cannot ${ASKED[name]}`, facts.pausedAt);
  if (!possibleCommands(facts, decision).includes(name)) return no('');
  const next = nextRelease(facts);
  const { audience } = command as ReleaseCommand;
  if (name === 'release' && next?.audience !== audience)
    return no(`Not to "${audience}": "${next?.audience}" is next.`);
  return null;
}

/** Why a command is refused while the cycle is paused. */
export const pausedRefusal = (what: string, since: string): ProblemDocument =>
  problemDocument('paused', `${what}: the cycle is paused since ${since}. Resume it first.`, { pausedAt: since });

/** One or two sentences: where a stage stands, with instants in UTC. */
function describeStage(facts: StageFacts, decision: DecisionFacts | null): string {
  switch (facts.state) {
    case 'scheduled':
      return `It is scheduled and opens at ${facts.opensAt}.`;
    case 'open':
      return `It is open; its deadline is ${facts.deadlineAt} and it closes at ${facts.hardCloseAt}.`;
    case 'closing':
      if (facts.mayComeInUntil)
        return `It closed at ${facts.closedAt}; by an extension entries may come in until ${facts.mayComeInUntil}.`;
      return `It ${facts.closedAt ? `closed at ${facts.closedAt}` : 'is closing'}; its decision is being prepared.`;
    case 'deciding':
      if (!decision) return 'It is closed; its decision is being prepared.';
      return (
        `Its decision is proposed and has ${decision.signatures} of ${decision.signaturesNeeded} signatures ` +
        `and ${decision.certifications} of ${decision.certificationsNeeded} certifications.`
      );
    case 'decided':
      return `It is decided. ${describeRelease(facts)}`;
    case 'released':
      return 'It is released to everybody it is meant for.';
    case 'cancelled':
      return 'It was cancelled.';
  }
}

function describeRelease(facts: StageFacts): string {
  const next = nextRelease(facts);
  if (!next) return 'Nothing is left to release.';
  const when = { command: 'is released by command', decided: 'is released by itself at once' }[next.when];
  return `To "${next.audience}" it ${when ?? `is released by itself at ${next.when}`}.`;
}

function refusal(
  name: StageCommandName,
  facts: StageFacts,
  decision: DecisionFacts | null,
  why: string,
): ProblemDocument {
  const possible = possibleCommands(facts, decision);
  const now = possible.length > 0 ? `Possible now: ${possible.join(', ')}.` : 'There is nothing to command now.';
  const sentences = [`Stage "${facts.stageKey}" cannot ${ASKED[name]}.`, why, describeStage(facts, decision), now];
  return problemDocument('conflict', sentences.filter(Boolean).join(' '), { state: facts.state, possible });
}
