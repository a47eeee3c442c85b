import type { Instant } from '#libs/contracts';
import { type Finding, leftToPeople } from '#libs/platform';
import type { RunView } from '../workflows/workflow-view.js';

/** What every workflow says it could not do, by move. */
export interface RowRunState {
  parked?: Record<string, { code: string; detail: string }>;
}

/** A row that has a workflow of its own (a complaint, say) beside what that workflow knows. */
export interface RowWorkflowLook {
  /** Begins the codes of its findings. */
  kind: string;
  /** It with its article, as people call it. */
  noun: string;
  where: string;
  workflow: RunView<RowRunState>;
  /** Since when the row is as it is. */
  since: Instant;
  /** Has its workflow something to do still? */
  isOpen: boolean;
  /** Does a workflow that runs know what the row says? */
  hasHeard: boolean;
  /** What is so, and what stands still without a workflow: `A city is to answer until …`, `nobody reminds it`. */
  open: string;
  stands: string;
  /** What should long have happened and has not; null when nothing. */
  late: string | null;
}

/** A finding, and what mends it. */
export type RowWorkflowFinding = Finding & { remedy: 'start' | 'wake' | null };

/** What was committed within this time may still be on its way to its workflow, ms. */
const GRACE_MS = 10_000;
const RESTORE =
  'Was the database restored? Restore it to a later instant; or accept what is lost: docs/operators.md, "Restore".';
const WORKER = 'Is a worker running, and does its log say why it fails?';

/** Holds a row against its workflow; null when they agree. */
export function rowWorkflowFinding(look: RowWorkflowLook, now: Instant): RowWorkflowFinding | null {
  const { kind, noun, where, workflow, since, isOpen, hasHeard, open, stands, late } = look;
  const { run, state, how, silence } = workflow;
  const isSettled = Date.parse(now) - Date.parse(since) > GRACE_MS;
  const left = (code: string, severity: Finding['severity'], what: string, why: string) => ({
    ...leftToPeople({ code, severity, where, what }, why),
    remedy: null,
  });
  const mended = (code: string, what: string, wouldDo: string, remedy: 'start' | 'wake') => ({
    code,
    severity: 'broken' as const,
    where,
    what,
    wouldDo,
    refusedBecause: null,
    remedy,
  });
  if (run === 'ended') {
    if (!isOpen) return null;
    const what = `The workflow of ${noun} has come to its end, and the database says that it is open.`;
    return left(`${kind}-behind-workflow`, 'loss', what, RESTORE);
  }
  if (run !== 'running') {
    if (!isOpen || !isSettled) return null;
    const gone = run === 'none' ? 'Temporal knows no workflow of it' : `its workflow was ${how}`;
    const what = `${open}, and ${gone}: ${stands}.`;
    return mended(
      `${kind}-without-workflow`,
      what,
      'Start it. It goes on from its row; no reminder is sent twice.',
      'start',
    );
  }
  if (!state)
    return left(
      'workflow-silent',
      'broken',
      `The workflow of ${noun} runs, and does not say where it stands: ${silence ?? 'no answer'}`,
      WORKER,
    );
  if (!hasHeard && isSettled) {
    const what = `The database has changed ${noun}, and its workflow has not heard of it.`;
    return mended('workflow-behind', what, 'Wake the workflow, so that it reads its row.', 'wake');
  }
  if (late === null) return null;
  const parked = Object.values(state.parked ?? {})[0];
  return left(`${kind}-overdue`, 'broken', late, parked ? `Its workflow waits for people: ${parked.detail}` : WORKER);
}
