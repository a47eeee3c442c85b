import type { ClarificationFacts } from '#libs/contracts/pure';
import type { Divergence } from './fold.rules.js';
import type { Committed } from './history.rules.js';

/** A clarification as the database has it: where it stands, and every deadline it had. */
export interface ClarificationAccount {
  facts: ClarificationFacts;
  askedAt: string;
  /** When it ended; null while it is open. */
  endedAt: string | null;
  deadlines: { version: number; dueAt: string }[];
}

/** What was committed within this time may still be on its way to the workflow, ms. */
const ON_ITS_WAY_MS = 60_000;

/**
 * Holds what the workflows of clarifications saw against the rows: every deadline they went by must
 * be recorded, how one ended must be how its row stands, and none may be missing. Rows are read
 * before the histories; what changed just then is let pass.
 */
export function compareClarifications(
  accounts: ClarificationAccount[],
  committed: Committed[],
  readAt: string,
): Divergence[] {
  const seen = Map.groupBy(
    committed.filter(({ clarification }) => clarification),
    ({ clarification }) => clarification!.clarificationId,
  );
  const known = new Set(accounts.map(({ facts }) => facts.clarificationId));
  const lost = [...seen].filter(([id]) => !known.has(id)).map(([, all]) => missing(all[0]!));
  // The first of each says where they part.
  return [...accounts.flatMap((account) => compareOne(account, seen, readAt).slice(0, 1)), ...lost];
}

function compareOne(account: ClarificationAccount, seen: Map<string, Committed[]>, readAt: string): Divergence[] {
  const { facts, askedAt, endedAt, deadlines } = account;
  const all = seen.get(facts.clarificationId) ?? [];
  const isSettled = (at: string) => Date.parse(readAt) - Date.parse(at) > ON_ITS_WAY_MS;
  const wrong = all.flatMap((each) => {
    const { deadlineVersion, dueAt } = each.clarification!;
    if (deadlineVersion > facts.deadlineVersion && !isSettled(each.at)) return [];
    const kept = deadlines.find(({ version }) => version === deadlineVersion);
    if (kept?.dueAt === dueAt) return [];
    const has = kept ? kept.dueAt : 'none of that number';
    return [divergence(each, `Deadline ${deadlineVersion} was ${dueAt}, and the database has ${has}.`)];
  });
  const last = all.at(-1);
  // One that ended before its workflow began needs none.
  const isShort = endedAt !== null && Date.parse(endedAt) - Date.parse(askedAt) <= ON_ITS_WAY_MS;
  if (!last && isShort) return wrong;
  if (!last) {
    return isSettled(askedAt)
      ? [divergence(facts, 'It was asked, and there is no history of a workflow of it.')]
      : wrong;
  }
  const { state, deadlineVersion } = last.clarification!;
  if (state !== 'open' && state !== facts.state && (facts.state !== 'open' || isSettled(last.at)))
    wrong.push(divergence(last, `It ended as ${state}, and the database says ${facts.state}.`));
  if (state === 'open' && endedAt !== null && isSettled(endedAt))
    wrong.push(
      divergence(facts, `The database says ${facts.state} since ${endedAt}, and its workflow never heard of it.`),
    );
  if (state !== 'open' && deadlineVersion < facts.deadlineVersion)
    wrong.push(divergence(last, `Its deadline was moved after it had ended.`));
  return wrong;
}

const missing = (at: Committed): Divergence =>
  divergence(at, 'The workflow of this clarification ran, and the database has no such row.');

function divergence(of: Committed | ClarificationFacts, detail: string): Divergence {
  const isCommitted = 'workflowId' in of;
  const { stageKey, clarificationId } = isCommitted ? of.clarification! : of;
  return {
    check: 'fold',
    what: `clarification ${clarificationId} of stage ${stageKey}`,
    where: isCommitted ? `${of.workflowId}, event ${of.eventId}` : `entries.clarification ${clarificationId}`,
    when: isCommitted ? of.at : null,
    detail,
  };
}
