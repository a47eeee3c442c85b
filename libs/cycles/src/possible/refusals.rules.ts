import type { ProblemCode, ProblemDocument, Said, StageFacts } from '#libs/contracts/pure';
import { refusalDocument } from '#libs/words/pure';
import { refusal } from '../refusals.words.js';
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
  said: Said;
  more: { possible: string[]; [extension: string]: unknown };
}

type CommandName = StageCommandName | CycleCommandName;

/** A refusal as it is stored for whoever gave the command. */
export const documentOf = ({ code, said, more }: Refusal): ProblemDocument => refusalDocument(code, said, more);

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

/** Refuses what is not possible while the cycle is paused. */
function pausedRefusal(name: CommandName, cycle: CycleNow, stageKey?: string): Refusal {
  const pausedAt = cycle.pausedAt!;
  const given = { asked: refusal('possible.asked', { command: name }), pausedAt };
  const said =
    stageKey === undefined
      ? refusal('possible.cyclePaused', given)
      : refusal('possible.stagePaused', { ...given, stageKey });
  return { code: 'paused', said, more: { pausedAt, possible: possibleForCycle(cycle) } };
}

/** Refuses what the state of the whole cycle does not allow. */
function endedRefusal(name: CommandName, cycle: CycleNow, stageKey?: string): Refusal {
  const given = { asked: refusal('possible.asked', { command: name }), state: stateOf(name, cycle) };
  const said =
    stageKey === undefined
      ? refusal('possible.cycleState', given)
      : refusal('possible.stageOfCycleState', { ...given, stageKey });
  return { code: 'conflict', said, more: { state: cycle.status, possible: possibleForCycle(cycle) } };
}

/** The state of a cycle in the way of a command; "already" where the command would bring nothing else. */
function stateOf(name: CommandName, { status, pausedAt }: CycleNow): Said | string {
  if (status === 'draft') return refusal('state.notPublished');
  if (status === 'history') return refusal('state.history');
  if (status !== 'published')
    return name === 'cancel' && status === 'cancelled' ? refusal('state.already', { status }) : status;
  return pausedAt ? refusal('state.alreadyPaused', { pausedAt }) : refusal('state.notPaused');
}

/** Refuses what the state of the stage does not allow; says where the stage stands, and what is possible. */
function stageRefusal(name: StageCommandName, now: StageNow, why: Said | ''): Refusal {
  const { stageKey, state } = now.facts;
  const possible = possibleFor(now);
  const sentences = [
    refusal('possible.stage', { stageKey, asked: refusal('possible.asked', { command: name }) }),
    ...(why === '' ? [] : [why]),
    ...describeStage(now),
    possible.length > 0 ? refusal('possible.now', { commands: possible.join(', ') }) : refusal('possible.nothing'),
  ];
  const said = refusal('possible.sentences', { sentences });
  return { code: 'conflict', said, more: { state, possible } };
}

/** Where a stage stands, in one or two sentences, with instants in UTC. */
function describeStage(now: StageNow): Said[] {
  const { facts, decision } = now;
  const { opensAt, deadlineAt, hardCloseAt, closedAt, mayComeInUntil } = facts;
  switch (facts.state) {
    case 'scheduled':
      return [refusal('stands.scheduled', { opensAt }), ...describeWaiting(now)];
    case 'open':
      return [refusal('stands.open', { deadlineAt, hardCloseAt })];
    case 'closing':
      if (mayComeInUntil) return [refusal('stands.extended', { closedAt: String(closedAt), mayComeInUntil })];
      return [closedAt ? refusal('stands.closed', { closedAt }) : refusal('stands.closing')];
    case 'deciding':
      if (!decision) return [refusal('stands.preparing')];
      return [
        refusal('stands.proposed', {
          signatures: decision.signatures,
          signaturesNeeded: decision.signaturesNeeded,
          certifications: decision.certifications,
          certificationsNeeded: decision.certificationsNeeded,
        }),
      ];
    case 'decided':
      return [refusal('stands.decided'), describeRelease(facts)];
    case 'released':
      return [refusal('stands.released')];
    case 'cancelled':
      return [refusal('stands.cancelled')];
  }
}

function describeWaiting(now: StageNow): Said[] {
  const names = undecidedBefore(now).map(({ key, title, state }) => `"${title ?? key}" (${state})`);
  return names.length > 0 ? [refusal('stands.waiting', { stages: names.join(', ') })] : [];
}

function describeRelease(facts: StageFacts): Said {
  const next = nextRelease(facts);
  if (!next) return refusal('stands.allReleased');
  const { audience, when } = next;
  if (when === 'command') return refusal('stands.releasedByCommand', { audience });
  if (when === 'decided') return refusal('stands.releasedAtOnce', { audience });
  return refusal('stands.releasedAt', { audience, when });
}
