import { type Language, type Outcome, languageOf } from '#libs/contracts/pure';
import { type CycleDefinition, type StageDefinition, hardClose, ladderSteps, stageDefinitionOf } from '#libs/cycles';
import {
  callForEntries,
  eligibility,
  type EligibilitySettings,
  messageIn,
  notSubmitted,
  ruleWords,
  toCheck,
} from '#libs/entries';
import { assign, ballotToCast, jury, reviewsToWrite, shuffled, technicalScreening } from '#libs/judging';
import type { JurySettings, ScreeningSettings } from '#libs/judging';
import type { Cast, Entry, Person } from './cast.js';

/** How an entry came in; instants in epoch ms. */
export interface Submission {
  entry: Entry;
  begunAt: number;
  /** Null when it never was. */
  submittedAt: number | null;
}

/** Somebody with what they still have to do. */
export interface Owing {
  person: Person;
  owed: string[];
  /** Path of the API below its cycle where they do it. */
  path: string;
}

/** What an entry got in a stage, with the reasons its city is told. */
export interface Judged {
  entry: Entry;
  outcome: Outcome;
  reasons: string[];
}

/**
 * What the invented people do, and when: they begin early, finish more and more often towards the
 * deadline, and some only after the last reminder. Outcomes are drawn by lot, within the quotas.
 */
export class Course {
  readonly #reviews = new Map<string, Map<string, number>>();
  #experts: Person[];

  constructor(
    readonly definition: CycleDefinition,
    readonly cast: Cast,
    private readonly seed: string,
  ) {
    this.#experts = cast.experts;
  }

