import { describe, expect, it } from '@jest/globals';
import type { Cycle } from '../rows/cycle.entities.js';
import { type WouldCommand, effectOf } from './command-effect.js';
import type { CycleDefinition } from '../definition/definition.js';
import type { Stage } from '../definition/stage.entity.js';

const HOUR_MS = 3_600_000;
const NOW = '2027-03-01T12:00:00.000Z';
const inHours = (hours: number) => new Date(Date.parse(NOW) + hours * HOUR_MS);
const cycle = (more: object = {}) =>
  ({
    id: 'c',
    title: 'Ours',
    zone: 'Asia/Shanghai',
    status: 'published',
    revision: 1,
    pausedAt: null,
    ...more,
  }) as Cycle;
const stage = (key: string, more: Partial<Stage>): Stage =>
  ({
    cycleId: 'c',
    key,
    type: key,
    title: key,
    zone: 'Asia/Shanghai',
    after: [],
    opensAt: inHours(-48),
    openedAt: null,
    closedAt: null,
    deadlineAt: inHours(24),
    hardCloseAt: inHours(24),
    grace: 'PT0S',
    steps: [],
    releases: [],
    releasedTo: [],
    ladder: [],
    decides: true,
    version: 3,
    deadlineVersion: 1,
    state: 'scheduled',
    ...more,
  }) as Stage;
const open = stage('call', { state: 'open', openedAt: inHours(-48), decides: false });
const next = stage('checks', {
  after: ['call'],
  opensAt: inHours(48),
  deadlineAt: inHours(72),
  hardCloseAt: inHours(72),
});
const decided = stage('jury', {
  state: 'decided',
  releases: [
    { audience: 'concerned', when: 'command' },
    { audience: 'public', when: 'command' },
  ],
});
const definition = (stages: Stage[]) =>
  ({
    title: 'Ours',
    stages: stages.map(({ key, opensAt, deadlineAt }) => ({
      key,
      ladder: [],
      release: [],
      window: { opens: opensAt.toISOString(), deadline: deadlineAt.toISOString() },
    })),
  }) as unknown as CycleDefinition;
const effect = (would: WouldCommand, stages: Stage[], more: object = {}) =>
  effectOf(would, { cycle: cycle(more), stages, definition: definition(stages), pauses: 0, now: NOW });

describe('what a command would do', () => {
  it('keeps what is owed in a pause, and loses it when the cycle is cancelled or the stage closed', () => {
    const all = [open, next, stage('past', { state: 'released' })];
    expect(effect({ command: 'pause' }, all)).toMatchObject({
      stages: [
        { stageKey: 'call', state: { from: 'open', to: 'open' }, owing: 'kept' },
        { stageKey: 'checks', owing: 'kept' },
      ],
      facts: [{ type: 'laureate.cycle.paused.v1' }],
    });
    expect(effect({ command: 'cancel' }, all)).toMatchObject({
      stages: [
        { stageKey: 'call', state: { from: 'open', to: 'cancelled' }, owing: 'lost' },
        { stageKey: 'checks', state: { to: 'cancelled' } },
      ],
      facts: [{ type: 'laureate.cycle.cancelled.v1' }],
    });
    expect(effect({ command: 'close', stageKey: 'call' }, all)).toMatchObject({
      stages: [{ state: { from: 'open', to: 'closing' }, owing: 'lost', move: { hardClose: { to: NOW } } }],
      facts: [{ type: 'laureate.stage.closed.v1', data: { version: 4 } }],
    });
  });

  it('releases to one audience after the other', () => {
    const would = (audience: 'concerned' | 'public'): WouldCommand => ({
      command: 'release',
      stageKey: 'jury',
      audience,
    });
    expect(effect(would('concerned'), [decided]).stages).toMatchObject([{ state: { to: 'decided' }, owing: null }]);
    const told: Stage = { ...decided, releasedTo: ['concerned'] };
    expect(effect(would('public'), [told])).toMatchObject({
      stages: [{ state: { from: 'decided', to: 'released' } }],
      facts: [{ type: 'laureate.stage.released.v1', data: { audience: 'public' } }],
    });
    expect(() => effect(would('concerned'), [told])).toThrow('Not to "concerned": "public" is next.');
    expect(() => effect(would('public'), [{ ...decided, releases: [] }])).toThrow('cannot be released');
  });

  it('moves what is in the way of a stage that is opened again, and leaves the rows as they are', () => {
    const closed = stage('call', { state: 'closing', openedAt: inHours(-48), closedAt: inHours(-1), decides: false });
    const deadlineAt = inHours(60).toISOString();
    const would: WouldCommand = { command: 'reopen', stageKey: 'call', deadlineAt, shiftFollowing: true };
    expect(effect(would, [closed, next])).toMatchObject({
      stages: [
        {
          stageKey: 'call',
          state: { from: 'closing', to: 'open' },
          owing: 'due',
          move: { deadline: { to: deadlineAt } },
        },
        { stageKey: 'checks', state: { from: 'scheduled', to: 'scheduled' }, owing: null, move: { opens: {} } },
      ],
      facts: [
        { type: 'laureate.cycle.amended.v1', data: { number: 1, revision: 2, stageKeys: ['call', 'checks'] } },
        { type: 'laureate.stage.deadline-moved.v1', data: { stageKey: 'checks', version: 4, deadlineVersion: 2 } },
        { type: 'laureate.stage.reopened.v1', data: { version: 4, deadlineVersion: 2, to: deadlineAt } },
      ],
    });
    expect(closed.state).toBe('closing');
    expect(() => effect({ ...would, shiftFollowing: false }, [closed, next])).toThrow('cannot be moved');
  });

  it('refuses what the command would: another state, a pause, an end, an undecided stage before', () => {
    expect(() => effect({ command: 'open', stageKey: 'call' }, [open])).toThrow('cannot be opened');
    expect(() => effect({ command: 'open', stageKey: 'checks' }, [open, next])).toThrow('waits for the decision');
    expect(() => effect({ command: 'close', stageKey: 'jury' }, [decided])).toThrow('cannot be closed');
    expect(() => effect({ command: 'open', stageKey: 'none' }, [open])).toThrow('no stage "none"');
    const paused = { pausedAt: inHours(-1) };
    expect(() => effect({ command: 'close', stageKey: 'call' }, [open], paused)).toThrow('the cycle is paused since');
    expect(() => effect({ command: 'pause' }, [open], paused)).toThrow('already paused');
    expect(() => effect({ command: 'cancel' }, [open], { status: 'completed' })).toThrow('it is completed');
  });
});
