import { type ClarificationFacts, type Instant, clarificationWorkflowId } from '#libs/contracts';
import { type OwnRunState, type OwnWorkflowLook, type RunView, bothZones } from '#libs/cycles';

/** What the workflow of a clarification answers to the query `state`, as far as it is read here. */
export interface ClarificationRunState extends OwnRunState {
  facts: ClarificationFacts | null;
}

/** A clarification's row beside what its workflow knows. */
export interface ClarificationLook {
  row: ClarificationFacts;
  zone: string;
  /** Since when the row is as it is. */
  since: Instant;
  workflow: RunView<ClarificationRunState>;
}

/** How much later than its deadline a clarification may end: writers have finished, and the workflow has woken, ms. */
const ENDS_WITHIN_MS = 60_000;

/** A clarification, as a row with a workflow of its own. */
export function clarificationLook({ row, zone, since, workflow }: ClarificationLook, now: Instant): OwnWorkflowLook {
  const due = bothZones(row.dueAt, zone);
  const known = workflow.state?.facts;
  const isOpen = row.state === 'open';
  const isLate = isOpen && !row.pausedAt && Date.parse(now) - Date.parse(row.dueAt) > ENDS_WITHIN_MS;
  return {
    kind: 'clarification',
    noun: 'a clarification',
    where: clarificationWorkflowId(row.clarificationId),
    workflow,
    since,
    isOpen,
    hasHeard: !known || isSame(known, row),
    open: `A city is to answer until ${due}`,
    stands: 'nobody reminds it, and nothing ends without an answer',
    late: isLate ? `A clarification was to end at ${due}, and is open.` : null,
  };
}

const isSame = (one: ClarificationFacts, other: ClarificationFacts): boolean =>
  one.state === other.state && one.deadlineVersion === other.deadlineVersion && one.pausedAt === other.pausedAt;
