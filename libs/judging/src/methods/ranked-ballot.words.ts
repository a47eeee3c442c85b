import { topic } from '#libs/words/pure';
import en from '../words/en/ranked-ballot.json' with { type: 'json' };
import es from '../words/es/ranked-ballot.json' with { type: 'json' };
import fr from '../words/fr/ranked-ballot.json' with { type: 'json' };
import zh from '../words/zh/ranked-ballot.json' with { type: 'json' };

/** What people are told of ranked ballots. */
export const rankedBallotWords = topic('judging/ranked-ballot', { en, zh, fr, es });
