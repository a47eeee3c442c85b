import { Injectable } from '@nestjs/common';
import type { Language, StageRef } from '#libs/contracts';
import type { Owed, OwedSource } from '#libs/cycles';
import { PeopleService } from '#libs/identity';
import { UnitOfWork } from '#libs/platform';
import { jury } from './jury/jury.type.js';
import { type ExpertLoad, expertLoads, jurorsToCast } from './panel/panel.queries.js';
import { technicalScreening } from './screening/technical-screening.type.js';

/** What a juror owes, in words. */
export const BALLOT_TO_CAST: Record<Language, string> = {
  en: 'a ballot to cast',
  zh: '尚待投出的选票：1 张',
  fr: 'votre bulletin de vote à déposer',
  es: 'su voto por emitir',
};

const REVIEWS_TO_WRITE: Record<Language, (open: number, assigned: number) => string> = {
  en: (open, assigned) => `${open} of ${assigned} ${assigned === 1 ? 'review' : 'reviews'} to write`,
  zh: (open, assigned) => `尚待完成的评审：${open} 份（共 ${assigned} 份）`,
  fr: (open, assigned) => `${open} ${open === 1 ? 'évaluation' : 'évaluations'} sur ${assigned} à rédiger`,
  es: (open, assigned) => `${open} de ${assigned} ${assigned === 1 ? 'evaluación' : 'evaluaciones'} por redactar`,
};

/** What an expert owes, in words. */
export const reviewsToWrite = ({ open, assigned }: ExpertLoad, language: Language): string =>
  REVIEWS_TO_WRITE[language](open, assigned);

/** Experts with reviews to write, jurors with a ballot to cast. */
@Injectable()
export class PanelsOwed implements OwedSource {
  readonly stageTypes = [technicalScreening.key, jury.key];

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly people: PeopleService,
  ) {}

  async owed(ref: StageRef, limit: number): Promise<Owed[]> {
    const owing = await this.unitOfWork.read(async (em) => {
      const loads = (await expertLoads(em, ref)).filter(({ open }) => open > 0);
      const jurors = await em.execute<unknown[]>(
        'select 1 from cycles.stage where cycle_id = ? and key = ? and type = ?',
        [ref.cycleId, ref.stageKey, jury.key],
      );
      const ballots = jurors.length > 0 ? await jurorsToCast(em, ref) : [];
      return new Map([
        ...loads.map((load): [string, string] => [load.personId, reviewsToWrite(load, 'en')]),
        ...ballots.map((id): [string, string] => [id, BALLOT_TO_CAST.en]),
      ]);
    });
    const people = await this.people.findPeople([...owing.keys()].slice(0, limit));
    return people.map(({ id, name }) => ({ personId: id, name, what: owing.get(id)! }));
  }
}
