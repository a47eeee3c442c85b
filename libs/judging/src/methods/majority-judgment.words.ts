import type { Language } from '#libs/contracts/pure';
import type { MethodWords } from './decision-method.js';

/** What people are told of majority judgment. */
export const majorityJudgmentWords: Record<Language, MethodWords> = {
  en: { vote: 'give each shortlisted entry a grade', name: 'Majority judgment' },
  zh: { vote: '为每个入围项目评定等级', name: '多数判断法' },
  fr: { vote: 'donnent une mention à chaque candidature finaliste', name: 'Le jugement majoritaire' },
  es: { vote: 'dan una calificación a cada candidatura finalista', name: 'El juicio mayoritario' },
};
