import { describe, expect, it } from '@jest/globals';
import type { StageFacts } from '#libs/contracts';
import { workflowFindings } from './workflow-checkup.rules.js';
import type { CycleLook, CycleRunState, StageLook, StageRunState } from '../workflows/workflow-view.js';

const NOW = '2027-06-01T12:00:00.000Z';
const LONG_AGO = '2027-05-01T00:00:00.000Z';
const JUST_NOW = '2027-06-01T11:59:55.000Z';

const facts = (change: Partial<StageFacts> = {}): StageFacts => ({
  cycleId: 'c',
  stageKey: 'call',
  type: 'call-for-entries',
  revision: 1,
  state: 'open',
  version: 2,
  opensAt: LONG_AGO,
  deadlineAt: '2027-07-01T00:00:00.000Z',
  hardCloseAt: '2027-07-01T00:00:00.000Z',
  deadlineVersion: 1,
  after: [],
  ladder: [],
  releases: [],
  releasedTo: [],
  decides: false,
  openedAt: LONG_AGO,
  closedAt: null,
  decisionDigest: null,
  ...change,
});
const stage = (change: Partial<StageLook> = {}): StageLook => {
  const row = change.row ?? facts();
  const state: StageRunState = { facts: row, announced: false, parked: {} };
  return { row, title: 'Call', since: LONG_AGO, workflow: { run: 'running', state }, missing: [], ...change };
};
const planned = (key: string, after: string[] = []) => ({
  key,
  type: 'jury',
  after,
  opensAt: LONG_AGO,
  state: 'open' as const,
});
const PLANNED = [planned('call')];
const running = (change: Partial<CycleRunState> = {}): CycleLook['workflow'] => ({
  run: 'running',
  state: {
    plan: { cycleId: 'c', programme: 'p', revision: 1, status: 'published', stages: PLANNED },
    children: { call: 'running' },
    decided: [],
    parked: {},
    ...change,
  },
});
const cycle = (change: Partial<CycleLook> = {}): CycleLook => ({
  cycleId: 'c',
  title: 'Award',
  zone: 'Asia/Shanghai',
  status: 'published',
  revision: 1,
  pausedAt: null,
  since: LONG_AGO,
  workflow: running(),
  stages: [stage()],
  ...change,
});
const found = (change: Partial<CycleLook>) => workflowFindings([cycle(change)], NOW);
const codes = (change: Partial<CycleLook>) => found(change).map(({ code, remedy }) => [code, remedy?.do ?? null]);

