import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from '../../apps/cli/src/client/connection.js';
import { auditSource, recomputation } from '../../apps/cli/src/replay/audit-source.js';
import { type ReplayReport, replayCycle } from '../../apps/cli/src/replay/replay-cycle.js';
import { WorkflowType, supersessionWorkflowId } from '#libs/contracts';
import { bundleWorkflows } from '../../workflows/testing/bundle.js';
import { record } from '../../workflows/testing/histories.js';
import { laureate } from '../support/command-line.js';
import { DrivenCycle, type Entrant, REASON, wholeCycle } from './support/driven-cycle.js';
import { type ReadMail, readMail } from '../support/mail-reader.js';
import { RunningApp, type Somebody, until } from './support/running-app.js';
import { tamper } from './support/tampering.js';

const CITIES = ['Accra', 'Bogota', 'Cebu', 'Dakar'];
const STAGES = 5;
const WHY = { reasonCode: 'test', reasonText: 'To see that it works' };

const COMPLAINTS = { window: 'P14D', answer: 'P30D', handledBy: ['secretariat' as const], publish: 'outcome' as const };

interface Preview {
  proposalDigest: string;
  changes: { entryId: string; from: string; to: string; by: string }[];
  mails: { kind: string; count: number; names: string[] }[];
  publicChanges: { entryId: string; from: string | null; to: string | null }[];
}
type Committed = { decision: { decisionId: string; supersession: { number: number; state: string } } };

