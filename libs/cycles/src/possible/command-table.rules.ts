import type { CycleStatus, DecisionFacts, Instant, ReleaseAudience } from '#libs/contracts/pure';
import type { ReleaseStep, Said, StageFacts, StageState } from '#libs/contracts/pure';
import { refusal } from '../refusals.words.js';

/**
 * Which command is possible in which state of its stage and of its cycle. This is the only place where that is decided:
 * workflows, services, previews and the activities in memory ask by `refusalOf`. `yes` and `-` (never) speak for
 * themselves; any other word is a condition of `CONDITIONS`. A command about a whole cycle has no columns of a stage.
 * A stage is cancelled with its cycle only, and paused with it; `over` is a cycle that is no longer, or not yet,
 * published. `moveStep` is `moveDeadline` with a further deadline; `releaseByPlan` is what the clock does by itself;
 * to `amend` is to propose an amendment, which is no command of the workflow, so that no refusal lists it as possible.
 */
const TABLE = `
  command       | scheduled | open | closing  | deciding | decided     | released || running | paused | over
  open          | ready     | -    | -        | -        | -           | -        || yes     | -      | -
  moveDeadline  | yes       | yes  | -        | -        | -           | -        || yes     | -      | -
  moveStep      | yes       | yes  | yes      | yes      | yes         | yes      || yes     | -      | -
  close         | -         | yes  | -        | -        | -           | -        || yes     | -      | -
  sign          | -         | -    | -        | proposed | -           | -        || yes     | -      | -
  certify       | -         | -    | -        | signed   | -           | -        || yes     | -      | -
  release       | -         | -    | -        | -        | nextCommand | -        || yes     | -      | -
  releaseByPlan | -         | -    | -        | -        | nextByPlan  | -        || yes     | -      | -
  reopen        | -         | -    | leading  | leading  | uncertified | -        || yes     | -      | -
  retry         | ready     | yes  | yes      | yes      | unreleased  | -        || yes     | yes    | -
  amend         |           |      |          |          |             |          || yes     | yes    | -
  signAmendment |           |      |          |          |             |          || yes     | -      | -
  pause         |           |      |          |          |             |          || yes     | -      | -
  resume        |           |      |          |          |             |          || -       | yes    | -
  cancel        |           |      |          |          |             |          || yes     | yes    | -
`;

/** A command about one stage. */
export type StageCommandName = (typeof STAGE_COMMANDS)[number];
const STAGE_COMMANDS = [
  'open',
  'moveDeadline',
  'moveStep',
  'close',
  'sign',
  'certify',
  'release',
  'releaseByPlan',
  'reopen',
  'retry',
] as const;

/** A command about a whole cycle. */
export type CycleCommandName = (typeof CYCLE_COMMANDS)[number] | 'amend';
const CYCLE_COMMANDS = ['pause', 'resume', 'cancel', 'signAmendment'] as const;

/** What a refusal lists as possible of a stage: what its own workflow takes. Reopening depends on other stages, too. */
const LISTED = ['open', 'moveDeadline', 'close', 'sign', 'certify', 'release'] as const;

/** A stage among the others of its cycle. */
export interface StageBeside {
  key: string;
  title?: string;
  state: StageState;
  after: string[];
}

/** A cycle as far as commands are judged by it. */
export interface CycleNow {
  status: CycleStatus;
  pausedAt?: Instant | null | undefined;
}

/** A stage as far as commands are judged by it. What is left out is not known, and stands in no command's way. */
export interface StageNow {
  facts: StageFacts;
  /** Its proposed decision; null while nothing is proposed. */
  decision?: DecisionFacts | null | undefined;
  /** All stages of its cycle. */
  stages?: StageBeside[] | undefined;
  cycle?: CycleNow | undefined;
  /** To whom the command releases the decision. */
  audience?: ReleaseAudience | undefined;
}

/** The release a stage comes to next; null when nothing is left to release. */
export const nextRelease = ({
  releases,
  releasedTo,
}: Pick<StageFacts, 'releases' | 'releasedTo'>): ReleaseStep | null =>
  releases.find(({ audience }) => !releasedTo.includes(audience)) ?? null;

