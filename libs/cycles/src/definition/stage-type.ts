import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { z } from 'zod';
import type { DecisionInputs, EventType, Instant, Outcome, Proposal, Role, WindowStepKey } from '#libs/contracts';
import type { Work } from '#libs/platform';
import type { CycleDefinition, StageDefinition } from './definition.js';
import type { IndividualMove, Intake, Owing, Panel, PauseEnd, ProgressCount } from './stage-answers.js';
import type { StageRehearsal } from './stage-rehearsal.js';
import type { StageTypeWords } from './stage-words.js';
import type { Stage } from './stage.entity.js';

/** Something wrong in a definition: where (JSON pointer), what stands there, what is allowed, what to do. */
export interface DefinitionProblem {
  pointer: string;
  value: unknown;
  message: string;
  allowed: string;
  /** A sentence; without it, one that follows from the rest. */
  action?: string;
}

/**
 * A type of stage, exported by the lib that brings it and registered with `StageTypes`: its
 * settings in a definition, and what it does when the stage opens and decides. A new type never
 * touches the others.
 */
export interface StageType<Settings = unknown> {
  key: string;
  /** Strict schema of `settings` in the definition; defaults give the simplest form. */
  settings: z.ZodType<Settings>;
  /** Does a stage of this type end in a decision of people? */
  decides: boolean;
  /** Outcomes of the stages before that bring an entry into this one; empty when it takes entries directly. */
  takes: Outcome[];
  /**
   * The role in the cycle of the members of the panel that judges it; left out where there is no panel. A decision of a
   * panel needs its chair's signature.
   */
  panelRole?: Role;
  /** Do its entries follow the cycle's form? */
  usesForm?: boolean;
  /** Does it score by the cycle's criteria? */
  usesCriteria?: boolean;
  /** Further deadlines that a definition may give such a stage; none when left out. */
  steps?: readonly WindowStepKey[];
  /** May such an entry still come in once the stage is open (by a decision that supersedes)? No when left out. */
  admitsLate?: boolean;
  /**
   * How many entries at most leave the stage with an outcome that a later stage takes; null when
   * unlimited or not known.
   */
  gives?(settings: Settings): number | null;
  /** JSON pointer inside `settings` of the quota that `gives` reads, for error messages, e.g. `/quotas/shortlisted`. */
  quotaPointer?: string;
  /**
   * Is it known when nobody owes anything in such a stage, so that a definition may let it close before its deadline?
   */
  mayCloseEarly?: boolean;
  /**
   * Fills in what a definition names and the lib ships (a form), before it is checked; what it returns is frozen. Pure.
   */
  complete?(definition: CycleDefinition): CycleDefinition;
  /** Checks that need more than the stage itself; an empty list when all is well. */
  check?(stage: StageDefinition, definition: CycleDefinition): DefinitionProblem[];
  /** What people are told of such a stage; every type that is shipped has them. */
  words?: StageTypeWords<Settings>;
  /** What invented people do in such a stage when a definition is rehearsed; nothing when left out. */
  rehearsal?: StageRehearsal<Settings>;
}

/** A stage as its handler sees it: the row, and its part of the definition it follows. */
export interface StageContext<Settings = unknown> {
  stage: Stage;
  definition: CycleDefinition;
  stageDefinition: StageDefinition;
  settings: Settings;
  /**
   * Digest of the definition as first published: draws are seeded by it, so that no amendment can
   * try for a better draw.
   */
  publishedDigest: string;
}

/**
 * Until when something may still come into a closed stage: the first such end; and when somebody is
 * to be reminded next, if before.
 */
export interface AfterClose {
  until: Instant;
  remindAt: Instant | null;
}

/** A person of the panel who judges nothing of an entry from now on. */
export interface Recused {
  personId: string;
  entryId: string;
}

/** Entries that are in an open stage no more, and those that are in it now, by a decision that supersedes. */
export interface EntriesChanged {
  leaves: string[];
  joins: string[];
}

/**
 * Deadlines of single cities or entries that stand beside the windows of stages; a pause of the
 * cycle stops them too.
 */
export interface IndividualDeadlines {
  /** The deadlines of the stage that ran when the pause began, as they would move now; changes nothing. */
  moves(em: SqlEntityManager, pause: PauseEnd): Promise<IndividualMove[]>;
  /**
   * Moves them, within the transaction that ends the pause. Returns those that the mail about its
   * end is to name, because no other mail does.
   */
  resumed(work: Work, pause: PauseEnd): Promise<IndividualMove[]>;
}

