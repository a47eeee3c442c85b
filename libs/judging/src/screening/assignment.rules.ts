import type { Said } from '#libs/contracts/pure';
import { digestOf, drawOf } from '../counting/digest.js';
import { compareIds, sortedIds } from '../counting/order.js';
import { refusal } from '../refusals.words.js';

/** What an assignment is made from. `capacities` limits an expert's reviews; who is not named has no limit. */
export interface AssignmentInputs {
  expertIds: readonly string[];
  entryIds: readonly string[];
  reviewsPerEntry: number;
  conflicts: readonly Assignment[];
  capacities?: Readonly<Record<string, number>>;
  seed: string;
}

/** One expert reviews one entry. As a conflict: this expert must not review this entry. */
export interface Assignment {
  expertId: string;
  entryId: string;
}

/** A linear programme in the terms of HiGHS: minimise the costs, rows as lists of columns that each count 1. */
export interface LinearModel {
  pairs: Assignment[];
  costs: number[];
  rows: { columns: number[]; lower: number; upper: number }[];
}

/** The fewest and the most reviews an expert may be given. */
export interface LoadBounds {
  expertId: string;
  least: number;
  most: number;
}

/** The digest of the inputs, whatever the order of their lists. */
export function assignmentDigest(inputs: AssignmentInputs): string {
  return digestOf({
    expertIds: sortedIds(inputs.expertIds),
    entryIds: sortedIds(inputs.entryIds),
    reviewsPerEntry: inputs.reviewsPerEntry,
    conflicts: sortedAssignments(inputs.conflicts),
    capacities: inputs.capacities ?? {},
    seed: inputs.seed,
  });
}

/** Assignments by entry, then by expert. */
export function sortedAssignments(assignments: readonly Assignment[]): Assignment[] {
  return assignments
    .map(({ expertId, entryId }) => ({ expertId, entryId }))
    .sort((a, b) => compareIds(a.entryId, b.entryId) || compareIds(a.expertId, b.expertId));
}

/** Every pair of an entry and an expert without a conflict, sorted. */
export function possiblePairs(inputs: AssignmentInputs): Assignment[] {
  const forbidden = new Set(inputs.conflicts.map(({ expertId, entryId }) => `${expertId}\n${entryId}`));
  const experts = sortedIds(inputs.expertIds);
  return sortedIds(inputs.entryIds).flatMap((entryId) =>
    experts
      .filter((expertId) => !forbidden.has(`${expertId}\n${entryId}`))
      .map((expertId): Assignment => ({ expertId, entryId })),
  );
}

/**
 * What makes an assignment impossible however unequal the loads may be, as far as counting can tell, in plain words.
 * Empty when nothing was found; the solver may still find that conflicts and capacities don't go together.
 */
export function obstacles(inputs: AssignmentInputs): Said[] {
  const { reviewsPerEntry: needed } = inputs;
  if (!Number.isInteger(needed) || needed < 1) return [refusal('assignment.noWholeNumber', { needed })];
  const available = new Map(sortedIds(inputs.entryIds).map((id): [string, number] => [id, 0]));
  for (const { entryId } of possiblePairs(inputs)) available.set(entryId, available.get(entryId)! + 1);
  const found = [...available]
    .filter(([, experts]) => experts < needed)
    .map(([entryId, n]) => refusal('assignment.entryWithFew', { entryId, experts: n, needed }));
  const total = needed * available.size;
  const possible = limits(inputs).reduce((all, { limit }) => all + limit, 0);
  if (possible < total)
    found.push(refusal('assignment.tooFewReviews', { possible, total, entries: available.size, needed }));
  return found;
}

/**
 * The most even loads that add up: all experts within ±1, except those whose capacity or conflicts leave them fewer.
 * `slack` widens the bounds by so many reviews to each side.
 */
export function balancedLoads(inputs: AssignmentInputs, slack = 0): LoadBounds[] {
  const total = inputs.reviewsPerEntry * sortedIds(inputs.entryIds).length;
  const experts = limits(inputs);
  const given = (level: number) => experts.reduce((all, { limit }) => all + Math.min(limit, level), 0);
  let level = 0;
  while (given(level) < total && level < total) level++;
  return experts.map(({ expertId, limit }) => ({
    expertId,
    least: Math.max(0, Math.min(limit, level - 1) - slack),
    most: Math.min(limit, level + slack),
  }));
}

/**
 * The linear programme for given loads. Its matrix is that of a bipartite graph, totally unimodular, so the simplex
 * method ends in whole numbers without integer search. The costs are drawn by the seed: they choose one of the many
 * equally good assignments, always the same.
 */
export function assignmentModel(inputs: AssignmentInputs, loads: readonly LoadBounds[]): LinearModel {
  const pairs = possiblePairs(inputs);
  const byEntry = Map.groupBy(pairs.keys(), (column) => pairs[column]!.entryId);
  const byExpert = Map.groupBy(pairs.keys(), (column) => pairs[column]!.expertId);
  const needed = inputs.reviewsPerEntry;
  return {
    pairs,
    costs: pairs.map((pair) => costOf(inputs.seed, pair)),
    rows: [
      ...sortedIds(inputs.entryIds).map((id) => ({ columns: byEntry.get(id) ?? [], lower: needed, upper: needed })),
      ...loads.map(({ expertId, least, most }) => ({
        columns: byExpert.get(expertId) ?? [],
        lower: least,
        upper: most,
      })),
    ],
  };
}

function costOf(seed: string, { expertId, entryId }: Assignment): number {
  // 20 bits: enough that two optima are unlikely, small enough for the solver's tolerances.
  return Number.parseInt(drawOf(seed, 'assignment', `${expertId}/${entryId}`).slice(0, 5), 16);
}

function limits(inputs: AssignmentInputs): { expertId: string; limit: number }[] {
  const free = Map.groupBy(possiblePairs(inputs), ({ expertId }) => expertId);
  return sortedIds(inputs.expertIds).map((expertId) => ({
    expertId,
    limit: Math.min(free.get(expertId)?.length ?? 0, inputs.capacities?.[expertId] ?? Infinity),
  }));
}
