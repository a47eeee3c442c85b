// Written by `npm run words` from the folders beside it.
import juryEn from './en/jury.json' with { type: 'json' };
import juryZh from './zh/jury.json' with { type: 'json' };
import juryFr from './fr/jury.json' with { type: 'json' };
import juryEs from './es/jury.json' with { type: 'json' };
import majorityJudgmentEn from './en/majority-judgment.json' with { type: 'json' };
import majorityJudgmentZh from './zh/majority-judgment.json' with { type: 'json' };
import majorityJudgmentFr from './fr/majority-judgment.json' with { type: 'json' };
import majorityJudgmentEs from './es/majority-judgment.json' with { type: 'json' };
import owedEn from './en/owed.json' with { type: 'json' };
import owedZh from './zh/owed.json' with { type: 'json' };
import owedFr from './fr/owed.json' with { type: 'json' };
import owedEs from './es/owed.json' with { type: 'json' };
import rankedBallotEn from './en/ranked-ballot.json' with { type: 'json' };
import rankedBallotZh from './zh/ranked-ballot.json' with { type: 'json' };
import rankedBallotFr from './fr/ranked-ballot.json' with { type: 'json' };
import rankedBallotEs from './es/ranked-ballot.json' with { type: 'json' };
import screeningEn from './en/screening.json' with { type: 'json' };
import screeningZh from './zh/screening.json' with { type: 'json' };
import screeningFr from './fr/screening.json' with { type: 'json' };
import screeningEs from './es/screening.json' with { type: 'json' };

export const jury = { en: juryEn, zh: juryZh, fr: juryFr, es: juryEs };
export const majorityJudgment = {
  en: majorityJudgmentEn,
  zh: majorityJudgmentZh,
  fr: majorityJudgmentFr,
  es: majorityJudgmentEs,
};
export const owed = { en: owedEn, zh: owedZh, fr: owedFr, es: owedEs };
export const rankedBallot = { en: rankedBallotEn, zh: rankedBallotZh, fr: rankedBallotFr, es: rankedBallotEs };
export const screening = { en: screeningEn, zh: screeningZh, fr: screeningFr, es: screeningEs };