/** The stages whose decision a stage waits for; none where the others are not known. */
export const undecidedBefore = ({ facts, stages = [] }: StageNow): StageBeside[] =>
  stages.filter(({ key, state }) => facts.after.includes(key) && state !== 'decided' && state !== 'released');

/** Why a condition is not met, as a sentence, or as '' where the state of the stage says it; null when it is met. */
type Condition = (now: StageNow) => Said | '' | null;

const signatures: Condition = ({ decision }) =>
  decision && decision.signatures < decision.signaturesNeeded ? '' : null;

const leading: Condition = ({ facts, stages = [] }) => {
  const opened = stages.find(
    ({ after, state }) => after.includes(facts.stageKey) && state !== 'scheduled' && state !== 'cancelled',
  );
  return opened ? refusal('possible.laterOpened', { title: opened.title ?? opened.key, state: opened.state }) : null;
};

const released =
  (byPlan: boolean): Condition =>
  ({ facts, audience }) => {
    const next = nextRelease(facts);
    if (!next || (next.when !== 'command') !== byPlan) return '';
    if (!audience || next.audience === audience) return null;
    return refusal('possible.notNext', { audience, next: next.audience });
  };

const CONDITIONS: Record<string, Condition> = {
  yes: () => null,
  '-': () => '',
  /** All stages before it are decided. */
  ready: (now) => (undecidedBefore(now).length > 0 ? '' : null),
  /** There is a proposal, and somebody has to sign it. */
  proposed: ({ decision }) => (decision === undefined || (decision?.signaturesNeeded ?? 0) > 0 ? null : ''),
  /** There is a proposal with all its signatures. */
  signed: (now) => (now.decision === null ? '' : signatures(now)),
  /** The next release is one that people command. */
  nextCommand: released(false),
  /** The next release is one that the clock makes. */
  nextByPlan: released(true),
  /** No stage that comes after it has opened. */
  leading,
  /** And it ended in no decision of people. */
  uncertified: (now) => (now.facts.decides ? refusal('possible.certified') : leading(now)),
  /** Something is left to release. */
  unreleased: ({ facts }) => (nextRelease(facts) ? null : ''),
};

/** The words of the table, by command and by state: those of a stage, `running`, `paused` and `over`. */
const CELLS: Record<string, Record<string, string>> = cellsOf(TABLE);

function cellsOf(table: string): Record<string, Record<string, string>> {
  const [[, ...states], ...rows] = table
    .trim()
    .split('\n')
    .map((line) => line.split(/\|+/).map((cell) => cell.trim())) as [string[], ...string[][]];
  return Object.fromEntries(
    rows.map(([command, ...cells]) => [command, Object.fromEntries(states.map((state, i) => [state, cells[i]]))]),
  );
}

/** The commands a stage takes in its present state, as a refusal lists them. */
export const possibleFor = (now: StageNow): string[] =>
  LISTED.filter((name) => faultOf(name, { ...now, audience: undefined }) === null);

/** The commands about the whole that a cycle takes. */
export const possibleForCycle = (cycle: CycleNow): string[] =>
  CYCLE_COMMANDS.filter((name) => isAllowedIn(name, cycle));

/** Does the table allow a command while its cycle is in its present state? */
export const isAllowedIn = (name: StageCommandName | CycleCommandName, cycle: CycleNow): boolean =>
  CELLS[name]![columnOf(cycle)] === 'yes';

/** The cycle's column of the table. */
const columnOf = ({ status, pausedAt }: CycleNow): 'running' | 'paused' | 'over' => {
  if (status !== 'published') return 'over';
  return pausedAt ? 'paused' : 'running';
};

/**
 * What the stage's own state has against a command, as a sentence, or '' where naming the state says it; null when the
 * command is possible.
 */
export function faultOf(name: StageCommandName, now: StageNow): Said | '' | null {
  const word = CELLS[name]![now.facts.state];
  return word === undefined ? '' : CONDITIONS[word]!(now);
}
