import { topic } from '#libs/words/pure';
import * as messages from '../words/index.js';

/** What people are told of ranked ballots. */
export const rankedBallotWords = topic('judging/ranked-ballot', messages.rankedBallot);
