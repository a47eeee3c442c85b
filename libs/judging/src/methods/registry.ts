import type { BallotMethod, DecisionMethod } from './decision-method.js';
import { majorityJudgment } from './majority-judgment.js';
import { passFail } from './pass-fail.js';
import { rankedBallot } from './ranked-ballot.js';
import { supersession } from './supersession.js';
import { weightedScore } from './weighted-score.js';

/** The methods by which a jury can vote; the first is that of a definition which names none. */
export const BALLOT_METHODS: readonly [BallotMethod, ...BallotMethod[]] = [rankedBallot, majorityJudgment];

const METHODS: readonly DecisionMethod[] = [passFail, weightedScore, supersession, ...BALLOT_METHODS];

/** The method of that key. Throws when this release does not know it. */
export const decisionMethod = (key: string): DecisionMethod => known(METHODS, key);

/** The method by ballots of that key. Throws when this release does not know it, or when it takes no ballots. */
export const ballotMethod = (key: string): BallotMethod => known(BALLOT_METHODS, key);

function known<Method extends DecisionMethod>(methods: readonly Method[], key: string): Method {
  const method = methods.find((each) => each.key === key);
  if (method) return method;
  throw new Error(`unknown method "${key}"; this release knows ${methods.map((each) => each.key).join(', ')}`);
}
