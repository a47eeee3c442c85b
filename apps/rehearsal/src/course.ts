import { type Role, languageOf } from '#libs/contracts/pure';
import {
  type CycleDefinition,
  type RehearsedOutcome,
  type RehearsedOwing,
  type RehearsedStage,
  type RehearsedSubmission,
  type StageDefinition,
  type StageRehearsal,
  type StageTypes,
  hardClose,
  ladderSteps,
} from '#libs/cycles';
import { shuffled } from '#libs/judging/pure';
import { type Cast, type Entry, type Person, holdersOf } from './cast.js';
import { shippedStageTypes } from './definition.js';

/**
 * What the invented people do, and when: they begin early, finish more and more often towards the
 * deadline, and some only after the last reminder. What they do in a stage its type says; outcomes are drawn by lot.
 */
export class Course {
  /** By stage, how much of the work each person has, by their id. */
  readonly #assigned = new Map<string, ReadonlyMap<string, number>>();
  #experts: Person[];

  constructor(
    readonly definition: CycleDefinition,
    readonly cast: Cast,
    private readonly seed: string,
    readonly types: StageTypes = shippedStageTypes(),
  ) {
    this.#experts = cast.experts;
  }

  /** What the type of a stage says of it. */
  rehearsalOf({ type }: StageDefinition): StageRehearsal {
    return this.types.of(type).rehearsal ?? {};
  }

  /** The role of those who judge a stage; null where there is no panel. */
  panelRole({ type }: StageDefinition): Role | null {
    return this.types.of(type).panelRole ?? null;
  }

  /** Those who have a role now; the first one leads a panel of it. */
  people(role: Role): Person[] {
    return holdersOf({ ...this.cast, experts: this.#experts }, role);
  }

  /** A stage as its type sees it. */
  at(stage: StageDefinition): RehearsedStage {
    return {
      stage,
      definition: this.definition,
      settings: stage.settings,
      seed: this.seed,
      opens: this.#windowOf(stage).opens,
      entries: () => this.pool(stage),
      submissions: () => this.submissions(stage),
      people: (role) => this.people(role),
      finishes: (count) => this.#finishes(count, stage),
      assigned: () => this.#assigned.get(stage.key) ?? new Map(),
      outcomes: () => this.outcomes(stage),
    };
  }

  /** How the entries come in to a stage, by instant; stages beside each other share them. */
  submissions(stage: StageDefinition): RehearsedSubmission[] {
    const receiving = this.definition.stages.filter((each) => this.rehearsalOf(each).receivesEntries);
    if (!receiving.includes(stage)) return [];
    const own = this.cast.entries.filter((_, index) => receiving[index % receiving.length] === stage);
    const { opens, deadline, closes } = this.#windowOf(stage);
    const late = own.length > 2 && closes > deadline ? 1 : 0;
    const instants = [...this.#finishes(own.length - late, stage), ...(late ? [(deadline + closes) / 2] : [])];
    const submitted = own.map((entry, index) => {
      const submittedAt = Math.round(instants[index]!);
      return { entry, begunAt: (opens + submittedAt) / 2, submittedAt };
    });
    return [...submitted, { entry: this.cast.forgotten, begunAt: opens, submittedAt: null }];
  }

  /** Who still has what to do in a stage at an instant. */
  owing(stage: StageDefinition, at: number): RehearsedOwing[] {
    return this.rehearsalOf(stage).owing?.(this.at(stage), at) ?? [];
  }

  /** The entries a stage is about: what its type takes of what the deciding stage before it gave. */
  pool(stage: StageDefinition): Entry[] {
    const before = this.definition.stages
      .slice(0, this.definition.stages.indexOf(stage))
      .findLast((each) => this.rehearsalOf(each).outcome && each.type !== stage.type);
    const { takes } = this.types.of(stage.type);
    if (!before || takes.length === 0) return this.cast.entries;
    return this.outcomes(before)
      .filter(({ outcome }) => takes.includes(outcome))
      .map(({ entry }) => entry);
  }

  /** What the entries of a deciding stage get; nothing for a stage of another type. */
  outcomes(stage: StageDefinition): RehearsedOutcome[] {
    const rehearsal = this.rehearsalOf(stage);
    if (!rehearsal.outcome) return [];
    const byId = new Map(this.pool(stage).map((entry) => [entry.id, entry]));
    const drawn = shuffled(this.seed, stage.key, byId.keys()).map((id) => byId.get(id)!);
    return drawn.map((entry, index) => {
      const lot = { index, of: drawn.length, language: languageOf(entry.contact.language) };
      return { entry, ...rehearsal.outcome!(this.at(stage), lot) };
    });
  }

  /** Gives people their work in a stage, once; answers why it cannot be done, or null. */
  async prepare(stage: StageDefinition): Promise<string | null> {
    if (this.#assigned.has(stage.key)) return null;
    const prepared = await this.rehearsalOf(stage).prepare?.(this.at(stage));
    if (!prepared) return null;
    if ('refused' in prepared) return prepared.refused;
    this.#assigned.set(stage.key, new Map(Object.entries(prepared.assigned)));
    return null;
  }

  /** The secretariat appoints as many experts as can be needed. */
  appointMoreExperts(): void {
    this.#experts = [...this.cast.experts, ...this.cast.moreExperts];
  }

  /** When so many finish in a stage, earliest first: the last one between the last reminder and the deadline. */
  #finishes(count: number, stage: StageDefinition): number[] {
    const { opens, deadline, lastStep } = this.#windowOf(stage);
    const end = (lastStep + deadline) / 2;
    return Array.from({ length: count }, (_, index) => opens + (end - opens) * Math.sqrt((index + 1) / count));
  }

  #windowOf({ window, ladder }: StageDefinition) {
    const { zone } = this.definition;
    const [opens, deadline] = [Date.parse(window.opens), Date.parse(window.deadline)];
    const closes = Date.parse(hardClose(window.deadline, window.grace, zone));
    const lastStep = ladderSteps(ladder, window.deadline, zone).at(-1);
    return { opens, deadline, closes, lastStep: lastStep ? Date.parse(lastStep.at) : opens };
  }
}
