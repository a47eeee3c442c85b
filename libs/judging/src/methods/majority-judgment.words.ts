import { refusals, topic } from '#libs/words/pure';
import refused from '../words/en/majority-judgment-refusals.json' with { type: 'json' };
import * as messages from '../words/index.js';

/** What people are told of majority judgment. */
export const majorityJudgmentWords = topic('judging/majority-judgment', messages.majorityJudgment);

/** What is wrong with a ballot of grades. */
export const refusal = refusals('judging/majority-judgment-refusals', refused);