  /** How the entries of a call came in, by instant; calls beside each other share them. */
  submissions(call: StageDefinition): Submission[] {
    const calls = this.definition.stages.filter(({ type }) => type === callForEntries.key);
    const own = this.cast.entries.filter((_, index) => calls[index % calls.length] === call);
    const { opens, deadline, closes } = this.#windowOf(call);
    const late = own.length > 2 && closes > deadline ? 1 : 0;
    const instants = [...this.#finishes(own.length - late, call), ...(late ? [(deadline + closes) / 2] : [])];
    const submitted = own.map((entry, index) => {
      const submittedAt = Math.round(instants[index]!);
      return { entry, begunAt: (opens + submittedAt) / 2, submittedAt };
    });
    return [...submitted, { entry: this.cast.forgotten, begunAt: opens, submittedAt: null }];
  }

  /** Who still has what to do in a stage at an instant. */
  owing(stage: StageDefinition, at: number): Owing[] {
    switch (stage.type) {
      case callForEntries.key:
        return this.submissions(stage)
          .filter(({ begunAt, submittedAt }) => begunAt <= at && (submittedAt ?? Infinity) > at)
          .map(({ entry: { contact, title } }) => ({
            person: contact,
            owed: [notSubmitted(title, languageOf(contact.language))],
            path: 'entries',
          }));
      case eligibility.key: {
        const unchecked = this.#finishes(this.pool(stage).length, stage).filter((done) => done > at).length;
        const owing = unchecked === 0 ? [] : this.cast.secretariat;
        return owing.map((person) => ({
          person,
          owed: [toCheck(unchecked, languageOf(person.language))],
          path: `stages/${stage.key}/eligibility?state=open`,
        }));
      }
      case technicalScreening.key:
        return this.assigned(stage)
          .map(({ person, count }, index, all) => ({ person, count, open: this.#openReviews(stage, index, all, at) }))
          .filter(({ open }) => open > 0)
          .map(({ person, count, open }) => ({
            person,
            owed: [reviewsToWrite({ assigned: count, open }, languageOf(person.language))],
            path: `stages/${stage.key}/assignments`,
          }));
      case jury.key: {
        const casts = this.#finishes(this.cast.jurors.length, stage);
        return this.cast.jurors
          .filter((_, index) => casts[index]! > at)
          .map((person) => ({
            person,
            owed: [ballotToCast(languageOf(person.language))],
            path: `stages/${stage.key}/ballot`,
          }));
      }
      default:
        return [];
    }
  }

  /** The entries a stage is about. */
  pool(stage: StageDefinition): Entry[] {
    const before = this.definition.stages
      .slice(0, this.definition.stages.indexOf(stage))
      .findLast(({ type }) => type in GIVES && type !== stage.type);
    const taken = TAKES[stage.type];
    if (!before || !taken) return this.cast.entries;
    return this.outcomes(before)
      .filter(({ outcome }) => outcome === taken)
      .map(({ entry }) => entry);
  }

  /** What the entries of a deciding stage get; nothing for a stage of another type. */
  outcomes(stage: StageDefinition): Judged[] {
    const pool = this.pool(stage);
    const byId = new Map(pool.map((entry) => [entry.id, entry]));
    const drawn = shuffled(this.seed, stage.key, byId.keys()).map((id) => byId.get(id)!);
    const judge = GIVES[stage.type];
    if (!judge) return [];
    return drawn.map((entry, index) => ({
      entry,
      ...judge(stage, index, drawn.length, languageOf(entry.contact.language)),
    }));
  }

  /**
   * The experts of a stage with the number of their reviews, by the application's own assignment;
   * empty before `assign`.
   */
  assigned(stage: StageDefinition): { person: Person; count: number }[] {
    const counts = this.#reviews.get(stage.key) ?? new Map<string, number>();
    return this.#experts
      .map((person) => ({ person, count: counts.get(person.id) ?? 0 }))
      .filter(({ count }) => count > 0);
  }

  /** Assigns the entries to the experts; answers why it cannot be done, or nothing. */
  async assign(stageKey: string): Promise<string[]> {
    const stage = stageDefinitionOf(this.definition, stageKey);
    if (stage.type !== technicalScreening.key || this.#reviews.has(stageKey)) return [];
    const { reviewsPerEntry } = stage.settings as ScreeningSettings;
    const expertIds = this.#experts.map(({ id }) => id);
    const entryIds = this.pool(stage).map(({ id }) => id);
    const result = await assign({ expertIds, entryIds, reviewsPerEntry, conflicts: [], seed: this.seed });
    if (!result.feasible) return result.reasons;
    this.#reviews.set(stageKey, new Map(Object.entries(result.loads)));
    return [];
  }

  /** The secretariat appoints as many experts as can be needed. */
  appointMoreExperts(): void {
    this.#experts = [...this.cast.experts, ...this.cast.moreExperts];
  }

  /** Experts write at an even pace and are ready one after the other. */
  #openReviews(stage: StageDefinition, index: number, all: { count: number }[], at: number): number {
    const { opens } = this.#windowOf(stage);
    const ready = this.#finishes(all.length, stage)[index]!;
    const { count } = all[index]!;
    return count - Math.min(count, Math.max(0, Math.floor((count * (at - opens)) / (ready - opens))));
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

/** What stages take of what the deciding stage before them gave. */
const TAKES: Record<string, Outcome> = Object.fromEntries(
  [technicalScreening, jury].map(({ key, takes }) => [key, takes[0]!]),
);

type Judge = (
  stage: StageDefinition,
  index: number,
  of: number,
  language: Language,
) => Pick<Judged, 'outcome' | 'reasons'>;

/** Who gets what: one entry in the pool is not valid; a third of those judged goes up a tier, if the quota allows. */
const GIVES: Record<string, Judge> = {
  [eligibility.key]: ({ settings }, index, of, language) => {
    const { rules } = settings as EligibilitySettings;
    return index === 0 && of > 3
      ? {
          outcome: 'invalid',
          reasons: [ruleWords.say(language, 'notMet', { rule: messageIn(rules[0]!.message, language), values: '…' })],
        }
      : { outcome: 'valid', reasons: [ruleWords.say(language, 'allMet')] };
  },
  [technicalScreening.key]: ({ settings }, index, of) => {
    const { shortlisted, deserving } = (settings as ScreeningSettings).quotas;
    const first = Math.min(shortlisted, Math.ceil(of / 3));
    const second = first + Math.min(deserving, Math.ceil(of / 3));
    return { outcome: index < first ? 'shortlisted' : index < second ? 'deserving' : 'eligible', reasons: [] };
  },
  [jury.key]: ({ settings }, index, of) => {
    const winners = Math.min((settings as JurySettings).quotas.winners, Math.ceil(of / 3));
    return { outcome: index < winners ? 'winner' : 'shortlisted', reasons: [] };
  },
};
