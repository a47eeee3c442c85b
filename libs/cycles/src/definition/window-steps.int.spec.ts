import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Instant, MoveDeadlineCommand, ResumeCommand } from '#libs/contracts';
import { UnitOfWork, type WorkContext } from '#libs/platform';
import { AmendmentService } from '../amendments/amendment.service.js';
import { CyclesActivities } from '../workflows/cycles.activities.js';
import { CycleService } from '../cycle/cycle.service.js';
import { CycleStatusService } from '../cycle/cycle-status.service.js';
import { definitionDigest } from './definition.js';
import { MoveDeadlineService } from '../move-deadline/move-deadline.service.js';
import { lockStage, openStep } from '../rows/stage-lock.js';
import { StageService } from '../stage/stage.service.js';
import { type CyclesFixture, startCyclesFixture, worker } from '../../../../test/support/cycles-fixture.js';

const staff: WorkContext = { actor: { id: randomUUID() }, cause: 'command:test' };
const HOUR_MS = 3_600_000;
const NOW = Date.now();
const inHours = (hours: number): Instant => new Date(NOW + hours * HOUR_MS).toISOString();
const later = (instant: Instant, ms: number): Instant => new Date(Date.parse(instant) + ms).toISOString();

describe('further deadlines of a running cycle', () => {
  let fixture: CyclesFixture;
  let cycles: CycleService;
  let activities: CyclesActivities;

  beforeAll(async () => {
    fixture = await startCyclesFixture();
    cycles = fixture.api.get(CycleService);
    activities = fixture.worker.get(CyclesActivities);
  });
  afterAll(() => fixture.close());

  const steps = {
    registration: { deadline: inHours(10), grace: 'PT1H' },
    earlyBird: { deadline: inHours(20) },
    supportingMaterial: { deadline: inHours(60), grace: 'PT0S' },
  };
  /** A call that is open for 40 hours, with eligibility after it. */
  const running = async () => {
    const draft = await cycles.createDraft(staff, {
      programme: { key: 'test', name: 'Test' },
      edition: '1',
      title: 'Steps',
      zone: 'Asia/Shanghai',
      stages: [
        {
          key: 'call',
          type: 'call-for-entries',
          window: { opens: inHours(-1), deadline: inHours(40), steps },
          ladder: ['PT5H'],
        },
        { key: 'eligibility', type: 'eligibility', window: { opens: inHours(50), deadline: inHours(90) } },
      ],
    });
    await cycles.publish(staff, draft.id, 1);
    const ref = { cycleId: draft.id, stageKey: 'call' };
    await fixture.worker.get(StageService).open(worker, ref, new Date().toISOString());
    return ref;
  };
  const move = (ref: { cycleId: string; stageKey: string }, more: Partial<MoveDeadlineCommand>) =>
    activities.moveDeadline({
      ...ref,
      command: {
        commandId: randomUUID(),
        actorId: staff.actor.id,
        stageKey: ref.stageKey,
        reason: { code: 'test' },
        deadlineAt: '',
        ...more,
      },
    });
  const command = (more: Partial<ResumeCommand> = {}): ResumeCommand => ({
    commandId: randomUUID(),
    actorId: staff.actor.id,
    reason: { code: 'test' },
    ...more,
  });
  const deadlines = async (cycleId: string) => {
    const { definition } = await cycles.definition(cycleId);
    const facts = await fixture.stage(cycleId, 'call');
    const ofRow = Object.fromEntries((facts.steps ?? []).map(({ step, deadlineAt }) => [step, deadlineAt]));
    const { window } = definition.stages[0]!;
    const said = Object.fromEntries(Object.entries(window.steps ?? {}).map(([step, { deadline }]) => [step, deadline]));
    // The definition in force always says the true ones.
    expect(said).toEqual(ofRow);
    expect(window.deadline).toBe(facts.deadlineAt);
    return ofRow;
  };

  it('moves one of them by command: an amendment with its reason, safe to repeat, and no reminder is planned anew', async () => {
    const ref = await running();
    const before = await fixture.stage(ref.cycleId, 'call');
    const given = { commandId: randomUUID(), step: 'registration' as const, deadlineAt: inHours(15) };
    const moved = await move(ref, given);
    expect(moved).toMatchObject({
      deadlineAt: before.deadlineAt,
      deadlineVersion: before.deadlineVersion,
      ladder: before.ladder,
      revision: 2,
    });
    expect(await deadlines(ref.cycleId)).toMatchObject({
      registration: given.deadlineAt,
      earlyBird: steps.earlyBird.deadline,
    });
    expect(await move(ref, given)).toEqual(moved);
    const told = (await fixture.events(ref.cycleId)).filter(([type]) => /moved|amended/.test(type));
    expect(told).toMatchObject([
      ['laureate.cycle.amended.v1', { revision: 2, stageKeys: ['call'] }],
      [
        'laureate.stage.step-moved.v1',
        {
          stageKey: 'call',
          step: 'registration',
          from: steps.registration.deadline,
          to: given.deadlineAt,
          reasonCode: 'test',
        },
      ],
    ]);
    await move(ref, { step: 'registration', deadlineAt: inHours(17) });
    expect(await deadlines(ref.cycleId)).toMatchObject({ registration: inHours(17) });
  });

  it('leaves them when the deadline of the stage moves, and moves them along when the dry run said so', async () => {
    const ref = await running();
    await move(ref, { deadlineAt: inHours(45) });
    expect(await deadlines(ref.cycleId)).toEqual(
      Object.fromEntries(Object.entries(steps).map(([step, { deadline }]) => [step, deadline])),
    );

    const wish = { deadlineAt: inHours(55), shiftFollowing: true };
    const { moves, digest } = await fixture.api.get(MoveDeadlineService).preview(ref, wish);
    const span = 10 * HOUR_MS;
    expect(moves[0]!.steps).toEqual(
      Object.entries(steps).map(([step, { deadline }]) => ({ step, from: deadline, to: later(deadline, span) })),
    );
    const shift = { shiftFollowing: true, previewDigest: digest, deadlineAt: wish.deadlineAt };
    await activities.moveWithFollowing({ ...ref, command: { ...command(), stageKey: 'call', ...shift } });
    expect(await deadlines(ref.cycleId)).toMatchObject({ registration: later(steps.registration.deadline, span) });
  });

  it('refuses what does not go together, naming the step, and a step that the stage does not have', async () => {
    const ref = await running();
    await expect(move(ref, { step: 'registration', deadlineAt: inHours(41) })).rejects.toMatchObject({
      details: [
        { status: 422, step: 'registration', detail: expect.stringContaining('beyond the deadline of the stage') },
      ],
    });
    const eligibility = { ...ref, stageKey: 'eligibility' };
    await expect(move(eligibility, { step: 'registration', deadlineAt: inHours(60) })).rejects.toMatchObject({
      details: [{ status: 404, detail: expect.stringContaining('has no deadline for registration') }],
    });
  });

  it('stand still in a pause and go on as much later, for supporting material also when the call has ended', async () => {
    const ref = await running();
    const { cycleId } = ref;
    await activities.closeStage({ ...ref, command: { ...command(), stageKey: 'call' } });
    // As judging does when nothing is to be decided.
    await fixture.worker.get(UnitOfWork).run(worker, async (work) => {
      const service = fixture.worker.get(StageService);
      service.markDecided(work, await service.lock(work, ref), null);
    });
    const material = () =>
      fixture.api
        .get(UnitOfWork)
        .run(staff, async (work) => openStep(await lockStage(work, ref, 'shared'), 'supportingMaterial'));
    expect(await material()).toMatchObject({ late: false });
    const paused = await activities.pauseCycle({ cycleId, command: command() });
    await expect(material()).rejects.toMatchObject({ code: 'paused' });
    const resumed = await activities.resumeCycle({ cycleId, command: command() });
    expect(resumed.changed?.map(({ stageKey }) => stageKey)).toContain('call');
    const events = await fixture.events(cycleId);
    const [, data] = events.find(([type]) => type === 'laureate.cycle.resumed.v1') as [
      string,
      { at: string; steps: object[] },
    ];
    const length = Date.parse(data.at) - Date.parse(paused.pausedAt!);
    const to = later(steps.supportingMaterial.deadline, length);
    expect(data.steps).toEqual([
      { stageKey: 'call', step: 'supportingMaterial', from: steps.supportingMaterial.deadline, to },
    ]);
    expect(await deadlines(cycleId)).toMatchObject({
      supportingMaterial: to,
      registration: steps.registration.deadline,
    });
    expect(await material()).toMatchObject({ late: false });
    // And it is extended by command although its stage has ended.
    expect(await move(ref, { step: 'supportingMaterial', deadlineAt: inHours(80) })).toMatchObject({
      state: 'decided',
    });
  });

  it('are amended by two signatures, and shown in the status of the cycle in both zones', async () => {
    const ref = await running();
    const { definition, revision: baseRevision } = await cycles.definition(ref.cycleId);
    const after = structuredClone(definition);
    after.stages[0]!.window.steps = {
      ...after.stages[0]!.window.steps,
      registration: { deadline: inHours(12), grace: 'PT0S' },
    };
    const amendments = fixture.api.get(AmendmentService);
    const preview = await amendments.preview(ref.cycleId, { definition: after, baseRevision });
    expect(preview.moves).toMatchObject([{ stageKey: 'call', steps: [{ step: 'registration', to: inHours(12) }] }]);
    expect(preview.problems).toEqual([]);
    expect(preview.definitionDigest).toBe(definitionDigest(after));
    const [stage] = (await fixture.api.get(CycleStatusService).status(ref.cycleId)).stages;
    expect(stage!.steps).toEqual([
      {
        step: 'registration',
        deadline: expect.objectContaining({ utc: steps.registration.deadline, zone: 'Asia/Shanghai' }),
        hardClose: expect.objectContaining({ utc: later(steps.registration.deadline, HOUR_MS) }),
      },
      expect.objectContaining({ step: 'earlyBird' }),
      expect.objectContaining({ step: 'supportingMaterial' }),
    ]);
  });
});
