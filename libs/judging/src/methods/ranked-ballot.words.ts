import type { Language } from '#libs/contracts/pure';
import type { MethodWords } from './decision-method.js';

/** What people are told of ranked ballots. */
export const rankedBallotWords: Record<Language, MethodWords> = {
  en: { vote: 'rank the shortlisted entries', name: 'The Schulze method' },
  zh: { vote: '对入围项目排序', name: '舒尔茨（Schulze）法' },
  fr: { vote: 'classent les candidatures finalistes', name: 'La méthode Schulze' },
  es: { vote: 'ordenan las candidaturas finalistas', name: 'El método de Schulze' },
};
