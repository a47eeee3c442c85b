import { type ProblemCode, type ProblemDocument, type StageFacts, problemDocument } from '#libs/contracts/pure';
import {
  type CycleCommandName,
  type CycleNow,
  type StageCommandName,
  type StageNow,
  faultOf,
  isAllowedIn,
  nextRelease,
  possibleFor,
  possibleForCycle,
  undecidedBefore,
} from './command-table.rules.js';

/** Why a command is not possible: the same from whoever is asked. */
export interface Refusal {
  code: ProblemCode;
  detail: string;
  more: Partial<ProblemDocument> & { possible: string[] };
}

type CommandName = StageCommandName | CycleCommandName;

/** A refusal as whoever gave the command reads it. */
export const documentOf = ({ code, detail, more }: Refusal): ProblemDocument => problemDocument(code, detail, more);

/** Why a stage refuses a command in its present state and that of its cycle, or null. */
export function refusalOf(name: StageCommandName, now: StageNow): Refusal | null {
  const { facts } = now;
  const cycle = cycleOf(now);
  const stopped = cycleRefusalOf(name, cycle, facts.stageKey);
  // A completed cycle has only stages that have ended, which say it themselves.
  if (stopped && (cycle.status === 'published' || cycle.status === 'cancelled')) return stopped;
  const why = faultOf(name, now);
  return why === null ? stopped : stageRefusal(name, now, why);
}

/** The cycle of a stage; where only the stage is known, as its row tells: both are paused and cancelled together. */
function cycleOf({ facts, cycle }: StageNow): CycleNow {
  const status = facts.state === 'cancelled' ? 'cancelled' : 'published';
  return cycle ?? { status, pausedAt: facts.pausedAt };
}

/**
 * Why a cycle refuses a command in its present state, or null. With a stage's key it is about that stage, whose own
 * state is asked afterwards.
 */
export function cycleRefusalOf(name: CommandName, cycle: CycleNow, stageKey?: string): Refusal | null {
  if (isAllowedIn(name, cycle)) return null;
  const isStopped = cycle.status === 'published' && cycle.pausedAt && name !== 'pause';
  return isStopped ? pausedRefusal(name, cycle, stageKey) : endedRefusal(name, cycle, stageKey);
}

/** What is asked, in the words of a refusal. */
const ASKED: Record<StageCommandName | CycleCommandName, string> = {
  open: 'be opened',
  moveDeadline: 'have its deadline moved',
  moveStep: 'have its deadline moved',
  close: 'be closed',
  sign: 'have its decision signed',
  certify: 'have its decision certified',
  release: 'be released',
  releaseByPlan: 'be released',
  reopen: 'be reopened',
  retry: 'be tried again',
  pause: 'be paused',
  resume: 'be resumed',
  cancel: 'be cancelled',
  signAmendment: 'be amended',
};

const subject = (stageKey: string | undefined): string =>
  stageKey === undefined ? 'The cycle' : `Stage "${stageKey}"`;

/** Refuses what is not possible while the cycle is paused. */
function pausedRefusal(name: CommandName, cycle: CycleNow, stageKey?: string): Refusal {
  const pausedAt = cycle.pausedAt!;
  const detail = `${subject(stageKey)} cannot ${ASKED[name]}: the cycle is paused since ${pausedAt}. Resume it first.`;
  return { code: 'paused', detail, more: { pausedAt, possible: possibleForCycle(cycle) } };
}

/** Refuses what the state of the whole cycle does not allow. */
function endedRefusal(name: CommandName, cycle: CycleNow, stageKey?: string): Refusal {
  const who = stageKey === undefined ? 'it' : 'the cycle';
  const detail = `${subject(stageKey)} cannot ${ASKED[name]}: ${who} is ${stateOf(name, cycle)}.`;
  return { code: 'conflict', detail, more: { state: cycle.status, possible: possibleForCycle(cycle) } };
}

/** The state of a cycle in the way of a command; "already" where the command would bring nothing else. */
function stateOf(name: CommandName, { status, pausedAt }: CycleNow): string {
  if (status === 'draft') return 'not published';
  if (status === 'history') return 'the history of a past edition';
  if (status !== 'published') return name === 'cancel' && status === 'cancelled' ? `already ${status}` : status;
  return pausedAt ? `already paused, since ${pausedAt}` : 'not paused';
}

/** Refuses what the state of the stage does not allow; says where the stage stands, and what is possible. */
function stageRefusal(name: StageCommandName, now: StageNow, why: string): Refusal {
  const possible = possibleFor(now);
  const then = possible.length > 0 ? `Possible now: ${possible.join(', ')}.` : 'There is nothing to command now.';
  const sentences = [`Stage "${now.facts.stageKey}" cannot ${ASKED[name]}.`, why, describeStage(now), then];
  return { code: 'conflict', detail: sentences.filter(Boolean).join(' '), more: { state: now.facts.state, possible } };
}

/** Where a stage stands, in one or two sentences, with instants in UTC. */
function describeStage(now: StageNow): string {
  const { facts, decision } = now;
  switch (facts.state) {
    case 'scheduled':
      return `It is scheduled and opens at ${facts.opensAt}.${describeWaiting(now)}`;
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

function describeWaiting(now: StageNow): string {
  const names = undecidedBefore(now).map(({ key, title, state }) => `"${title ?? key}" (${state})`);
  return names.length > 0 ? ` It waits for the decision of ${names.join(', ')}.` : '';
}

function describeRelease(facts: StageFacts): string {
  const next = nextRelease(facts);
  if (!next) return 'Nothing is left to release.';
  const when = { command: 'is released by command', decided: 'is released by itself at once' }[next.when];
  return `To "${next.audience}" it ${when ?? `is released by itself at ${next.when}`}.`;
}
