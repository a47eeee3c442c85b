import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Role } from '#libs/contracts';
import { IdentityService } from '#libs/identity';
import type { WorkContext } from '#libs/platform';
import { type CyclesFixture, startCyclesFixture } from '../../../../test/support/cycles-fixture.js';
import { AmendmentService } from './amendment.service.js';
import type { AmendmentView } from './amendment-views.js';
import { CycleService } from '../cycle/cycle.service.js';
import { CycleStatusService } from '../cycle/cycle-status.service.js';
import { CyclesActivities } from '../workflows/cycles.activities.js';
import type { CycleDefinition } from '../definition/definition.js';
import { StageHandlers } from '../rows/stage-types.js';
import { MoveDeadlineService } from '../move-deadline/move-deadline.service.js';
import { guangzhouTemplate } from '../templates/guangzhou.js';

const DAY = 86_400_000;
const later = (instant: string, ms: number) => new Date(Date.parse(instant) + ms).toISOString();
const reason = { code: 'board-wish', text: 'The board wishes it' };

describe('amendments', () => {
  let fixture: CyclesFixture;
  let cycles: CycleService;
  let amendments: AmendmentService;
  let activities: CyclesActivities;
  let staff: WorkContext[];
  const jurors = [randomUUID(), randomUUID(), randomUUID()];

  beforeAll(async () => {
    fixture = await startCyclesFixture();
    cycles = fixture.api.get(CycleService);
    amendments = fixture.api.get(AmendmentService);
    activities = fixture.worker.get(CyclesActivities);
    const panel = async () => ({ memberIds: jurors, quorum: 2 });
    for (const app of [fixture.api, fixture.worker]) {
      const handlers = app.get(StageHandlers);
      handlers.register({ ...handlers.of('jury'), panel });
    }
    staff = await Promise.all((['secretariat', 'organiser', 'auditor'] as const).map(personWith));
  });
  afterAll(() => fixture.close());

  async function personWith(role: Role): Promise<WorkContext> {
    const identity = fixture.api.get(IdentityService);
    const system = { actor: { id: 'service:test' }, cause: 'command:test' };
    const address = `${randomUUID()}@people.example`;
    const id = await identity.createPerson(system, { name: role, language: 'en', zone: 'UTC', addresses: [address] });
    await identity.grantRole(system, id, { role, programme: 'guangzhou', cycleId: null, cityId: null });
    return { actor: { id }, cause: 'command:test' };
  }

  const published = async (change: (document: ReturnType<typeof guangzhouTemplate>) => void = () => {}) => {
    const document = guangzhouTemplate({ edition: '7', year: new Date().getUTCFullYear() + 2 });
    change(document);
    const draft = await cycles.createDraft(staff[0]!, document);
    return (await cycles.publish(staff[0]!, draft.id, draft.version)).id;
  };
  const changed = async (cycleId: string, change: (definition: CycleDefinition) => void) => {
    const { definition, revision: baseRevision } = await cycles.definition(cycleId);
    const copy = structuredClone(definition);
    change(copy);
    return { definition: copy, baseRevision };
  };
  const propose = async (cycleId: string, change: (definition: CycleDefinition) => void, adoptsMethodOf?: string) =>
    amendments.propose(staff[0]!, cycleId, { ...(await changed(cycleId, change)), adoptsMethodOf, reason });
  const sign = ({ cycleId, id, definitionDigest }: AmendmentView, actorId: string) =>
    activities.signAmendment({
      cycleId,
      command: { commandId: randomUUID(), actorId, amendmentId: id, definitionDigest },
    });
  const open = (cycleId: string, stageKey: string) =>
    activities.openStage({
      cycleId,
      stageKey,
      at: new Date().toISOString(),
      command: { commandId: randomUUID(), actorId: staff[0]!.actor.id, stageKey, reason: { code: 'test' } },
    });
  const stageOf = (definition: CycleDefinition, key: string) => definition.stages.find((stage) => stage.key === key)!;

  it('are numbered, name what differs, and come into force with the second signature, for the stages they touch', async () => {
    const cycleId = await published();
    const proposed = await propose(cycleId, (definition) => {
      definition.title = 'Renamed';
      stageOf(definition, 'jury').window.deadline = later(stageOf(definition, 'jury').window.deadline, 3_600_000);
    });
    expect(proposed).toMatchObject({
      kind: 'definition',
      state: 'proposed',
      baseRevision: 1,
      number: null,
      changes: [
        { pointer: '/title', from: expect.any(String), to: 'Renamed' },
        { pointer: '/stages/jury/window/deadline' },
      ],
      moves: [{ stageKey: 'jury', opens: null, deadline: expect.anything() }],
      reason,
      signaturesNeeded: 2,
    });
    const first = await sign(proposed, staff[0]!.actor.id);
    expect(first).toMatchObject({ amendment: { state: 'proposed', signatures: 1 }, stages: [] });
    // Signing twice counts once.
    expect(await sign(proposed, staff[0]!.actor.id)).toEqual(first);
    const second = await sign(proposed, staff[1]!.actor.id);
    expect(second).toMatchObject({
      amendment: { state: 'adopted', number: 1, signatures: 2 },
      plan: { revision: 2 },
    });
    // A text all stages share was changed, so that all of them follow the new revision.
    expect(second.stages.map(({ stageKey, revision }) => [stageKey, revision])).toEqual(
      ['call', 'eligibility', 'screening', 'jury', 'ceremony'].map((key) => [key, 2]),
    );
    expect(await fixture.records(cycleId, 'jury')).toEqual([
      ['scheduled', 1],
      ['deadline-moved', 2],
    ]);
    expect(await fixture.records(cycleId, 'call')).toEqual([
      ['scheduled', 1],
      ['amended', 2],
    ]);
    expect(await cycles.definition(cycleId)).toMatchObject({ revision: 2, definition: { title: 'Renamed' } });
    expect(await cycles.find(cycleId)).toMatchObject({ title: 'Renamed', revision: 2 });
    expect((await fixture.events(cycleId)).map(([type]) => type.replace(/laureate\.(.*)\.v1/, '$1'))).toEqual([
      'cycle.published',
      'amendment.proposed',
      'amendment.signed',
      'amendment.signed',
      'cycle.amended',
      'stage.deadline-moved',
    ]);
    const [shown] = await amendments.list(cycleId, { limit: 10 });
    expect(shown).toMatchObject({ number: 1, state: 'adopted', signatures: [{}, {}], reason });
  });

  it('touch only the stages whose part they change', async () => {
    const cycleId = await published();
    const proposed = await propose(cycleId, (definition) => {
      stageOf(definition, 'screening').settings = { reviewsPerEntry: 2 };
    });
    await sign(proposed, staff[0]!.actor.id);
    expect((await sign(proposed, staff[1]!.actor.id)).stages.map(({ stageKey }) => stageKey)).toEqual(['screening']);
    expect((await fixture.stage(cycleId, 'call')).revision).toBe(1);
  });

  it('are signed by the staff only, after reading them, and while they amend the revision in force', async () => {
    const cycleId = await published();
    const one = await propose(cycleId, (definition) => (definition.title = 'One'));
    const other = await propose(cycleId, (definition) => (definition.title = 'Other'));
    const problem = (status: number, detail: RegExp) => ({
      type: 'Refused',
      details: [expect.objectContaining({ status, detail: expect.stringMatching(detail) })],
    });
    await expect(sign(one, staff[2]!.actor.id)).rejects.toMatchObject(problem(403, /secretariat or organiser/));
    await expect(sign({ ...one, definitionDigest: other.definitionDigest }, staff[0]!.actor.id)).rejects.toMatchObject(
      problem(409, /not the definition you have read/),
    );
    await Promise.all([sign(one, staff[0]!.actor.id), sign(one, staff[1]!.actor.id)]);
    await expect(sign(other, staff[0]!.actor.id)).rejects.toMatchObject(problem(409, /Propose it anew/));
    await expect(
      amendments.preview(cycleId, { definition: (await cycles.definition(cycleId)).definition, baseRevision: 1 }),
    ).rejects.toMatchObject({ code: 'conflict' });
    expect(await amendments.withdraw(staff[0]!, { cycleId, amendmentId: other.id, reason })).toMatchObject({
      state: 'withdrawn',
    });
    await expect(amendments.withdraw(staff[0]!, { cycleId, amendmentId: one.id, reason })).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(sign(other, staff[0]!.actor.id)).rejects.toMatchObject(problem(409, /withdrawn/));
  });

  it('are judged again when they come into force: what was possible may not be any more', async () => {
    const cycleId = await published();
    const proposed = await propose(cycleId, (definition) => {
      stageOf(definition, 'call').settings = { rulesVersion: '2' };
    });
    await sign(proposed, staff[0]!.actor.id);
    await open(cycleId, 'call');
    await expect(sign(proposed, staff[1]!.actor.id)).rejects.toMatchObject({
      details: [
        {
          status: 422,
          errors: [{ pointer: '/definition/stages/call/settings', message: expect.stringContaining('it is open') }],
        },
      ],
    });
    expect(await amendments.find(cycleId, proposed.id)).toMatchObject({ state: 'proposed', signatures: [{}] });
  });

  it('add a stage and change what comes after what', async () => {
    const cycleId = await published();
    const proposed = await propose(cycleId, (definition) => {
      const jury = stageOf(definition, 'jury');
      const opens = later(jury.window.opens, -10 * DAY);
      const window = { opens, deadline: later(opens, 2 * DAY), grace: 'PT0S' };
      definition.stages.splice(3, 0, {
        ...jury,
        key: 'second-look',
        title: 'Second look',
        window,
        after: ['screening'],
      });
      jury.after = ['second-look'];
    });
    await sign(proposed, staff[0]!.actor.id);
    const { plan } = await sign(proposed, staff[1]!.actor.id);
    expect(plan.stages.map(({ key, after }) => [key, after])).toEqual([
      ['call', []],
      ['eligibility', ['call']],
      ['screening', ['eligibility']],
      ['second-look', ['screening']],
      ['jury', ['second-look']],
      ['ceremony', ['jury']],
    ]);
    expect(await fixture.stage(cycleId, 'second-look')).toMatchObject({ state: 'scheduled', revision: 2, version: 1 });
  });

  it('let a panel adopt the method that was left to it, by its quorum', async () => {
    const cycleId = await published((document) => {
      document.stages[3]!.settings = { method: 'adopted-by-panel' };
    });
    const adopting = (definition: CycleDefinition) => {
      stageOf(definition, 'jury').settings = { method: 'ranked-ballot', quotas: { winners: 3 } };
    };
    await expect(propose(cycleId, (definition) => (definition.title = 'No'), 'jury')).rejects.toMatchObject({
      code: 'rule-violated',
    });
    const proposed = await propose(cycleId, adopting, 'jury');
    expect(proposed).toMatchObject({ kind: 'method', stageKey: 'jury', signaturesNeeded: 2 });
    await expect(sign(proposed, staff[0]!.actor.id)).rejects.toMatchObject({ details: [{ status: 403 }] });
    await sign(proposed, jurors[0]!);
    expect(await sign(proposed, jurors[1]!)).toMatchObject({ amendment: { state: 'adopted' } });
    await expect(propose(cycleId, adopting, 'jury')).rejects.toMatchObject({ code: 'conflict' });
  });

  describe('a deadline moved by command', () => {
    const command = (stageKey: string, deadlineAt: string, more: object = {}) => ({
      commandId: randomUUID(),
      actorId: staff[0]!.actor.id,
      stageKey,
      deadlineAt,
      reason: { code: 'holidays' },
      ...more,
    });

    it('is an amendment in force with its first signature, and countersigned by a second person of the staff', async () => {
      const cycleId = await published();
      const { deadlineAt } = await fixture.stage(cycleId, 'call');
      const to = later(deadlineAt, DAY);
      const moved = await activities.moveDeadline({ cycleId, stageKey: 'call', command: command('call', to) });
      expect(moved).toMatchObject({ deadlineAt: to, revision: 2 });
      const { definition, revision } = await cycles.definition(cycleId);
      expect([revision, stageOf(definition, 'call').window.deadline]).toEqual([2, to]);
      expect(await amendments.list(cycleId, { limit: 5 })).toMatchObject([
        {
          kind: 'deadline',
          number: 1,
          changes: [{ pointer: '/stages/call/window/deadline', from: deadlineAt, to }],
          signatures: [{ personId: staff[0]!.actor.id }],
          signaturesNeeded: 2,
        },
      ]);
      const unsigned = async () => (await fixture.api.get(CycleStatusService).status(cycleId)).toCountersign;
      const [amendment] = await amendments.list(cycleId, { limit: 5 });
      expect(await unsigned()).toMatchObject([{ amendmentId: amendment!.id, number: 1, reasonCode: 'holidays' }]);

      await expect(sign(amendment!, staff[2]!.actor.id)).rejects.toMatchObject({ details: [{ status: 403 }] });
      const other = { ...amendment!, definitionDigest: '0'.repeat(64) };
      await expect(sign(other, staff[1]!.actor.id)).rejects.toMatchObject({ details: [{ status: 409 }] });
      // Who moved it has signed: that counts once.
      expect(await sign(amendment!, staff[0]!.actor.id)).toMatchObject({ amendment: { signatures: 1 } });
      const third = await personWith('secretariat');
      const outcomes = await Promise.allSettled([staff[1]!, third].map(({ actor }) => sign(amendment!, actor.id)));
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(await amendments.find(cycleId, amendment!.id)).toMatchObject({ state: 'adopted', signatures: [{}, {}] });
      expect(await unsigned()).toEqual([]);
      expect(await cycles.definition(cycleId)).toMatchObject({ revision: 2 });
      const types = (await fixture.events(cycleId)).map(([type]) => type);
      expect(types.filter((type) => type === 'laureate.amendment.signed.v1')).toHaveLength(1);
    });

    it('moves all that follows in one transaction, exactly as the preview said, and not otherwise', async () => {
      const cycleId = await published();
      const ref = { cycleId, stageKey: 'call' };
      const before = await fixture.stage(cycleId, 'call');
      const to = later(before.deadlineAt, 30 * DAY);
      const deadlines = fixture.api.get(MoveDeadlineService);
      await expect(deadlines.preview(ref, { deadlineAt: to, shiftFollowing: false })).rejects.toMatchObject({
        code: 'rule-violated',
        document: { firstPossible: later(to, 3_600_000) },
      });
      const { moves, digest } = await deadlines.preview(ref, { deadlineAt: to, shiftFollowing: true });
      expect(moves.map(({ stageKey }) => stageKey)).toEqual(['call', 'eligibility', 'screening', 'jury', 'ceremony']);
      const shift = (previewDigest: string) => command('call', to, { shiftFollowing: true, previewDigest });
      await expect(activities.moveWithFollowing({ ...ref, command: shift('0'.repeat(64)) })).rejects.toMatchObject({
        details: [{ status: 409 }],
      });
      const given = shift(digest);
      const facts = await activities.moveWithFollowing({ ...ref, command: given });
      expect(facts.map(({ stageKey, revision }) => [stageKey, revision])).toEqual(
        ['call', 'eligibility', 'screening', 'jury', 'ceremony'].map((key) => [key, 2]),
      );
      expect((await activities.moveWithFollowing({ ...ref, command: given })).toSorted(byKey)).toEqual(
        facts.toSorted(byKey),
      );
      const [jury, ceremony] = await Promise.all(['jury', 'ceremony'].map((key) => fixture.stage(cycleId, key)));
      // The winners stay under embargo until the ceremony, wherever it goes.
      expect(jury!.releases.map(({ when }) => when)).toEqual([ceremony!.opensAt, ceremony!.opensAt]);
      const { definition } = await cycles.definition(cycleId);
      expect(cycles.check(definition)).toHaveProperty('definition');
      expect(stageOf(definition, 'ceremony').window.opens).toBe(ceremony!.opensAt);
    });

    it('and another at the same time both count', async () => {
      const cycleId = await published();
      const stages = ['call', 'screening', 'jury'];
      const facts = await Promise.all(stages.map((key) => fixture.stage(cycleId, key)));
      await Promise.all(
        facts.map(({ stageKey, deadlineAt }) =>
          activities.moveDeadline({ cycleId, stageKey, command: command(stageKey, later(deadlineAt, -3_600_000)) }),
        ),
      );
      expect((await amendments.list(cycleId, { limit: 5 })).map(({ number }) => number).toSorted()).toEqual([1, 2, 3]);
      const { definition } = await cycles.definition(cycleId);
      for (const { stageKey, deadlineAt } of facts) {
        expect(stageOf(definition, stageKey).window.deadline).toBe(later(deadlineAt, -3_600_000));
      }
    });
  });
});

const byKey = (a: { stageKey: string }, b: { stageKey: string }): number => a.stageKey.localeCompare(b.stageKey);
