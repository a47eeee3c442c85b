import { describe, expect, it } from '@jest/globals';
import type { PlannedStage } from '#libs/contracts/pure';
import { nextCycleMove, type CycleView } from './award-cycle.rules.js';

const OPENS = Date.parse('2027-01-01T00:00:00.000Z');
const PROMPT_MS = 30_000;
const planned = (key: string, after: string[], opens = OPENS): PlannedStage => ({
  key,
  type: 'jury',
  after,
  opensAt: new Date(opens).toISOString(),
  state: 'scheduled',
});
const view = (
  change: Partial<CycleView> = {},
  stages = [planned('call', []), planned('jury', ['call'])],
): CycleView => ({
  plan: { cycleId: 'c', programme: 'p', revision: 1, status: 'published', stages },
  lookWanted: false,
  children: { call: 'running' },
  decided: [],
  reopened: [],
  stagesTold: false,
  finished: false,
  tellsLate: true,
  toldLate: {},
  ...change,
});
const next = (at: number, of: CycleView) => nextCycleMove(of, at, () => false);

describe('a stage that waits for others', () => {
  const late = OPENS + PROMPT_MS;
  const opensAt = new Date(OPENS).toISOString();

  it('is waited for until it is late, then told of once', () => {
    expect(next(OPENS, view())).toEqual({ do: 'wait', until: late });
    expect(next(late, view())).toEqual({ do: 'reportLate', stageKey: 'jury', opensAt });
    expect(next(late, view({ toldLate: { jury: opensAt } }))).toEqual({ do: 'wait' });
  });

  it('is told of again when its opening has moved and it is late again', () => {
    const moved = [planned('call', []), planned('jury', ['call'], OPENS + 86_400_000)];
    const told = view({ toldLate: { jury: opensAt } }, moved);
    expect(next(late, told)).toEqual({ do: 'wait', until: late + 86_400_000 });
    expect(next(late + 86_400_000, told)).toMatchObject({ do: 'reportLate', stageKey: 'jury' });
  });

  it('starts rather than being told of, once all it waits for is decided', () => {
    expect(next(late, view({ decided: ['call'] }))).toEqual({ do: 'start', stageKey: 'jury' });
  });

  it('does not hold up others when telling failed', () => {
    const more = [planned('call', []), planned('jury', ['call']), planned('ceremony', ['jury'], OPENS + 1000)];
    const parked = nextCycleMove(view({}, more), late, (key) => key === 'reportLate/jury');
    expect(parked).toEqual({ do: 'wait', until: late + 1000 });
  });

  it('sets no alarm in a run of older code, by a plan that says no opening, or in a cancelled cycle', () => {
    expect(next(late, view({ tellsLate: false }))).toEqual({ do: 'wait' });
    const old = { ...planned('jury', ['call']), opensAt: undefined as unknown as string };
    expect(next(late, view({}, [planned('call', []), old]))).toEqual({ do: 'wait' });
    const cancelled = view({ stagesTold: true });
    cancelled.plan!.status = 'cancelled';
    expect(next(late, cancelled)).toEqual({ do: 'wait' });
  });
});