describe('rows held against workflows', () => {
  it('agree in a cycle that runs as it should', () => {
    expect(found({})).toEqual([]);
    const released = facts({ state: 'released' });
    expect(
      found({
        workflow: running({ decided: ['call'] }),
        stages: [stage({ row: released, workflow: { run: 'ended', state: null } })],
      }),
    ).toEqual([]);
    expect(found({ status: 'completed', workflow: { run: 'ended', state: null }, stages: [] })).toEqual([]);
    expect(found({ status: 'completed', workflow: { run: 'none', state: null }, stages: [] })).toEqual([]);
  });

  it.each([
    { run: 'none' as const, state: null, says: 'Temporal knows no workflow of it' },
    { run: 'lost' as const, how: 'terminated', state: null, says: 'its workflow was terminated' },
  ])('start a published cycle when $says, not one that was published a moment ago', ({ says, ...workflow }) => {
    expect(codes({ workflow })).toEqual([['cycle-without-workflow', 'startCycle']]);
    expect(found({ workflow })[0]!.what).toContain(says);
    expect(found({ workflow })[0]!.what).toContain('Without it run: "Call"');
    expect(found({ workflow, since: JUST_NOW })).toEqual([]);
  });

  it('do not start a cycle whose workflow came to its end while its row goes on', () => {
    const [first] = found({ workflow: { run: 'ended', state: null }, stages: [] });
    expect(first).toMatchObject({ code: 'cycle-behind-workflow', severity: 'loss', wouldDo: null, remedy: null });
    const ahead = running();
    ahead.state!.plan!.revision = 2;
    expect(codes({ workflow: ahead })).toEqual([['cycle-behind-workflow', null]]);
  });

  it('start a stage that is next and has no workflow', () => {
    const none = { run: 'none' as const, state: null };
    expect(codes({ stages: [stage({ workflow: none })] })).toEqual([['stage-without-workflow', 'startStage']]);
    expect(codes({ stages: [stage({ workflow: { run: 'lost', how: 'timed out', state: null } })] })).toEqual([
      ['stage-without-workflow', 'startStage'],
    ]);
    const jury = stage({ row: facts({ stageKey: 'jury', state: 'scheduled', after: ['call'] }), workflow: none });
    const plan = { ...running().state!.plan!, stages: [planned('call'), planned('jury', ['call'])] };
    expect(codes({ workflow: running({ plan }), stages: [stage(), jury] })).toEqual([]);
    const over = stage({ row: facts({ state: 'released' }), workflow: { run: 'ended', state: null } });
    const knows = running({ plan, decided: ['call'] });
    expect(codes({ workflow: knows, stages: [over, jury] })).toEqual([['stage-without-workflow', 'startStage']]);
    expect(codes({ workflow: knows, stages: [{ ...over, since: JUST_NOW }, jury] })).toEqual([]);
  });

  it('send once more what a cycle did not hear', () => {
    const over = stage({ row: facts({ state: 'released' }), workflow: { run: 'ended', state: null } });
    expect(codes({ stages: [over] })).toEqual([['decision-unheard', 'tellDecided']]);
    expect(codes({ stages: [{ ...over, since: JUST_NOW }] })).toEqual([]);
  });

  it('wake a workflow that knows less than its row, unless the change is a moment old', () => {
    const state: StageRunState = { facts: facts({ version: 1, state: 'scheduled' }), announced: false, parked: {} };
    const behind = stage({ workflow: { run: 'running', state } });
    expect(codes({ stages: [behind] })).toEqual([['workflow-behind', 'wake']]);
    expect(codes({ stages: [{ ...behind, since: JUST_NOW }] })).toEqual([]);
    expect(codes({ revision: 2 })).toEqual([]);
    expect(codes({ pausedAt: LONG_AGO })).toEqual([['workflow-behind', 'wake']]);
    const more = [
      stage(),
      stage({
        row: facts({ stageKey: 'vote', state: 'scheduled', after: ['call'] }),
        workflow: { run: 'none', state: null },
      }),
    ];
    expect(codes({ stages: more })).toEqual([['workflow-behind', 'wake']]);
    expect(codes({ status: 'cancelled', stages: [] })).toEqual([['workflow-behind', 'wake']]);
  });

  it('name every change that only the workflow knows, and leave them to people', () => {
    const moved = facts({ version: 3, deadlineVersion: 2, deadlineAt: '2027-07-08T00:00:00.000Z' });
    const closed = facts({ ...moved, version: 4, state: 'closing' });
    const missing = [
      { at: '2027-05-31T23:00:00.000Z', facts: moved },
      { at: '2027-06-01T00:00:00.000Z', facts: closed },
    ];
    const [first] = found({ stages: [stage({ missing })] });
    expect(first).toMatchObject({ code: 'stage-behind-workflow', severity: 'loss', remedy: null });
    expect(first!.what).toBe(
      'The workflow of "Call" knows version 4, and the database has version 2 (open) of the stage. ' +
        'The database lacks versions 3 to 4, of which its last run saw: ' +
        'version 3 at 1 June 2027 at 07:00 (Asia/Shanghai), 31 May 2027 at 23:00 UTC: ' +
        'deadline moved to 8 July 2027 at 08:00 (Asia/Shanghai), 00:00 UTC; ' +
        'version 4 at 1 June 2027 at 08:00 (Asia/Shanghai), 00:00 UTC: closed.',
    );
    expect(codes({ stages: [stage({ workflow: { run: 'ended', state: null } })] })).toEqual([
      ['stage-behind-workflow', null],
    ]);
  });

  it('say that a stage is late, and for whom it waits', () => {
    const row = facts({ hardCloseAt: '2027-06-01T11:00:00.000Z', deadlineAt: '2027-06-01T11:00:00.000Z' });
    const [idle] = found({ stages: [stage({ row })] });
    expect(idle).toMatchObject({
      code: 'stage-overdue',
      refusedBecause: expect.stringContaining('Is a worker running'),
    });
    expect(idle!.what).toContain('"Call" should have closed at 1 June 2027 at 19:00 (Asia/Shanghai)');
    const parked = { close: { code: 'close/conflict', detail: 'No experts are left.' } };
    const [waits] = found({
      stages: [stage({ row, workflow: { run: 'running', state: { facts: row, announced: false, parked } } })],
    });
    expect(waits!.refusedBecause).toContain('No experts are left.');
    const soon = facts({ ...row, hardCloseAt: JUST_NOW, deadlineAt: JUST_NOW });
    expect(found({ stages: [stage({ row: soon })] })).toEqual([]);
  });

  it('say which workflow does not answer', () => {
    const silent = { run: 'running' as const, state: null, silence: 'deadline exceeded' };
    expect(codes({ workflow: silent, stages: [stage({ workflow: silent })] })).toEqual([
      ['workflow-silent', null],
      ['workflow-silent', null],
    ]);
  });
});
