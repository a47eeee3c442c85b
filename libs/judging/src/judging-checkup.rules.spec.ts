import { describe, expect, it } from '@jest/globals';
import { rowWorkflowFinding } from '#libs/cycles';
import { type ComplaintRow, type SupersessionRow, complaintLook, supersessionLook } from './judging-checkup.rules.js';

const at = (seconds: number) => new Date(Date.UTC(2027, 0, 1) + seconds * 1000).toISOString();
const of = { cycleId: 'c', stageKey: 'jury', programme: 'p' };
const complaint = (change: Partial<ComplaintRow> = {}): ComplaintRow => ({
  ...of,
  complaintId: 'x',
  zone: 'UTC',
  state: 'open',
  since: at(0),
  dueAt: at(1000),
  pausedAt: null,
  overdueTold: false,
  ...change,
});
const supersession = (change: Partial<SupersessionRow> = {}): SupersessionRow => ({
  ...of,
  decisionId: 'd',
  title: 'Jury',
  state: 'proposed',
  since: at(0),
  cycleCancelled: false,
  ...change,
});
const none = { run: 'none', state: null } as const;
const ended = { run: 'ended', state: null } as const;
const lost = { run: 'lost', how: 'terminated', state: null } as const;
const short = (found: ReturnType<typeof rowWorkflowFinding>) => found && [found.code, found.remedy];

describe('a complaint and its workflow', () => {
  type View = Parameters<typeof complaintLook>[1];
  const found = (change: Partial<ComplaintRow>, workflow: View, now = at(60)) =>
    short(rowWorkflowFinding(complaintLook(complaint(change), workflow, now), now));
  const knows = (state: ComplaintRow['state'], parked = {}): View => ({
    run: 'running',
    state: { facts: { state, dueAt: at(1000) }, parked },
  });

  it('agree', () => {
    expect(found({}, knows('open'))).toBeNull();
    expect(found({}, { run: 'running', state: { facts: null, parked: {} } })).toBeNull();
    for (const workflow of [none, ended, lost]) expect(found({ state: 'settled' }, workflow)).toBeNull();
  });

  it('what is missing or was lost is started, what has not heard is woken, once it cannot be on its way any more', () => {
    for (const workflow of [none, lost]) {
      expect(found({}, workflow)).toEqual(['complaint-without-workflow', 'start']);
      expect(found({}, workflow, at(5))).toBeNull();
    }
    for (const state of ['settled', 'cancelled'] as const) {
      expect(found({ state }, knows('open'))).toEqual(['workflow-behind', 'wake']);
      expect(found({ state }, knows('open'), at(5))).toBeNull();
    }
    for (const change of [{ dueAt: at(2000) }, { pausedAt: at(1) }])
      expect(found(change, knows('open'))).toEqual(['workflow-behind', 'wake']);
  });

  it('what is left to people: a row that is behind, a silent workflow, a secretariat that was not told', () => {
    expect(found({}, ended)).toEqual(['complaint-behind-workflow', null]);
    expect(found({}, { run: 'running', state: null })).toEqual(['workflow-silent', null]);
    expect(found({}, knows('open'), at(1100))).toEqual(['complaint-overdue', null]);
    expect(found({}, knows('open'), at(1050))).toBeNull();
    expect(found({ overdueTold: true }, knows('open'), at(1100))).toBeNull();
    const parked = { 'complaint-overdue': { code: 'rule-violated', detail: 'There is no secretariat.' } };
    const look = complaintLook(complaint(), knows('open', parked), at(1100));
    expect(rowWorkflowFinding(look, at(1100))?.refusedBecause).toContain('There is no secretariat.');
  });
});

describe('a superseding decision and its workflow', () => {
  type View = Parameters<typeof supersessionLook>[1];
  const found = (change: Partial<SupersessionRow>, workflow: View, now = at(60)) =>
    short(rowWorkflowFinding(supersessionLook(supersession(change), workflow), now));
  const knows = (state: SupersessionRow['state'] | 'asked'): View => ({ run: 'running', state: { state } });

  it('agree', () => {
    expect(found({}, knows('proposed'))).toBeNull();
    for (const workflow of [none, ended, lost]) expect(found({ state: 'dropped' }, workflow)).toBeNull();
  });

  it('what is missing or was lost is started; what has not heard, or is to be given up, is woken', () => {
    expect(found({}, none)).toEqual(['supersession-without-workflow', 'start']);
    expect(found({}, lost)).toEqual(['supersession-without-workflow', 'start']);
    expect(found({}, knows('asked'))).toEqual(['workflow-behind', 'wake']);
    expect(found({ state: 'certified' }, knows('proposed'))).toEqual(['workflow-behind', 'wake']);
    expect(found({ cycleCancelled: true }, knows('proposed'))).toEqual(['workflow-behind', 'wake']);
    expect(found({ cycleCancelled: true }, knows('proposed'), at(5))).toBeNull();
  });

  it('a workflow that came to its end knows more than a row that is proposed', () => {
    expect(found({}, ended)).toEqual(['supersession-behind-workflow', null]);
  });
});
