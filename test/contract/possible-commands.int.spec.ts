import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Fact, Instant, StageState } from '#libs/contracts';
import { Problem, UnitOfWork, type WorkContext } from '#libs/platform';
import { type CyclesFixture, startCyclesFixture } from '../support/cycles-fixture.js';
import { stageRefusal } from '../../workflows/stage/stage-commands.rules.js';
import { InMemoryActivities } from '../../workflows/in-memory/in-memory.activities.js';
import type { WouldCommand } from '../../libs/cycles/src/commands/command-effect.js';
import { CommandPreviewService } from '../../libs/cycles/src/commands/command-preview.service.js';
import { CycleRunService } from '../../libs/cycles/src/cycle/cycle-run.service.js';
import { CycleService } from '../../libs/cycles/src/cycle/cycle.service.js';
import { PauseService } from '../../libs/cycles/src/interruptions/pause.service.js';
import { MoveDeadlineService } from '../../libs/cycles/src/move-deadline/move-deadline.service.js';
import { requireStage } from '../../libs/cycles/src/rows/cycle.queries.js';
import { factsOf } from '../../libs/cycles/src/rows/stage-facts.js';
import { StageReopeningService } from '../../libs/cycles/src/stage/stage-reopening.service.js';
import { StageService } from '../../libs/cycles/src/stage/stage.service.js';

const staff: WorkContext = { actor: { id: randomUUID() }, cause: 'command:test' };
const HOUR_MS = 3_600_000;
const inHours = (hours: number): Instant => new Date(Date.now() + hours * HOUR_MS).toISOString();

