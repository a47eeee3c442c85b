import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Said } from '#libs/contracts/pure';
import {
  type Assignment,
  type AssignmentInputs,
  type LinearModel,
  type LoadBounds,
  assignmentDigest,
  assignmentModel,
  balancedLoads,
  obstacles,
  sortedAssignments,
} from './assignment.rules.js';
import type { AssignmentAnswer } from './assignment.worker.js';
import { refusal } from '../refusals.words.js';

/** An assignment, or why there is none; with what is needed to repeat it. */
export type AssignmentResult = { seed: string; inputsDigest: string } & (
  { feasible: true; assignments: Assignment[]; loads: Record<string, number> } | { feasible: false; reasons: Said[] }
);

/**
 * Assigns `reviewsPerEntry` experts without a conflict to each entry, loads within ±1, by HiGHS in a worker thread. The
 * same inputs (in any order) and seed give the same assignment. Rejects only when the solver itself fails.
 */
export async function assign(inputs: AssignmentInputs): Promise<AssignmentResult> {
  const result = { seed: inputs.seed, inputsDigest: assignmentDigest(inputs) };
  const reasons = obstacles(inputs);
  if (reasons.length > 0) return { ...result, feasible: false, reasons };
  const assignments = await solveWith(inputs, balancedLoads(inputs));
  if (assignments === undefined) return { ...result, feasible: false, reasons: [await whyNotBalanced(inputs)] };
  const loads = Object.fromEntries(balancedLoads(inputs).map(({ expertId }) => [expertId, 0]));
  for (const { expertId } of assignments) loads[expertId]! += 1;
  return { ...result, feasible: true, assignments: sortedAssignments(assignments), loads };
}

async function solveWith(inputs: AssignmentInputs, loads: readonly LoadBounds[]): Promise<Assignment[] | undefined> {
  const model = assignmentModel(inputs, loads);
  // HiGHS calls a model without columns "empty", not optimal.
  if (model.pairs.length === 0) return [];
  const answer = await inWorker(model);
  if (answer.status === 'failed') throw new Error(`HiGHS could not solve the assignment: ${answer.message}`);
  return answer.status === 'infeasible' ? undefined : answer.columns.map((column) => model.pairs[column]!);
}

/** Looks for the smallest widening of the loads that helps, so that people know what to change. */
async function whyNotBalanced(inputs: AssignmentInputs): Promise<Said> {
  let [tooLittle, enough] = [0, new Set(inputs.entryIds).size];
  if ((await solveWith(inputs, balancedLoads(inputs, enough))) === undefined)
    return refusal('assignment.tooFewExperts');
  while (enough - tooLittle > 1) {
    const middle = Math.floor((tooLittle + enough) / 2);
    if ((await solveWith(inputs, balancedLoads(inputs, middle))) === undefined) tooLittle = middle;
    else enough = middle;
  }
  const bounds = balancedLoads(inputs, enough);
  const least = Math.min(...bounds.map((bound) => bound.least));
  const most = Math.max(...bounds.map((bound) => bound.most));
  return refusal('assignment.uneven', { least, most });
}

function inWorker(model: LinearModel): Promise<AssignmentAnswer> {
  // Node runs the worker's TypeScript as it stands, so the same line serves tests (.ts) and the build (.js).
  const file = new URL(`./assignment.worker${extname(import.meta.url)}`, import.meta.url);
  const worker = new Worker(file, { workerData: model });
  const { promise, resolve, reject } = Promise.withResolvers<AssignmentAnswer>();
  worker.once('message', resolve);
  worker.once('error', reject);
  worker.once('exit', (code) => reject(new Error(`the assignment's worker ended with code ${code} without an answer`)));
  return promise.finally(() => worker.terminate());
}
