import { describe, expect, it } from '@jest/globals';
import type { ClarificationFacts } from '#libs/contracts';
import { rowWorkflowFinding } from '#libs/cycles';
import { type ClarificationLook, clarificationLook } from './clarification-checkup.js';

const at = (seconds: number) => new Date(Date.UTC(2027, 0, 1) + seconds * 1000).toISOString();
const row = (change: Partial<ClarificationFacts> = {}): ClarificationFacts => ({
  clarificationId: 'x',
  cycleId: 'c',
  stageKey: 'eligibility',
  programme: 'p',
  state: 'open',
  dueAt: at(1000),
  deadlineVersion: 1,
  ladder: [],
  pausedAt: null,
  ...change,
});
const running = (facts: ClarificationFacts | null, parked = {}) => ({
  run: 'running' as const,
  state: { facts, parked },
});
const look = (change: Partial<ClarificationLook> = {}): ClarificationLook => ({
  row: row(),
  zone: 'UTC',
  since: at(0),
  workflow: running(row()),
  ...change,
});
const found = (change: Partial<ClarificationLook>, now = at(60)) => {
  const finding = rowWorkflowFinding(clarificationLook(look(change), now), now);
  return finding ? [[finding.code, finding.remedy]] : [];
};

describe('a clarification and its workflow', () => {
  it('agree when both say the same', () => {
    expect(found({})).toEqual([]);
    const answered = row({ state: 'answered' });
    expect(found({ row: answered, workflow: { run: 'ended', state: null } })).toEqual([]);
    expect(found({ row: answered, workflow: { run: 'none', state: null } })).toEqual([]);
  });

  it('what is missing or was lost is started, once it cannot be on its way any more', () => {
    for (const workflow of [
      { run: 'none', state: null },
      { run: 'lost', how: 'terminated', state: null },
    ] as const) {
      expect(found({ workflow })).toEqual([['clarification-without-workflow', 'start']]);
      expect(found({ workflow }, at(5))).toEqual([]);
    }
  });

  it('what has not heard of the answer, of another deadline or of a pause is woken', () => {
    for (const changed of [{ state: 'answered' as const }, { deadlineVersion: 2 }, { pausedAt: at(1) }]) {
      expect(found({ row: row(changed) })).toEqual([['workflow-behind', 'wake']]);
      expect(found({ row: row(changed) }, at(5))).toEqual([]);
    }
  });

  it('what is left to people: a row that is behind, a silent workflow, one that does not end', () => {
    expect(found({ workflow: { run: 'ended', state: null } })).toEqual([['clarification-behind-workflow', null]]);
    expect(found({ workflow: { run: 'running', state: null } })).toEqual([['workflow-silent', null]]);
    expect(found({}, at(1100))).toEqual([['clarification-overdue', null]]);
    const paused = row({ pausedAt: at(1) });
    expect(found({ row: paused, workflow: running(paused) }, at(1100))).toEqual([]);
  });
});
