import { z } from 'zod';
import type { BallotMethod } from '../methods/decision-method.js';
import { BALLOT_METHODS } from '../methods/registry.js';

const schemas = new Map(BALLOT_METHODS.map((method) => [method.key, schemaOf(method)]));

/** What a juror casts where the jury votes by this method. */
export const ballotSchema = ({ key }: BallotMethod): z.ZodType<Vote> => schemas.get(key)!;

/** What a juror casts: a ballot of one of the methods. */
export const AnyBallot: z.ZodType<Vote> = z.union([...schemas.values()]);

/** A ballot without the entries that its author is recused from. */
export type Vote = Record<string, unknown>;

function schemaOf({ ballot }: BallotMethod): z.ZodType<Vote> {
  return z.fromJSONSchema(ballot) as z.ZodType<Vote>;
}
