import { refusals, topic } from '#libs/words/pure';
import refused from '../words/en/ranked-ballot-refusals.json' with { type: 'json' };
import * as messages from '../words/index.js';

/** What people are told of ranked ballots. */
export const rankedBallotWords = topic('judging/ranked-ballot', messages.rankedBallot);

/** What is wrong with a ranked ballot. */
export const refusal = refusals('judging/ranked-ballot-refusals', refused);
