import type { EventType, Language, MailFacts, Outcome, Role } from '#libs/contracts';
import type { CycleDefinition, StageDefinition } from './definition.js';

/** Somebody invented who takes part in a rehearsal. */
export interface RehearsedPerson {
  id: string;
  name: string;
  role: Role;
  /** The city they write from. */
  place: string;
  address: string;
  /** A language tag. */
  language: string;
  zone: string;
}

/** An invented initiative of a city that exists. */
export interface RehearsedEntry {
  id: string;
  title: string;
  city: string;
  contact: RehearsedPerson;
}

/** How an entry comes in; instants in epoch ms. */
export interface RehearsedSubmission {
  entry: RehearsedEntry;
  begunAt: number;
  /** Null when it never is. */
  submittedAt: number | null;
}

/** Somebody with what they still have to do. */
export interface RehearsedOwing {
  person: RehearsedPerson;
  owed: string[];
  /** Path of the API below its cycle where they do it. */
  path: string;
}

/** What an entry gets in a stage, with the reasons its city is told. */
export interface RehearsedOutcome {
  entry: RehearsedEntry;
  outcome: Outcome;
  reasons: string[];
}

/** A stage that is rehearsed, as its type sees it. */
export interface RehearsedStage<Settings = unknown> {
  stage: StageDefinition;
  definition: CycleDefinition;
  settings: Settings;
  /** Draws of the same seed give the same. */
  seed: string;
  /** When it opens, epoch ms. */
  opens: number;
  /** The entries it is about: those that the stages before it pass on. */
  entries(): RehearsedEntry[];
  /** How entries come in to it, by instant; see `StageRehearsal.receivesEntries`. */
  submissions(): RehearsedSubmission[];
  /** Those who have a role; the first one leads a panel of it. */
  people(role: Role): RehearsedPerson[];
  /** When so many are done in the stage, epoch ms, earliest first: the last one after the last reminder. */
  finishes(count: number): number[];
  /** How much of the work each person was given by `prepare`, by their id; empty before it was done. */
  assigned(): ReadonlyMap<string, number>;
  /** What each entry gets in it; none where nothing is decided. */
  outcomes(): RehearsedOutcome[];
}

/** A mail of a rehearsal: to whom, and what it shows beside the facts of its stage. */
export interface RehearsedLetter {
  person: RehearsedPerson;
  facts: MailFacts;
  /** Path of the API below the cycle that the mail links to; none when left out. */
  path?: string;
}

/** What happens in a stage, as its mails follow from it. */
export interface RehearsedMoment {
  /** Epoch ms. */
  at: number;
  /** Of a release, its audience. */
  detail?: string;
  /** Is it the first of its kind in the stage? */
  isFirst: boolean;
}

/** The counterpart of an `Audience` that is only asked for stages of the type. */
export interface RehearsedMail<Settings = unknown> {
  kind: string;
  on: EventType;
  /** What happens in the stage when the event is published. */
  what: 'opened' | 'prepared' | 'closed' | 'proposed' | 'decided' | 'released';
  letters(rehearsed: RehearsedStage<Settings>, moment: RehearsedMoment): RehearsedLetter[];
}

/** A mail that no rehearsal shows, with why. */
export interface UnrehearsedMail {
  kind: string;
  on: EventType;
  why: string;
}

/**
 * What invented people do in a stage of one type when a definition is rehearsed: a member of the type (`rehearsal`). A
 * stage of a type without one opens, closes and is decided, and nobody does anything in it. All of it is pure.
 */
export interface StageRehearsal<Settings = unknown> {
  /** Do entries come in to such a stage? The rehearsal says when. */
  receivesEntries?: boolean;
  /** Gives people their work when the stage has opened, or says why it cannot be done; then it is tried again. */
  prepare?(rehearsed: RehearsedStage<Settings>): Promise<{ assigned: Record<string, number> } | { refused: string }>;
  /** Who still has what to do at an instant (epoch ms); nobody when left out. */
  owing?(rehearsed: RehearsedStage<Settings>, at: number): RehearsedOwing[];
  /** What the entry gets whose lot is the `index`th of so many; a type that decides has it. */
  outcome?(
    rehearsed: RehearsedStage<Settings>,
    lot: { index: number; of: number; language: Language },
  ): Pick<RehearsedOutcome, 'outcome' | 'reasons'>;
  /** The mails that only stages of the type send; reminders and the like are those of every stage. */
  mails?: RehearsedMail<Settings>[];
  leftOut?: UnrehearsedMail[];
  /** What the timeline says besides: whom the work was given to, and what the close means. In English. */
  says?: { prepared?(people: number): string; closed?: string };
}
