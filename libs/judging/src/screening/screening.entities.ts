import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { AssignmentInputs } from './assignment.rules.js';

/** `dropped`: the entry left the stage, by a decision that supersedes the one that brought it in. */
export type AssignmentState = 'open' | 'done' | 'recused' | 'dropped';

/** An expert is to review an entry. */
export const Assignment = defineEntity({
  name: 'Assignment',
  schema: 'judging',
  tableName: 'assignment',
  properties: {
    id: p.uuid().primary(),
    cycleId: p.uuid(),
    stageKey: p.text(),
    /** The expert. */
    personId: p.uuid(),
    entryId: p.uuid(),
    /** Place in the expert's own order, drawn by the seed; from 1. */
    position: p.integer(),
    state: p.text().$type<AssignmentState>(),
    /** Number of the latest review; 0 without one. Its ETag. */
    version: p.integer(),
    /** The assignment of the recused expert this one stands in for. */
    takesOver: p.uuid().nullable(),
    madeAt: p.datetime(3).defaultRaw('now()'),
  },
});
export type Assignment = InferEntity<typeof Assignment>;

/** What the assignments of a stage were computed from: enough to repeat it. */
export const AssignmentRun = defineEntity({
  name: 'AssignmentRun',
  schema: 'judging',
  tableName: 'assignment_run',
  properties: {
    id: p.uuid().primary(),
    cycleId: p.uuid(),
    stageKey: p.text(),
    seed: p.text(),
    inputs: p.json().$type<AssignmentInputs>(),
    inputsDigest: p.text(),
    digestAlgorithm: p.text(),
    /** Revision of the cycle definition that was in force. */
    revision: p.integer(),
    madeAt: p.datetime(3).defaultRaw('now()'),
  },
});
export type AssignmentRun = InferEntity<typeof AssignmentRun>;

/** One version of a review; append-only, the latest counts. */
export const Review = defineEntity({
  name: 'Review',
  schema: 'judging',
  tableName: 'review',
  properties: {
    assignmentId: p.uuid().primary(),
    version: p.integer().primary(),
    /** Random: what may be known of the review outside. */
    alias: p.uuid(),
    /** By criterion key. */
    scores: p.json().$type<Record<string, number>>(),
    comment: p.text(),
    /** Revision of the cycle definition that was in force. */
    revision: p.integer(),
    writtenAt: p.datetime(3).defaultRaw('now()'),
  },
});
export type Review = InferEntity<typeof Review>;
