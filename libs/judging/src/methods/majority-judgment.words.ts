import { topic } from '#libs/words/pure';
import * as messages from '../words/index.js';

/** What people are told of majority judgment. */
export const majorityJudgmentWords = topic('judging/majority-judgment', messages.majorityJudgment);