describe('a decision that is superseded', () => {
  let app: RunningApp;
  let cycle: DrivenCycle;
  let auditor: Somebody;
  let entrants: Entrant[];
  let expert: Somebody;
  let juror: Somebody;
  let code: string;
  /** Ids of the decisions that came into force later, in their order. */
  const superseding: { stageKey: string; decisionId: string }[] = [];

  beforeAll(async () => {
    app = await RunningApp.open();
    ({ code } = await bundleWorkflows());
    auditor = await app.person('Anna Auditor', 'auditor');
    const [call, eligibility, screening, jury, ceremony] = wholeCycle({ shortlisted: 2 });
    const stages = [
      call!,
      eligibility!,
      { ...screening!, settings: { ...screening!.settings, reserve: 1 }, complaints: COMPLAINTS },
      { ...jury!, settings: { method: 'adopted-by-panel' } },
      ceremony!,
    ];
    cycle = await DrivenCycle.publish(app, { stages });
    await cycle.untilState('call', 'open');
    entrants = await cycle.enter(CITIES);
    await cycle.closeStage('call');
    await cycle.open('eligibility');
    await cycle.checkAll();
    await cycle.closeStage('eligibility');
    await cycle.decide('eligibility');
    await cycle.release('eligibility');
    [expert] = (await cycle.seat('screening', ['Expert One'])) as [Somebody];
    await cycle.open('screening');
    await cycle.reviewAll([expert], (id) => 5 - place(id));
    await cycle.closeStage('screening');
    await cycle.decide('screening', expert);
    await cycle.commanded(cycle.staff, 'screening', 'release', { audience: 'concerned' });
    [juror] = (await cycle.seat('jury', ['Juror One'])) as [Somebody];
  });
  afterAll(() => app?.close());

  const place = (entryId: string) => entrants.findIndex((entrant) => entrant.entryId === entryId);
  const id = (index: number) => entrants[index]!.entryId;
  const pathOf = (stageKey: string) => `${cycle.path}/stages/${stageKey}/decision/supersessions`;
  const mailsTo = ({ address }: Somebody): ReadMail[] =>
    app.mailbox.taken.map(readMail).filter(({ to }) => to === address);
  const mailAbout = (who: Somebody, subject: string) =>
    until(
      async () => mailsTo(who).filter((mail) => mail.subject.includes(subject)),
      ({ length }) => length > 0,
    );
  const preview = (stageKey: string, asked: object) =>
    app.ask<Preview>(cycle.staff, 'POST', `${pathOf(stageKey)}/preview`, { ...WHY, ...asked });
  /** Proposes what is previewed, has it signed by the chair and certified by two. */
  const supersede = async (stageKey: string, chair: Somebody, asked: object): Promise<Committed> => {
    const { proposalDigest } = await preview(stageKey, asked);
    const body = { ...WHY, ...asked, previewDigest: proposalDigest };
    const { decision } = await app.ask<Committed>(cycle.staff, 'POST', pathOf(stageKey), body);
    const own = `${pathOf(stageKey)}/${decision.decisionId}`;
    // Whoever has signed is not asked to any more: they have the mail first.
    await mailAbout(chair, 'is to be superseded');
    await app.ask(chair, 'POST', `${own}/sign`, { proposalDigest });
    await mailAbout(cycle.organiser, 'is to be superseded');
    await app.ask(cycle.staff, 'POST', `${own}/certify`, { proposalDigest });
    superseding.push({ stageKey, decisionId: decision.decisionId });
    return app.ask<Committed>(cycle.organiser, 'POST', `${own}/certify`, { proposalDigest });
  };
  const tiers = async () => {
    type Results = { tiers: { tier: string; entries: { cityName: string }[] }[]; corrections: object[] };
    const { tiers: all, corrections } = await app.ask<Results>(null, 'GET', `/v1/results/${cycle.cycleId}`);
    return {
      corrections,
      ...Object.fromEntries(all.map(({ tier, entries }) => [tier, entries.map(({ cityName }) => cityName)])),
    };
  };
  /** Runs the command line; gives what it prints. */
  const says = async (who: Somebody, ...words: string[]): Promise<string> =>
    (await laureate(app.asks(who), ...words)).printed;
  const replay = (): Promise<ReplayReport> => {
    const source = auditSource(connect(app.asks(auditor)));
    return replayCycle(source, cycle.cycleId, recomputation, async () => ({ code }));
  };

  it('when a finalist withdraws before the jury opens: the secretariat is told how, the reserve moves up', async () => {
    const [first] = entrants;
    await app.ask(first!.person, 'POST', `/v1/entries/${id(0)}/withdraw`, {});
    const [told] = await mailAbout(cycle.staff, 'was withdrawn after it had won a place');
    const words = /laureate decision (supersede .*?) --reason/.exec(told!.text)![1]!.split(/\s+/);
    const said = await says(
      cycle.staff,
      'decision',
      ...words,
      '--reason',
      'withdrew',
      '--text',
      'As they wrote.',
      '--dry-run',
    );
    expect(said).toContain('moves up from the reserve');
    expect(said).toContain('"Jury" has not opened: it takes the new outcomes.');

    const asked = {
      kind: 'withdrawal',
      changes: [{ entryId: id(0), outcome: 'withdrawn' }],
      askedBy: { personId: first!.person.id, role: 'city' },
    };
    expect(await preview('screening', asked)).toMatchObject({
      changes: [
        { entryId: id(0), to: 'withdrawn', by: 'named' },
        { entryId: id(2), from: 'deserving', to: 'shortlisted', by: 'reserve' },
      ],
      mails: [{ kind: 'correction-to-sign' }, { kind: 'decision-corrected', count: 2 }],
    });
    const { decision } = await supersede('screening', expert, asked);
    expect(decision.supersession).toMatchObject({ number: 2, state: 'certified' });

    for (const who of [expert, cycle.organiser]) {
      const [mail] = await mailAbout(who, 'is to be superseded');
      expect(mail!.text).toContain('as Accra Contact asks');
      expect(mail!.text).not.toContain('Initiative of');
    }
    const [moved] = await mailAbout(entrants[2]!.person, 'has changed');
    expect(moved!.text).toContain('Initiative of Cebu: was told to you as “deserving”, and is now “shortlisted”');
    expect(mailsTo(entrants[1]!.person).filter(({ subject }) => subject.includes('has changed'))).toEqual([]);
    const shown = await says(auditor, 'decision', 'show', cycle.cycleId, 'screening');
    expect(shown).toMatch(
      /Decision 1 .*: certified[^]*Decision 2 .*: in force[^]*withdrawal \(test\): To see that it works/,
    );
    expect(shown).toContain('Asked for by Accra Contact (city), proposed by Sam Secretariat.');
  });

  it('may be complained about: two who did not decide answer, from the command line', async () => {
    const { cycleId } = cycle;
    const handlers = [];
    for (const name of ['Hana Handler', 'Hugo Handler']) handlers.push(await app.person(name, 'secretariat'));
    const [first, second] = handlers as [Somebody, Somebody];
    const filed = { stageKey: 'screening', text: 'We believe that our scores were mixed up.' };
    await app.ask(entrants[3]!.person, 'POST', `/v1/entries/${id(3)}/complaints`, filed);
    const [, complaintId] = /^(\S{36}) .*Dakar/m.exec(await says(first, 'complaint', 'list', cycleId))!;
    await expect(says(cycle.staff, 'complaint', 'assign', cycleId, complaintId!, cycle.staff.id)).rejects.toThrow();
    const assign = ['complaint', 'assign', cycleId, complaintId!, first.id, second.id];
    expect(await says(cycle.staff, ...assign)).toContain('is handled by Hana Handler, Hugo Handler.');
    const outcome = ['--outcome', 'dismissed', '--reason', 'scores-checked', '--text', 'They were not.'];
    const decided = await says(first, 'complaint', 'decide', cycleId, complaintId!, ...outcome);
    expect(decided).toContain('Recorded as version 1. Another handler confirms it');
    const confirm = ['complaint', 'confirm', cycleId, complaintId!, '--of', '1'];
    await expect(says(first, ...confirm)).rejects.toThrow();
    expect(await says(second, ...confirm)).toMatch(/ is dismissed; the city is told\.$/);
    const shown = await says(auditor, 'complaint', 'show', cycleId, complaintId!);
    expect(shown).toMatch(
      /Dakar, .*about screening: dismissed[^]*Version 1: dismissed \(scores-checked\)\nThey were not\./,
    );
    const answered = () => mailsTo(entrants[3]!.person).filter(({ text }) => text.includes('They were not.'));
    await until(
      async () => answered(),
      ({ length }) => length === 1,
    );
  });

  it('lets the jury adopt the method that was left to it; until then it waits, and says so', async () => {
    const { cycleId } = cycle;
    await cycle.open('jury');
    const status = () => says(cycle.staff, 'cycle', 'status', cycleId);
    const parked = /NEEDS ATTENTION jury: The panel of "Jury" has not adopted its method\./;
    await until(status, (said) => parked.test(said));
    await mailAbout(cycle.staff, 'something needs you');
    const settings = join(tmpdir(), `${cycleId}.yaml`);
    await writeFile(settings, 'quotas:\n  winners: 1\n');
    const adopt = ['amendment', 'adopt-method', cycleId, 'jury', settings, '--reason', 'adopted', '--text', 'By all.'];
    expect(await says(juror, ...adopt, '--dry-run')).toMatch(/^Nothing was proposed\. As amendment 1 it would change:/);
    const [, amendmentId, digest] = /amendment sign \S+ (\S+) --digest (\S+)/.exec(await says(juror, ...adopt))!;
    await says(juror, 'amendment', 'sign', cycleId, amendmentId!, '--digest', digest!);
    expect(await says(auditor, 'amendment', 'show', cycleId, amendmentId!)).toContain('Amendment 1, adopted;');
    await until(status, (said) => !parked.test(said));
  });

  it('lets the jury judge who is shortlisted now; its certifiers are named beforehand, from the command line', async () => {
    const { cycleId } = cycle;
    const standIn = await app.person('Stella Stand-in', 'organiser');
    for (const { id: who, name } of [cycle.staff, cycle.organiser])
      expect(await says(cycle.staff, 'cycle', 'certifier', cycleId, 'jury', who)).toBe(`${name} certifies jury.`);
    const stand = ['cycle', 'stand-in', cycleId, 'jury', standIn.id, '--for', cycle.organiser.id, '--country', 'KE'];
    expect(await says(cycle.staff, ...stand)).toBe('Stella Stand-in stands in, and is told by mail.');
    await mailAbout(standIn, 'stand');
    await cycle.cast(juror, [id(2), id(1)]);
    await cycle.closeStage('jury');
    await cycle.untilState('jury', 'deciding');
    const certifiers = await says(cycle.staff, 'cycle', 'certifiers', cycleId, 'jury');
    expect(certifiers).toMatch(/Stella Stand-in +Olga Organiser +2 \(/);
    const [, digest] = /Digest of the proposal: (\S+)/.exec(certifiers)!;
    const coSign = ['cycle', 'co-sign', cycleId, 'jury', standIn.id, '--digest'];
    await expect(says(auditor, ...coSign, '0'.repeat(64))).rejects.toThrow();
    expect(await says(auditor, ...coSign, digest!)).toMatch(/^Co-signed: 2 in conflict \(/);
    await cycle.decide('jury', juror);
    await cycle.commanded(cycle.staff, 'screening', 'release', { audience: 'public' });
    await cycle.release('jury');
    expect(await tiers()).toEqual({ winner: ['Cebu'], shortlisted: ['Bogota'], deserving: [], corrections: [] });
    await cycle.open('ceremony');
    await cycle.closeStage('ceremony');
    await until(
      () => app.ask(null, 'GET', cycle.path),
      ({ status }) => status === 'completed',
    );
    // Told at the first release; the public one was of another decision, and is no news to them.
    const told = mailsTo(entrants[1]!.person).filter(({ subject }) => subject.includes('technical screening'));
    expect(told).toHaveLength(1);
  });

  it('when the cycle is long over: the winner is disqualified, and everybody who saw it sees it', async () => {
    const asked = {
      kind: 'disqualification',
      changes: [{ entryId: id(2), outcome: 'disqualified' }],
      publicText: 'The initiative was not the city’s own.',
    };
    expect((await preview('jury', asked)).publicChanges).toMatchObject([{ entryId: id(2), from: 'winner', to: null }]);
    await supersede('jury', juror, asked);
    const { corrections, ...shown } = await tiers();
    expect(shown).toEqual({ winner: [], shortlisted: ['Bogota'], deserving: [] });
    expect(corrections).toMatchObject([{ stageKey: 'jury', kind: 'disqualification', text: asked.publicText }]);
    const [mail] = await mailAbout(entrants[2]!.person, 'decision of Jury has changed');
    expect(mail!.text).toContain(asked.publicText);
    expect(await app.send(cycle.staff, 'POST', `${pathOf('jury')}/preview`, { ...WHY, ...asked })).toMatchObject({
      status: 422,
    });
  });

  it('is asked for once, however often the request comes; and ends when it is dropped', async () => {
    const asked = { ...WHY, kind: 'correction', changes: [{ entryId: id(1), outcome: 'winner' }] };
    const { proposalDigest } = await preview('jury', asked);
    const body = { ...asked, previewDigest: proposalDigest };
    const again = { idempotencyKey: 'the-same-key-twice' };
    const answers = await Promise.all(
      [1, 2].map(() => app.ask<Committed>(cycle.staff, 'POST', pathOf('jury'), body, again)),
    );
    const [{ decisionId }] = answers.map(({ decision }) => decision) as [Committed['decision']];
    expect(answers.map(({ decision }) => decision.decisionId)).toEqual([decisionId, decisionId]);
    const other = await app.send(cycle.staff, 'POST', pathOf('jury'), body);
    expect(other).toMatchObject({ status: 409, body: { decisionId } });
    expect(await app.send(entrants[1]!.person, 'GET', `${pathOf('jury')}/${decisionId}`)).toMatchObject({
      status: 403,
    });
    expect(await app.send(auditor, 'GET', `${pathOf('jury')}/${decisionId}`)).toMatchObject({ status: 404 });
    await app.ask(cycle.staff, 'POST', `${pathOf('jury')}/${decisionId}/drop`, { reason: REASON });
    const late = await app.send(cycle.organiser, 'POST', `${pathOf('jury')}/${decisionId}/certify`, {
      proposalDigest,
    });
    expect(late).toMatchObject({ status: 409 });
    expect(await tiers()).toMatchObject({ winner: [] });
  });

  describe('stands an audit', () => {
    beforeAll(async () => {
      const archived = `select workflow_id from transparency.history_archive
        where cycle_id = $1 and archived_at is not null and workflow_id like '%/supersession/%'`;
      await until(
        () => app.rows(archived, [cycle.cycleId]),
        ({ length }) => length >= 3,
      );
      const { workflow } = app.temporal.client;
      for (const { stageKey, decisionId } of superseding) {
        const handle = workflow.getHandle(supersessionWorkflowId(cycle.cycleId, stageKey, decisionId));
        await record(handle, WorkflowType.supersession, `${stageKey}-real`);
      }
    });

    it('that passes: each decision is recomputed from the one before it', async () => {
      const report = await replay();
      expect(report).toMatchObject({ pass: true, divergences: [], stages: STAGES, decisions: 5 });
      expect(report.replayed).toBe(report.workflows);
      expect(report.workflows).toBeGreaterThanOrEqual(STAGES + 1 + 3);
    });

    it('that finds what was changed afterwards', async () => {
      const ofSecond = `id = '${superseding[1]!.decisionId}'`;
      const cases: [table: string, where: string, change: string | null, detail: RegExp][] = [
        ['judging.supersession', ofSecond, `kind = 'withdrawal'`, /raw inputs/],
        ['judging.supersession', ofSecond, `asked_by = proposed_by, asked_role = 'organiser'`, /raw inputs/],
        [
          'judging.outcome',
          `decision_id = '${superseding[1]!.decisionId}' and entry_id = '${id(2)}'`,
          `outcome = 'winner'`,
          /outcomes that results show/,
        ],
        ['judging.decision', ofSecond, 'number = 3', /recorded as number 2/],
        ['judging.decision', ofSecond, null, /does not have it/],
      ];
      for (const [table, where, change, detail] of cases) {
        const putBack = await tamper(app.db, table, where, change);
        try {
          const { pass, divergences } = await replay();
          expect([pass, divergences[0]]).toMatchObject([false, { check: 'decision', what: 'decision of stage jury' }]);
          expect(divergences.map((each) => each.detail).join('\n')).toMatch(detail);
        } finally {
          await putBack();
        }
      }
      // What stood before is part of what came after.
      const first = await tamper(app.db, 'judging.outcome', `outcome = 'winner'`, `outcome = 'shortlisted'`);
      expect((await replay()).divergences.map(({ detail }) => detail)).toEqual(
        expect.arrayContaining([
          expect.stringContaining('outcomes that results show'),
          expect.stringContaining('raw inputs'),
        ]),
      );
      await first();
      expect((await replay()).pass).toBe(true);
    });
  });
});
