import { ActivityFailure, ApplicationFailure, rootCause } from '@temporalio/workflow';
import { FailureType, PROBLEM_BASE, type ProblemDocument } from '#libs/contracts/pure';

/** The failure that brings a problem document to whoever sent the command. */
export function refuse(problem: ProblemDocument): ApplicationFailure {
  return ApplicationFailure.create({
    type: FailureType.refused,
    message: problem.detail,
    nonRetryable: true,
    details: [problem],
  });
}

/** The problem document inside a refusal, also one that an activity raised; null for any other error. */
export function problemOf(error: unknown): ProblemDocument | null {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (!(cause instanceof ApplicationFailure) || cause.type !== FailureType.refused) return null;
  return (cause.details?.[0] as ProblemDocument | undefined) ?? null;
}

/** Runs one command; a refusal by the database reaches the caller as one by the workflow would. */
export async function unwrapRefusal<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    const problem = problemOf(error);
    throw problem ? refuse(problem) : error;
  }
}

/** Why a move failed, as a stable code and a text: `close/conflict` and the problem's detail, or `close/failed`. */
export function reasonOf(move: string, error: unknown): { code: string; detail: string } {
  const problem = problemOf(error);
  if (!problem) return { code: `${move}/failed`, detail: rootCause(error) ?? String(error) };
  return { code: `${move}/${problem.type.replace(PROBLEM_BASE, '')}`, detail: problem.detail };
}
