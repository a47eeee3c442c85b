import { languageOf } from '#libs/contracts/pure';
import type { StageRehearsal } from '#libs/cycles';
import { ballotToCast } from '../panel/owed.words.js';
import { resultsReleased } from '../panel/results.rehearsal.js';
import type { JurySettings } from './jury.type.js';

/** A rehearsed jury: one juror after the other casts a ballot; a third of the entries win, if the quota allows. */
export const juryRehearsal: StageRehearsal<JurySettings> = {
  owing({ stage, people, finishes }, at) {
    const jurors = people('juror');
    const casts = finishes(jurors.length);
    return jurors
      .filter((_, index) => casts[index]! > at)
      .map((person) => ({
        person,
        owed: [ballotToCast(languageOf(person.language))],
        path: `stages/${stage.key}/ballot`,
      }));
  },
  outcome({ settings }, { index, of }) {
    const winners = Math.min(settings.quotas.winners, Math.ceil(of / 3));
    return { outcome: index < winners ? 'winner' : 'shortlisted', reasons: [] };
  },
  mails: [resultsReleased('result')],
};