describe('a command', () => {
  let fixture: CyclesFixture;
  let stages: StageService;
  let previews: CommandPreviewService;

  beforeAll(async () => {
    fixture = await startCyclesFixture();
    stages = fixture.worker.get(StageService);
    previews = fixture.api.get(CommandPreviewService);
  });
  afterAll(() => fixture.close());

  const command = () => ({ commandId: randomUUID(), actorId: staff.actor.id });
  const published = async () => {
    const cycles = fixture.api.get(CycleService);
    const draft = await cycles.createDraft(staff, {
      programme: { key: 'test', name: 'Test' },
      edition: '1',
      title: 'Commands',
      zone: 'Asia/Shanghai',
      stages: [
        { key: 'call', type: 'call-for-entries', window: { opens: inHours(1), deadline: inHours(24) } },
        { key: 'eligibility', type: 'eligibility', window: { opens: inHours(48), deadline: inHours(72) } },
      ],
    });
    await cycles.publish(staff, draft.id, 1);
    return { cycleId: draft.id, stageKey: 'call' };
  };
  type Ref = Awaited<ReturnType<typeof published>>;
  const open = (ref: Ref) => stages.open(staff, ref, inHours(0), { ...command(), ...ref });
  const close = (ref: Ref) => stages.close(staff, ref, { ...command(), ...ref });
  const reopen = (ref: Ref, deadlineAt: Instant) =>
    fixture.worker
      .get(StageReopeningService)
      .reopen(staff, ref.cycleId, { ...command(), ...ref, deadlineAt, shiftFollowing: true }, async () => {});
  const pause = ({ cycleId }: Ref) => fixture.worker.get(PauseService).pause(staff, cycleId, command());
  const cancel = ({ cycleId }: Ref) => fixture.worker.get(CycleRunService).cancel(staff, cycleId, command());

  /** What differs between a preview and the action that follows: instants of now, and ids that are made anew. */
  const comparable = (facts: [string, unknown][]) =>
    facts.map(([type, data]) => [type, { ...(data as object), at: null, amendmentId: null, reasonDigest: null }]);
  const told = (facts: Fact[]) => comparable(facts.map(({ type, data }) => [type, data]));

  const ACTIONS: [name: string, WouldCommand['command'], before: ((ref: Ref) => Promise<unknown>)[]][] = [
    ['open', 'open', []],
    ['close', 'close', [open]],
    ['reopen', 'reopen', [open, close]],
    ['pause', 'pause', [open]],
    ['cancel', 'cancel', [open]],
  ];

  it.each(ACTIONS)('%s is previewed by the events that it then emits', async (_name, name, before) => {
    const ref = await published();
    for (const act of before) await act(ref);
    const deadlineAt = inHours(60);
    const would = { command: name, stageKey: 'call', deadlineAt, shiftFollowing: true } as WouldCommand;
    const { facts } = await previews.preview(ref.cycleId, would);
    const already = (await fixture.events(ref.cycleId)).length;
    const act = { open, close, pause, cancel, reopen: (of: Ref) => reopen(of, deadlineAt), release: open }[name];
    await act(ref);
    const emitted = (await fixture.events(ref.cycleId)).slice(already) as [string, unknown][];
    expect(emitted.length).toBeGreaterThan(0);
    expect(told(facts)).toEqual(comparable(emitted));
  });

  it('to move a deadline, with what follows, is previewed by the events that it then emits', async () => {
    const ref = await published();
    const wish = { deadlineAt: inHours(60), shiftFollowing: true };
    const service = fixture.worker.get(MoveDeadlineService);
    const { facts, digest } = await service.preview(ref, wish);
    const already = (await fixture.events(ref.cycleId)).length;
    await service.move(staff, ref, { ...command(), ...ref, ...wish, previewDigest: digest });
    const emitted = (await fixture.events(ref.cycleId)).slice(already) as [string, unknown][];
    expect(emitted.map(([type]) => type)).toEqual([
      'laureate.cycle.amended.v1',
      'laureate.stage.deadline-moved.v1',
      'laureate.stage.deadline-moved.v1',
    ]);
    expect(told(facts)).toEqual(comparable(emitted));
  });

  const problemOf = async (act: () => Promise<unknown>) => {
    const error: unknown = await act().then(
      () => null,
      (thrown: unknown) => thrown,
    );
    if (error === null) return null;
    if (error instanceof Problem) return error.document;
    return (error as { details: unknown[] }).details[0];
  };
  const STATES: [StageState, ((ref: Ref) => Promise<unknown>)[]][] = [
    ['scheduled', []],
    ['open', [open]],
    ['closing', [open, close]],
    ['open', [open, pause]],
    ['cancelled', [open, cancel]],
  ];

  it.each(STATES)(
    'is refused alike by workflow, service, preview and activities in memory: %s',
    async (state, ways) => {
      const ref = await published();
      for (const way of ways) await way(ref);
      const facts = await stages.read(ref);
      expect(facts.state).toBe(state);
      for (const name of ['open', 'close'] as const) {
        const sent = { ...command(), ...ref };
        const byWorkflow = stageRefusal(name, sent, facts, null);
        const byPreview = await problemOf(() => previews.preview(ref.cycleId, { command: name, stageKey: 'call' }));
        const memory = new InMemoryActivities(async () => Date.now());
        const record = memory.publish(ref.cycleId, [{ key: 'call', opensAt: inHours(1), deadlineAt: inHours(24) }]);
        record.stages.get('call')!.facts = facts;
        record.status = state === 'cancelled' ? 'cancelled' : 'published';
        record.pausedAt = facts.pausedAt ?? null;
        const inMemory = await problemOf(() =>
          name === 'open'
            ? memory.openStage({ ...ref, at: inHours(0), command: sent })
            : memory.closeStage({ ...ref, command: sent }),
        );
        expect([name, byPreview]).toEqual([name, byWorkflow]);
        expect([name, inMemory]).toEqual([name, byWorkflow]);
        if (!byWorkflow) continue;
        expect([name, await problemOf(() => (name === 'open' ? open(ref) : close(ref)))]).toEqual([name, byWorkflow]);
      }
      const row = await fixture.api.get(UnitOfWork).read((em) => requireStage(em, ref));
      expect(factsOf(row)).toEqual(facts);
    },
  );
});
