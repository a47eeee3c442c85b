import type { SaidArgument } from '#libs/contracts/pure';
import { refusals } from '#libs/words/pure';
import en from './words/en/refusals.json' with { type: 'json' };

/** What this lib refuses. */
export const refusal = refusals('judging/refusals', en);

/** Names as an argument of a refusal, where each of them will do: `organiser or secretariat`. */
export const anyOf = ([first, ...others]: readonly string[]): SaidArgument =>
  others.reduce<SaidArgument>((said, second) => refusal('or', { first: said, second }), first ?? '');
