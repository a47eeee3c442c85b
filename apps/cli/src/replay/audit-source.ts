import { decisionDigests, recomputeDecision } from '#libs/judging/pure';
import type {
  ClarificationAccount,
  DecisionAccount,
  LoggedExtension,
  Recomputation,
  StageAccount,
} from '#libs/transparency/pure';
import { type Api, ask, pages } from '../client/connection.js';
import type { AuditSource } from './replay-cycle.js';

const PAGE = 200;

/** The accounts, as the API gives them. */
export function auditSource(api: Api): AuditSource {
  const of = (cycleId: string) => ({ params: { path: { cycleId } } });
  return {
    stages: async (cycleId) => (await ask(api.GET('/v1/audit/cycles/{cycleId}/stages', of(cycleId)))) as StageAccount[],
    decisions: async (cycleId) =>
      (await ask(api.GET('/v1/audit/cycles/{cycleId}/decisions', of(cycleId)))) as unknown as DecisionAccount[],
    clarifications: async (cycleId) =>
      (await ask(api.GET('/v1/audit/cycles/{cycleId}/clarifications', of(cycleId)))) as ClarificationAccount[],
    extensions: async (cycleId) => {
      const page = (cursor: string | undefined) =>
        api.GET('/v1/cycles/{cycleId}/extensions', { params: { path: { cycleId }, query: { cursor, limit: PAGE } } });
      return Array.fromAsync(pages(page));
    },
    loggedExtensions: async (cycleId) => {
      const page = (cursor: string | undefined) =>
        api.GET('/v1/audit/cycles/{cycleId}/timeline', {
          params: { path: { cycleId }, query: { cursor, limit: PAGE } },
        });
      const granted = new Map<string, LoggedExtension>();
      for await (const { type, at, data } of pages(page)) {
        if (type === 'laureate.extension.granted.v1') {
          const event = data as { extensionId: string; stageKey: string; until: string; reasonCode: string };
          granted.set(event.extensionId, { ...event, id: event.extensionId, grantedAt: at, moves: [] });
        } else if (type === 'laureate.extension.moved.v1') {
          const { extensionId, to: until } = data as { extensionId: string; to: string };
          granted.get(extensionId)?.moves.push({ at, until });
        }
      }
      return [...granted.values()];
    },
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
    const { outcomes, log, reserve } = recomputeDecision(inputs);
    return { outcomes, log, ...(reserve ? { reserve } : {}) };
  },
  digests: decisionDigests,
};
