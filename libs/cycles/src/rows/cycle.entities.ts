import { type InferEntity, defineEntity, p } from '@mikro-orm/core';
import type { CycleStatus, StageFacts } from '#libs/contracts';
import type { CycleDefinition } from '../definition/definition.js';

/** An award; it owns cycles. */
export const Programme = defineEntity({
  name: 'Programme',
  schema: 'cycles',
  tableName: 'programme',
  properties: {
    key: p.text().primary(),
    name: p.text(),
  },
});
export type Programme = InferEntity<typeof Programme>;

/** One edition of a programme. As a draft it holds its definition itself; once published, revisions do. */
export const Cycle = defineEntity({
  name: 'Cycle',
  schema: 'cycles',
  tableName: 'cycle',
  properties: {
    id: p.uuid().primary(),
    programme: p.text(),
    edition: p.text(),
    title: p.text(),
    zone: p.text(),
    demonstration: p.boolean(),
    status: p.text().$type<CycleStatus>(),
    /** Number of the revision in force; 0 while a draft. */
    revision: p.integer(),
    /** Increases with every write of the row; its ETag. */
    version: p.integer(),
    draft: p.json().$type<CycleDefinition>().nullable(),
    createdBy: p.text(),
    createdAt: p.datetime(3),
    publishedAt: p.datetime(3).nullable(),
    /** Since when it is paused; its live stages carry the same instant. */
    pausedAt: p.datetime(3).nullable(),
    /** When it was completed or cancelled. */
    endedAt: p.datetime(3).nullable(),
  },
});
export type Cycle = InferEntity<typeof Cycle>;

/** A frozen definition of a cycle; rows are never changed. */
export const CycleRevision = defineEntity({
  name: 'CycleRevision',
  schema: 'cycles',
  tableName: 'cycle_revision',
  properties: {
    cycleId: p.uuid().primary(),
    revision: p.integer().primary(),
    definition: p.json().$type<CycleDefinition>(),
    digest: p.text(),
    digestAlgorithm: p.text(),
    actorId: p.text(),
    createdAt: p.datetime(3),
  },
});
export type CycleRevision = InferEntity<typeof CycleRevision>;

/** What happened to a stage. */
export type StageTransition =
  | 'scheduled'
  | 'opened'
  | 'deadline-moved'
  | 'amended'
  | 'paused'
  | 'resumed'
  | 'reopened'
  | 'closed'
  | 'proposed'
  | 'decided'
  | 'released'
  | 'cancelled';

/** Every committed version of a stage's facts, append-only: what the audit's fold compares with the histories. */
export const StageRecord = defineEntity({
  name: 'StageRecord',
  schema: 'cycles',
  tableName: 'stage_record',
  properties: {
    cycleId: p.uuid().primary(),
    stageKey: p.text().primary(),
    version: p.integer().primary(),
    transition: p.text().$type<StageTransition>(),
    facts: p.json().$type<StageFacts>(),
    actorId: p.text(),
    commandId: p.text().nullable(),
    reasonCode: p.text().nullable(),
    reasonDigest: p.text().nullable(),
    recordedAt: p.datetime(3).defaultRaw('now()'),
  },
});
export type StageRecord = InferEntity<typeof StageRecord>;

/** A pause of a cycle: when it began and ended, who said so, and why (codes and digests; the texts are in `reason`). */
export const Pause = defineEntity({
  name: 'Pause',
  schema: 'cycles',
  tableName: 'pause',
  properties: {
    cycleId: p.uuid().primary(),
    /** Counts the pauses of the cycle from 1. */
    number: p.integer().primary(),
    pausedAt: p.datetime(3),
    pausedBy: p.text(),
    reasonCode: p.text().nullable(),
    reasonDigest: p.text().nullable(),
    /** Null while it lasts. */
    resumedAt: p.datetime(3).nullable(),
    resumedBy: p.text().nullable(),
    resumeReasonCode: p.text().nullable(),
    resumeReasonDigest: p.text().nullable(),
  },
});
export type Pause = InferEntity<typeof Pause>;

/** A workflow is parked and waits for the secretariat: one row a workflow and code, told once each time. */
export const Attention = defineEntity({
  name: 'Attention',
  schema: 'cycles',
  tableName: 'attention',
  properties: {
    workflowId: p.text().primary(),
    code: p.text().primary(),
    cycleId: p.uuid(),
    stageKey: p.text().nullable(),
    detail: p.text(),
    /** Which time it is; null before each was told by itself. */
    occurrence: p.text().nullable(),
    raisedAt: p.datetime(3),
    resolvedAt: p.datetime(3).nullable(),
  },
});
export type Attention = InferEntity<typeof Attention>;
