import { topic } from '#libs/words/pure';
import en from '../words/en/majority-judgment.json' with { type: 'json' };
import es from '../words/es/majority-judgment.json' with { type: 'json' };
import fr from '../words/fr/majority-judgment.json' with { type: 'json' };
import zh from '../words/zh/majority-judgment.json' with { type: 'json' };

/** What people are told of majority judgment. */
export const majorityJudgmentWords = topic('judging/majority-judgment', { en, zh, fr, es });