/** What a lib adds to stages of every type, such as signatures of decisions; registered with `StageHandlers`. */
export interface StageExtension {
  /** Counts what a stage has come to; see `StageHandler`. */
  progress?(em: SqlEntityManager, stageContext: StageContext): Promise<ProgressCount[]>;
  individualDeadlines?: IndividualDeadlines;
}

/** What a stage of one type does; a Nest provider of the lib, registered with `StageHandlers`. */
export interface StageHandler<Settings = unknown> {
  type: StageType<Settings>;
  /**
   * Who still has to do something in the stage, or what one person has; in a stable order. The
   * status names them, and reminders go to them. Nobody where it is left out.
   */
  owing?(em: SqlEntityManager, stageContext: StageContext<Settings>, personId?: string): Promise<Owing[]>;
  /** Ids of the people whom the window of the stage concerns, whether they still owe something or not. */
  concerned?(em: SqlEntityManager, stageContext: StageContext<Settings>): Promise<string[]>;
  /** The panel that adopts the method of the stage; left out where there is none. */
  panel?(em: SqlEntityManager, stageContext: StageContext<Settings>): Promise<Panel>;
  /**
   * Counts what a stage that has opened has come to, in one query. Counts only: nothing that tells
   * who did what, a score, a choice or an outcome that is not released.
   */
  progress?(em: SqlEntityManager, stageContext: StageContext<Settings>): Promise<ProgressCount[]>;
  /**
   * How entries come in, where that is what the stage is for; `now` by the database's clock. A fixed number of queries.
   */
  intake?(em: SqlEntityManager, stageContext: StageContext<Settings>, now: Instant): Promise<Intake>;
  /** Deadlines beside the window of such a stage. */
  individualDeadlines?: IndividualDeadlines;
  /** Prepares the stage after its opening (assignments, ballot keys); safe to repeat. */
  prepare?(work: Work, stageContext: StageContext<Settings>): Promise<void>;
  /**
   * What must happen in the deciding transaction before the inputs can be read (ballots are opened
   * here); safe to repeat.
   */
  beforeDeciding?(work: Work, stageContext: StageContext<Settings>): Promise<void>;
  /** Passes on what a person had to do with an entry; called in the transaction that declares the recusal. */
  recused?(work: Work, stageContext: StageContext<Settings>, recused: Recused): Promise<void>;
  /**
   * Follows a member of the panel who became a deputy while the stage judges, in the same
   * transaction: what they still had to do passes on.
   */
  becameDeputy?(work: Work, stageContext: StageContext<Settings>, personId: string): Promise<void>;
  /**
   * Follows a decision of a stage before that supersedes, while this one is open: what was to be done with entries that
   * leave is not owed any more, what is to be done with those that join is. In the transaction that puts it in force.
   */
  entriesChanged?(work: Work, stageContext: StageContext<Settings>, changed: EntriesChanged): Promise<void>;
  /**
   * Is the stage prepared and nothing owed in it any more? Asked where the definition lets it close
   * early; see `mayCloseEarly`.
   */
  nothingOwed?(em: SqlEntityManager, stageContext: StageContext<Settings>): Promise<boolean>;
  /** Events after which nobody may owe anything more in the stage they name; `nothingOwed` is asked again then. */
  settledByStageEvents?: readonly EventType[];
  /** Events after which nobody may owe anything more in such a stage of the cycle they name. */
  settledByCycleEvents?: readonly EventType[];
  /**
   * What may still come into the stage although it has closed, or null: it is not decided before.
   * Asked again at the instants it names; reminds whom it concerns when it is time. Safe to repeat.
   */
  afterClose?(work: Work, stageContext: StageContext<Settings>): Promise<AfterClose | null>;
  /** Until when something may still come into the stage although it has closed, or null; changes nothing. */
  mayComeInUntil?(em: SqlEntityManager, stageContext: StageContext<Settings>): Promise<Instant | null>;
  /**
   * Throws `conflict` where a closed stage cannot be judged once more, saying why; asked by the
   * command and its preview.
   */
  refuseReopening?(em: SqlEntityManager, stageContext: StageContext<Settings>): Promise<void>;
  /** Reads the raw inputs of the decision from the tables; the auditor asks the same again, years later. */
  inputs?(em: SqlEntityManager, stageContext: StageContext<Settings>): Promise<DecisionInputs>;
  /**
   * Pure: what the inputs give. Throws `Problem` "conflict" when they are not enough to decide, saying what is missing.
   */
  recompute?(inputs: DecisionInputs): Proposal;
}
