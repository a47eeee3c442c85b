import { decisionDigests, recomputeDecision } from '#libs/judging/pure';
import type { DecisionAccount, Recomputation, StageAccount } from '#libs/transparency/pure';
import { type Api, ask } from '../connection.js';
import type { AuditSource } from './replay-cycle.js';

/** The accounts, as the API gives them. */
export function auditSource(api: Api): AuditSource {
  const of = (cycleId: string) => ({ params: { path: { cycleId } } });
  return {
    stages: async (cycleId) => (await ask(api.GET('/v1/audit/cycles/{cycleId}/stages', of(cycleId)))) as StageAccount[],
    decisions: async (cycleId) =>
      (await ask(api.GET('/v1/audit/cycles/{cycleId}/decisions', of(cycleId)))) as unknown as DecisionAccount[],
    runs: (cycleId) => ask(api.GET('/v1/audit/cycles/{cycleId}/workflows', of(cycleId))),
    history: async (cycleId, { workflowId, runId }) => {
      const query = { workflowId, runId };
      const path = { cycleId };
      return (await ask(api.GET('/v1/audit/cycles/{cycleId}/history', { params: { path, query } }))).json;
    },
  };
}

/** Decisions are recomputed by the lib that makes them. */
export const recomputation: Recomputation = {
  recompute: (inputs) => {
    const { outcomes, log } = recomputeDecision(inputs);
    return { outcomes, log };
  },
  digests: decisionDigests,
};
