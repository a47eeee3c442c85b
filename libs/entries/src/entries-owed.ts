import { Injectable } from '@nestjs/common';
import type { StageRef } from '#libs/contracts';
import type { Owed, OwedSource } from '#libs/cycles';
import { PeopleService } from '#libs/identity';
import { UnitOfWork } from '#libs/platform';
import { callForEntries } from './stage-types/call-for-entries.type.js';
import { CycleDefinitions } from './stage-types/cycle-definitions.js';
import { eligibility } from './stage-types/eligibility.type.js';
import { countUnchecked } from './eligibility/eligibility.queries.js';
import { UNTITLED } from './entry/entry-answers.js';
import { peopleOfEntries } from './entry/entry-people.queries.js';
import { toCheck } from './owed.words.js';

/** Cities that have drafted and not submitted. */
@Injectable()
export class DraftsOwed implements OwedSource {
  readonly stageTypes = [callForEntries.key];

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly people: PeopleService,
  ) {}

  async owed(ref: StageRef, limit: number): Promise<Owed[]> {
    const entries = await this.unitOfWork.read((em) => peopleOfEntries(em, { ...ref, which: 'unsubmitted' }));
    const titles = Map.groupBy(entries, ({ personId }) => personId);
    const people = await this.people.findPeople([...titles.keys()].slice(0, limit));
    return people.map(({ id, name }) => {
      const drafts = titles.get(id)!.map(({ title }) => `“${title ?? UNTITLED}”`);
      return { personId: id, name, what: `to submit ${drafts.join(', ')}` };
    });
  }
}

/** The secretariat, while entries wait for their check. */
@Injectable()
export class ChecksOwed implements OwedSource {
  readonly stageTypes = [eligibility.key];

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly people: PeopleService,
    private readonly definitions: CycleDefinitions,
  ) {}

  async owed(ref: StageRef, limit: number): Promise<Owed[]> {
    const unchecked = await this.unitOfWork.read((em) => countUnchecked(em, { ...ref, closedAt: null }));
    if (unchecked === 0) return [];
    const programme = await this.definitions.programmeOf(ref.cycleId);
    const staff = await this.people.peopleWithRole('secretariat', { programme, cycleId: ref.cycleId });
    return staff.slice(0, limit).map(({ id, name }) => ({ personId: id, name, what: toCheck(unchecked, 'en') }));
  }
}
