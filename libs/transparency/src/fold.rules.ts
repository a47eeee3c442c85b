import canonicalize from 'canonicalize';
import type { StageFacts } from '#libs/contracts/pure';
import type { Committed } from './history.rules.js';

/** The first difference between two accounts of one thing. */
export interface Divergence {
  /** Which check found it. */
  check: 'replay' | 'fold' | 'decision' | 'archive' | 'log';
  /** What it is about: a stage, a workflow, a decision. */
  what: string;
  /** Where: workflow and event, or table and version. */
  where: string;
  /** When it happened, by the history; null when unknown. */
  when: string | null;
  /** In plain words: what one account says, and what the other. */
  detail: string;
}

/** A stage as the database has it: the row now, and the record of every version. */
export interface StageAccount {
  row: StageFacts;
  records: StageFacts[];
}

/**
 * Folds what the activities committed into the last state of each stage, and holds it against the
 * database: every version that a workflow saw must be recorded the same, and the row must be the
 * last of them. The rows must have been read before the histories, so that a history can only know
 * more.
 */
export function compareStages(accounts: StageAccount[], committed: Committed[]): Divergence[] {
  const known = new Set(accounts.map(({ row }) => row.stageKey));
  const lost = new Map(
    committed.filter(({ stage }) => stage && !known.has(stage.stageKey)).map((at) => [at.stage!.stageKey, at]),
  );
  return [
    ...accounts.flatMap((account) => compareStage(account, committed)),
    ...[...lost.values()].map(({ stage, workflowId, eventId, at }) =>
      missing(stage!, `${workflowId}, event ${eventId}`, at),
    ),
  ];
}

function compareStage({ row, records }: StageAccount, committed: Committed[]): Divergence[] {
  const seen = committed.filter(({ stage }) => stage?.stageKey === row.stageKey && stage.version <= row.version);
  const divergences: Divergence[] = [];
  const recorded = new Map([...records, row].map((facts) => [facts.version, facts]));
  for (const record of records) {
    if (record.version === row.version) divergences.push(...difference(record, row, 'cycles.stage', null));
  }
  for (const { stage, workflowId, eventId, at } of seen) {
    const facts = stage!;
    const where = `${workflowId}, event ${eventId}`;
    const kept = recorded.get(facts.version);
    if (kept) divergences.push(...difference(facts, kept, where, at));
    else divergences.push(missing(facts, where, at));
  }
  const last = Math.max(0, ...seen.map(({ stage }) => stage!.version));
  if (seen.length === 0 && row.openedAt !== null) {
    divergences.push({
      check: 'fold',
      what: `stage ${row.stageKey}`,
      where: `cycles.stage, version ${row.version}`,
      when: null,
      detail: `The stage was opened at ${row.openedAt}, and there is no history of a workflow that did.`,
    });
  }
  // A stage whose workflow has not read its row yet has nothing to be compared with.
  if (seen.length > 0 && last < row.version) {
    divergences.push({
      check: 'fold',
      what: `stage ${row.stageKey}`,
      where: `cycles.stage, version ${row.version}`,
      when: null,
      detail: `The row is at version ${row.version} (${row.state}), but no workflow committed more than version ${last}.`,
    });
  }
  return divergences;
}

function difference(expected: StageFacts, found: StageFacts, where: string, when: string | null): Divergence[] {
  const fields = (Object.keys(expected) as (keyof StageFacts)[]).filter(
    (field) => !BESIDE_THE_ROW.includes(field) && text(expected[field]) !== text(found[field]),
  );
  return fields.slice(0, 1).map((field) => ({
    check: 'fold',
    what: `stage ${expected.stageKey}, version ${expected.version}`,
    where,
    when,
    detail: `${field} was committed as ${text(expected[field])}, and the database has ${text(found[field])}.`,
  }));
}

/**
 * What activities tell of a stage that is no part of its row: the rows it follows from are held
 * against the log themselves.
 */
const BESIDE_THE_ROW: readonly (keyof StageFacts)[] = ['mayComeInUntil', 'askAgainAt'];

const missing = (facts: StageFacts, where: string, when: string): Divergence => ({
  check: 'fold',
  what: `stage ${facts.stageKey}, version ${facts.version}`,
  where,
  when,
  detail: `The workflow committed version ${facts.version} (${facts.state}), and the database has no record of it.`,
});

// The database orders the keys of its JSON in its own way.
const text = (value: unknown): string => canonicalize(value ?? null) ?? 'null';
