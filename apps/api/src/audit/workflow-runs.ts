import { Injectable } from '@nestjs/common';
import { WorkflowNotFoundError } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import {
  clarificationWorkflowId,
  complaintWorkflowId,
  cycleWorkflowId,
  stageWorkflowId,
  supersessionWorkflowId,
} from '#libs/contracts';
import { auditStageRecords } from '#libs/cycles';
import { clarificationIds } from '#libs/entries';
import { complaintIds, supersessionsOf } from '#libs/judging';
import { Problem, TemporalClient, UnitOfWork } from '#libs/platform';
import { archivesOf, readArchive } from '#libs/transparency';
import { refusal } from '../refusals.words.js';

/** A run of one of a cycle's workflows: archived, or still with Temporal. */
export interface WorkflowRun {
  workflowId: string;
  runId: string;
  archived: boolean;
  /** Digest of an archived history as kept beside it, and as published when it was archived. */
  digest: string | null;
  publishedDigest: string | null;
}

/** Finds the workflow runs of a cycle and their histories, in the archive first, else with Temporal. */
@Injectable()
export class WorkflowRuns {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly temporal: TemporalClient,
  ) {}

  /** Every run of the cycle's workflows that the archive or Temporal knows. */
  async ofCycle(cycleId: string): Promise<WorkflowRun[]> {
    const kept = await this.unitOfWork.read((em) => archivesOf(em, cycleId));
    const runs = kept.filter(({ digest }) => digest !== null).map((run) => ({ ...run, archived: true }));
    const stages = await this.unitOfWork.read((em) => auditStageRecords(em, cycleId));
    const complaints = await this.unitOfWork.read((em) => complaintIds(em, cycleId));
    const clarifications = await this.unitOfWork.read((em) => clarificationIds(em, cycleId));
    const superseding = await this.unitOfWork.read((em) => supersessionsOf(em, cycleId));
    const ids = [
      cycleWorkflowId(cycleId),
      ...stages.map(({ row }) => stageWorkflowId(cycleId, row.stageKey)),
      ...superseding.map(({ stageKey, decisionId }) => supersessionWorkflowId(cycleId, stageKey, decisionId)),
      ...complaints.map((id) => complaintWorkflowId(cycleId, id)),
      ...clarifications.map(clarificationWorkflowId),
    ];
    const live = await Promise.all(ids.map((workflowId) => this.latestRun(workflowId)));
    const known = new Set(runs.map(({ workflowId, runId }) => `${workflowId} ${runId}`));
    const rest = live.filter((run) => run !== null).filter((run) => !known.has(`${run.workflowId} ${run.runId}`));
    return [...runs, ...rest].map(({ workflowId, runId, archived, digest, publishedDigest }) => ({
      workflowId,
      runId,
      archived,
      digest,
      publishedDigest,
    }));
  }

  /** A run's history as JSON text. Throws `not-found` when neither the archive nor Temporal has it. */
  async history(cycleId: string, workflowId: string, runId: string): Promise<{ archived: boolean; json: string }> {
    if (!(await this.isOf(cycleId, workflowId))) throw notFound(workflowId);
    const archived = await this.unitOfWork.read((em) => readArchive(em, workflowId, runId));
    if (archived) return { archived: true, json: archived.json };
    try {
      const history = await this.temporal.client.workflow.getHandle(workflowId, runId).fetchHistory();
      return { archived: false, json: historyToJSON(history) };
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) throw notFound(workflowId);
      throw error;
    }
  }

  private async isOf(cycleId: string, workflowId: string): Promise<boolean> {
    const own = cycleWorkflowId(cycleId);
    if (workflowId === own || workflowId.startsWith(`${own}/`)) return true;
    const clarifications = await this.unitOfWork.read((em) => clarificationIds(em, cycleId));
    return clarifications.some((id) => clarificationWorkflowId(id) === workflowId);
  }

  private async latestRun(workflowId: string): Promise<WorkflowRun | null> {
    try {
      const { runId } = await this.temporal.client.workflow.getHandle(workflowId).describe();
      return { workflowId, runId, archived: false, digest: null, publishedDigest: null };
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return null;
      throw error;
    }
  }
}

const notFound = (workflowId: string) =>
  new Problem('not-found', refusal('history.noWorkflow', { workflowId: workflowId.slice(0, 200) }));
