import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from '../../apps/cli/src/client/connection.js';
import { auditSource, recomputation } from '../../apps/cli/src/replay/audit-source.js';
import { replayCycle } from '../../apps/cli/src/replay/replay-cycle.js';
import { bundleWorkflows } from '../../workflows/testing/bundle.js';
import { laureate } from '../support/command-line.js';
import { DrivenCycle, REASON, inMs } from './support/driven-cycle.js';
import { readMail } from '../support/mail-reader.js';
import { RunningApp, type Somebody, until } from './support/running-app.js';

const HOUR_MS = 3_600_000;

interface Amendment {
  id: string;
  definitionDigest: string;
}
interface Definition {
  revision: number;
  definition: { title: string; stages: { key: string; window: { opens: string; deadline: string } }[] };
}

describe('a running cycle under amendment', () => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await RunningApp.open();
  });
  afterAll(() => app?.close());

  const inForce = (cycle: DrivenCycle) => app.ask<Definition>(null, 'GET', `${cycle.path}/definition`);
  const subjectsTo = ({ address }: Somebody) =>
    app.mailbox.taken.map(readMail).flatMap(({ to, subject }) => (to === address ? [subject] : []));

  it('moves on under each new revision, tells whom it concerns, and passes the audit', async () => {
    const cycle = await DrivenCycle.publish(app, {
      title: 'Amended',
      stages: [
        { key: 'call', type: 'call-for-entries', window: { opens: inMs(-1000), deadline: inMs(HOUR_MS) } },
        { key: 'ceremony', type: 'ceremony', window: { opens: inMs(2 * HOUR_MS), deadline: inMs(3 * HOUR_MS) } },
      ],
    });
    const entrant = await cycle.draft('Lagos');
    await cycle.untilState('call', 'open');

    // An extension over the ceremony: refused, previewed, and then done as the preview said.
    const deadlineAt = inMs(4 * HOUR_MS);
    expect(await cycle.command(cycle.staff, 'call', 'deadline', { deadlineAt, reason: REASON })).toMatchObject({
      status: 422,
      body: { firstPossible: deadlineAt },
    });
    const preview = await app.ask(cycle.staff, 'POST', `${cycle.path}/stages/call/deadline/preview`, {
      deadlineAt,
      shiftFollowing: true,
    });
    expect(preview).toMatchObject({
      moves: [{ stageKey: 'call' }, { stageKey: 'ceremony', opens: { to: expect.any(String) } }],
      told: [
        { kind: 'deadline-moved', stageKey: 'call', count: 1, names: [entrant.person.name] },
        { kind: 'deadline-to-countersign', count: 1, names: [cycle.organiser.name] },
      ],
    });
    const why = ['--reason', REASON.code, '--text', REASON.text];
    const move = ['cycle', 'move-deadline', cycle.cycleId, 'call', '--to', deadlineAt, ...why];
    await expect(laureate(app.asks(cycle.staff), ...move)).rejects.toThrow(deadlineAt);
    const { printed: would } = await laureate(app.asks(cycle.staff), ...move, '--shift-following');
    expect(would).toMatch(/^Nothing was moved\. It would be:\n[^]*^call +deadline [^]*^ceremony +opens /m);
    expect(would).toContain(`deadline-moved (call): 1 person: ${entrant.person.name}`);
    expect(would).toContain(`--shift-following --preview ${preview['digest'] as string}`);
    expect(await cycle.stage('call')).toMatchObject({ deadlineVersion: 1 });
    const stale = [...move, '--shift-following', '--preview', '0'.repeat(64)];
    await expect(laureate(app.asks(cycle.staff), ...stale)).rejects.toThrow();
    const asShown = [...move, '--shift-following', '--preview', preview['digest'] as string];
    expect((await laureate(app.asks(cycle.staff), ...asShown)).code).toBe(0);
    expect(await cycle.stage('call')).toMatchObject({ deadline: { utc: deadlineAt }, deadlineVersion: 2 });
    expect(await inForce(cycle)).toMatchObject({ revision: 2 });
    // In force with one signature; a second person countersigns.
    const status = async () => (await laureate(app.asks(cycle.staff), 'cycle', 'status', cycle.cycleId)).printed;
    const [, id, digest] = /^TO COUNTERSIGN amendment 1 .* (\S+) --digest (\S+)$/m.exec(await status())!;
    const countersign = ['amendment', 'sign', cycle.cycleId, id!, '--digest', digest!];
    await until(
      async () => subjectsTo(cycle.organiser),
      (all) => all.includes('Amended: please countersign a moved deadline'),
    );
    await laureate(app.asks(cycle.staff), ...countersign);
    expect(await status()).toContain('TO COUNTERSIGN');
    await laureate(app.asks(cycle.organiser), ...countersign);
    expect(await status()).not.toContain('TO COUNTERSIGN');
    expect(subjectsTo(cycle.staff).filter((subject) => subject.includes('countersign'))).toEqual([]);
    expect(await inForce(cycle)).toMatchObject({ revision: 2 });
    expect(Date.parse((await cycle.stage('ceremony')).deadline.utc)).toBeGreaterThan(Date.parse(deadlineAt));

    // An amendment of the definition: the call's window and a title, signed by two.
    const { definition, revision } = await inForce(cycle);
    const stages = definition.stages.map((stage) =>
      stage.key === 'call' ? { ...stage, window: { ...stage.window, deadline: inMs(14_000) } } : stage,
    );
    const proposal = { definition: { ...definition, title: 'Amended twice', stages }, baseRevision: revision };
    const proposed = await app.ask<Amendment & Record<string, unknown>>(
      cycle.staff,
      'POST',
      `${cycle.path}/amendments`,
      { ...proposal, reason: REASON },
    );
    const sign = (who: Somebody) =>
      app.ask(who, 'POST', `${cycle.path}/amendments/${proposed.id}/sign`, {
        definitionDigest: proposed.definitionDigest,
      });
    // Signed before the mail about it is due, it would need no mail any more.
    await until(
      async () => subjectsTo(cycle.organiser),
      (all) => all.some((subject) => subject.includes('waits for your signature')),
    );
    expect(await sign(cycle.staff)).toMatchObject({ amendment: { state: 'proposed', signatures: 1 } });
    expect(await inForce(cycle)).toMatchObject({ revision: 2 });
    expect(await sign(cycle.organiser)).toMatchObject({ amendment: { state: 'adopted', number: 2 } });
    expect(await inForce(cycle)).toMatchObject({ revision: 3, definition: { title: 'Amended twice' } });

    // The running stage keeps to it: it closes by the amended deadline.
    await cycle.untilState('call', 'decided');
    const amended = (await until(
      async () => subjectsTo(cycle.organiser),
      (all) => all.includes('Amended twice: amendment 2 is in force'),
    )) satisfies string[];
    expect(amended.filter((subject) => subject.includes('waits for your signature'))).toHaveLength(1);
    const told = await until(
      async () => subjectsTo(entrant.person),
      (all) => all.some((subject) => subject.includes('new deadline')),
    );
    expect(told.filter((subject) => subject.includes('amendment'))).toEqual([]);

    const auditor = await app.person('Anna Auditor', 'auditor');
    const source = auditSource(connect(app.asks(auditor)));
    const { code } = await bundleWorkflows();
    const result = await replayCycle(source, cycle.cycleId, recomputation, async () => ({ code }));
    expect(result).toMatchObject({ pass: true, divergences: [] });
  });
});
