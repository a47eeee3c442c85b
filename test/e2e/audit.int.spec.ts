import { gunzipSync, gzipSync } from 'node:zlib';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from '../../apps/cli/src/client/connection.js';
import { auditSource, recomputation } from '../../apps/cli/src/replay/audit-source.js';
import { type ReplayReport, replayCycle } from '../../apps/cli/src/replay/replay-cycle.js';
import { WorkflowType, cycleWorkflowId, stageWorkflowId } from '#libs/contracts';
import { record } from '../../workflows/testing/histories.js';
import { bundleWorkflows } from '../../workflows/testing/bundle.js';
import { DrivenCycle, type Entrant, REASON, inMs, wholeCycle } from './support/driven-cycle.js';
import { RunningApp, type Somebody, until } from './support/running-app.js';
import { tamper } from './support/tampering.js';

const CITIES = ['Accra', 'Bogota', 'Cebu', 'Dakar', 'Erbil', 'Fukuoka'];
const STAGES = 5;
/** Who wins in every test here, whatever else is changed. */
const WINNER = 'Accra';

describe('an audit', () => {
  let app: RunningApp;
  let cycle: DrivenCycle;
  let auditor: Somebody;
  let entrants: Entrant[];
  let experts: Somebody[];
  let jurors: Somebody[];
  let code: string;

  beforeAll(async () => {
    app = await RunningApp.open();
    const bundle = await bundleWorkflows();
    code = bundle.code;
    auditor = await app.person('Anna Auditor', 'auditor');
    cycle = await DrivenCycle.publish(app, {
      stages: wholeCycle({ reviewsPerEntry: 2, shortlisted: 4 }),
    });
    await cycle.untilState('call', 'open');
    entrants = await cycle.enter(CITIES);
    const { person, cityId } = entrants[0]!;
    const spare = await cycle.draftFor(person, cityId, { title: 'Never submitted' });
    await app.ask(cycle.staff, 'POST', `${cycle.path}/extensions`, {
      stageKey: 'call',
      target: { entryId: spare },
      until: inMs(5_000_000),
      reasonCode: 'power-cut',
      reasonText: 'The city had no electricity for two days.',
    });
    await cycle.commanded(cycle.staff, 'call', 'deadline', { deadlineAt: inMs(3_900_000), reason: REASON });
    await cycle.closeStage('call');
    // The call waits for it until it is gone.
    await app.ask(person, 'POST', `/v1/entries/${spare}/withdraw`, {});
    await cycle.untilState('call', 'decided');
    await cycle.open('eligibility');
    await cycle.checkAll();
    await cycle.closeStage('eligibility');
    await cycle.decide('eligibility');
    await cycle.release('eligibility');
    experts = await cycle.seat('screening', ['Expert One', 'Expert Two', 'Expert Three']);
    await cycle.open('screening');
    await cycle.reviewAll(experts, (id) => 5 - Math.min(4, place(id)));
    await cycle.closeStage('screening');
    await cycle.decide('screening', experts[0]);
    await cycle.release('screening');
    jurors = await cycle.seat('jury', ['Juror One', 'Juror Two', 'Juror Three']);
    await cycle.open('jury');
    for (const juror of jurors.slice(0, 2)) await cycle.cast(juror, finalists());
  });
  afterAll(() => app?.close());

  const place = (entryId: string) => entrants.findIndex((entrant) => entrant.entryId === entryId);
  const finalists = () => entrants.slice(0, 4).map(({ entryId }) => entryId);
  const source = () => auditSource(connect(app.asks(auditor)));
  const replay = (workflowCode = code): Promise<ReplayReport> =>
    replayCycle(source(), cycle.cycleId, recomputation, async () => ({ code: workflowCode }));
  const ofCycle = (more = '') => `cycle_id = '${cycle.cycleId}' ${more}`;

  /** Replays what was tampered with, puts it back; gives the divergences. */
  const found = async (table: string, where: string, change: string | null, values: unknown[] = []) => {
    const putBack = await tamper(app.db, table, where, change, values);
    try {
      const { pass, divergences } = await replay();
      expect(pass).toBe(divergences.length === 0);
      return divergences;
    } finally {
      await putBack();
    }
  };
  const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/);

  describe('while the jury votes', () => {
    it('passes for what is decided', async () => {
      expect(await replay()).toMatchObject({
        pass: true,
        divergences: [],
        workflows: STAGES,
        replayed: STAGES,
        stages: STAGES,
        decisions: 2,
      });
    });

    it('shows nobody a ballot', async () => {
      const sealed = await app.rows<{ alias: string; ciphertext: string }>(
        `select alias, ciphertext from judging.sealed_ballot where ${ofCycle()}`,
      );
      expect(sealed).toHaveLength(2);
      const { stages, decisions, runs, history } = source();
      const all = await runs(cycle.cycleId);
      const shown = JSON.stringify([
        await stages(cycle.cycleId),
        await decisions(cycle.cycleId),
        await Promise.all(all.map((run) => history(cycle.cycleId, run))),
        await app.ask(auditor, 'GET', `/v1/audit/cycles/${cycle.cycleId}/timeline?limit=200`),
        await app.ask(auditor, 'GET', `${cycle.path}/stages/jury/panel`),
      ]);
      for (const { alias, ciphertext } of sealed) {
        expect(shown).not.toContain(alias);
        expect(shown).not.toContain(ciphertext.slice(0, 40));
      }
      expect(shown).not.toContain('ranked-ballot');
      expect(await app.send(auditor, 'GET', `${cycle.path}/stages/jury/proposal`)).toMatchObject({ status: 409 });
      expect(await app.send(auditor, 'GET', `${cycle.path}/stages/jury/ballot`)).toMatchObject({ status: 403 });
    });
  });

  describe('of a cycle that is over', () => {
    beforeAll(async () => {
      const [first, second, third, fourth] = finalists();
      await cycle.cast(jurors[2]!, [first!, third!, second!, fourth!]);
      await cycle.closeStage('jury');
      await cycle.decide('jury', jurors[0]);
      await cycle.release('jury');
      await cycle.open('ceremony');
      await cycle.closeStage('ceremony');
      await until(
        () => app.ask(null, 'GET', cycle.path),
        ({ status }) => status === 'completed',
      );
      await cycle.untilArchived();
      // The digests that were published come back through Kafka.
      await until(
        () => source().runs(cycle.cycleId),
        (runs) => runs.every(({ publishedDigest }) => publishedDigest !== null),
      );
      // Only when asked for: what ran here then joins the histories that must replay for ever.
      const { workflow } = app.temporal.client;
      await record(workflow.getHandle(cycleWorkflowId(cycle.cycleId)), WorkflowType.awardCycle, 'whole-cycle-real');
      for (const stage of ['call', 'eligibility', 'screening', 'jury', 'ceremony']) {
        await record(workflow.getHandle(stageWorkflowId(cycle.cycleId, stage)), WorkflowType.stage, `${stage}-real`);
      }
    });

    it('passes: histories, stages, decisions and archives agree', async () => {
      expect(await replay()).toEqual({
        cycleId: cycle.cycleId,
        pass: true,
        divergences: [],
        workflows: STAGES + 1,
        replayed: STAGES + 1,
        stages: STAGES,
        decisions: 3,
      });
      const results = await app.ask(null, 'GET', `/v1/results/${cycle.cycleId}`);
      expect(results).toMatchObject({ tiers: [{ tier: 'winner', entries: [{ cityName: WINNER }] }, {}, {}] });
    });

    it('finds a changed ballot that leaves the winner the same', async () => {
      const [first, second, third, fourth] = finalists();
      const ranking = JSON.stringify([[first], [second], [fourth], [third]]);
      const where = `alias = (select min(alias::text)::uuid from judging.opened_ballot where ${ofCycle()})`;
      const divergences = await found('judging.opened_ballot', where, 'ranking = $1::jsonb', [ranking]);
      expect(divergences[0]).toEqual({
        check: 'decision',
        what: 'decision of stage jury',
        where: expect.stringMatching(/^cycle\/.*\/stage\/jury, event \d+$/),
        when: instant,
        detail: expect.stringMatching(/^The raw inputs .* had the digest [0-9a-f]{64} when it was decided, and has /),
      });
    });

    it('finds a changed score', async () => {
      const where = `alias = (select min(r.alias::text)::uuid from judging.review r
        join judging.assignment a on a.id = r.assignment_id where a.${ofCycle()})`;
      const change = `scores = jsonb_set(scores, '{innovation}', to_jsonb(6 - (scores->>'innovation')::int - 1))`;
      expect((await found('judging.review', where, change))[0]).toMatchObject({
        check: 'decision',
        what: 'decision of stage screening',
        when: instant,
        detail: expect.stringContaining('raw inputs'),
      });
    });

    it('finds a changed verdict on eligibility, and outcomes that results show otherwise', async () => {
      const where = `entry_id = '${entrants[5]!.entryId}' and sequence = 2`;
      const check = await found('entries.eligibility_check', where, `outcome = 'invalid'`);
      expect(check[0]).toMatchObject({ check: 'decision', what: 'decision of stage eligibility', when: instant });
      const winner = `decision_id = (select id from judging.decision where ${ofCycle(`and stage_key = 'jury'`)})
        and entry_id = '${finalists()[1]}'`;
      const outcome = await found('judging.outcome', winner, `outcome = 'winner'`);
      expect(outcome).toMatchObject([{ what: 'decision of stage jury', detail: expect.stringContaining('outcomes') }]);
    });

    it('finds a changed stage row', async () => {
      const where = ofCycle(`and key = 'screening'`);
      const divergences = await found('cycles.stage', where, `closed_at = closed_at + interval '1 minute'`);
      expect(divergences[0]).toMatchObject({
        check: 'fold',
        what: expect.stringMatching(/^stage screening, version \d+$/),
        detail: expect.stringMatching(/^closedAt was committed as ".*", and the database has ".*"\.$/),
      });
    });

    it('finds an extension that is made up afterwards, in row and record alike', async () => {
      const later = inMs(7_000_000);
      const row = ofCycle(`and key = 'call'`);
      const facts = `jsonb_set(facts, '{deadlineAt}', to_jsonb($1::text))`;
      const putBack = await tamper(
        app.db,
        'cycles.stage_record',
        ofCycle(`and stage_key = 'call' and version >= 3`),
        `facts = ${facts}`,
        [later],
      );
      try {
        const divergences = await found('cycles.stage', row, 'deadline_at = $1, hard_close_at = $1', [later]);
        expect(divergences[0]).toMatchObject({
          check: 'fold',
          what: expect.stringMatching(/^stage call, version \d+$/),
          where: expect.stringMatching(/^cycles\.stage$|\/stage\/call, event \d+$/),
          detail: expect.stringContaining('was committed as'),
        });
        expect(divergences).toContainEqual(
          expect.objectContaining({
            where: expect.stringMatching(/\/stage\/call, event \d+$/),
            when: instant,
            detail: expect.stringContaining(later),
          }),
        );
      } finally {
        await putBack();
      }
    });

    it('finds a personal extension that is back-dated, or gone', async () => {
      const table = 'entries.extension';
      const backDated = await found(table, ofCycle(), `granted_at = granted_at - interval '1 day'`);
      expect(backDated).toMatchObject([
        {
          check: 'log',
          what: 'personal extension of stage call',
          where: expect.stringMatching(/^entries\.extension /),
          when: instant,
          detail: expect.stringMatching(/^grantedAt was .* when it was granted, and the database has /),
        },
      ]);
      expect(await found(table, ofCycle(), null)).toMatchObject([{ detail: expect.stringContaining('no such row') }]);
    });

    it('finds a version of a stage that no workflow committed', async () => {
      const version = `version = version + 1, deadline_version = deadline_version + 1`;
      expect((await found('cycles.stage', ofCycle(`and key = 'call'`), version))[0]).toMatchObject({
        check: 'fold',
        detail: expect.stringContaining('no workflow committed more than'),
      });
    });

    it('finds a changed history, also when the digest beside it was changed with it', async () => {
      const archive = 'transparency.history_archive';
      const workflowId = `cycle/${cycle.cycleId}/stage/jury`;
      const where = `workflow_id = '${workflowId}'`;
      const [row] = await app.rows<{ history: Buffer }>(`select history from ${archive} where ${where}`);
      const json = gunzipSync(row!.history)
        .toString()
        .replace(/"eventTime": "2/, '"eventTime": "1');
      const digest = createHash('sha256').update(json).digest('hex');
      const archived = {
        check: 'archive',
        what: `workflow ${workflowId}`,
        where: expect.stringMatching(/^archived history of run /),
        detail: expect.stringContaining(digest),
      };
      expect((await found(archive, where, 'history = $1', [gzipSync(json)]))[0]).toMatchObject(archived);
      const both = await found(archive, where, 'history = $1, digest = $2', [gzipSync(json), digest]);
      expect(both[0]).toMatchObject(archived);
    });

    it('finds a decision that was removed', async () => {
      const divergences = await found('judging.decision', ofCycle(`and stage_key = 'jury'`), null);
      expect(divergences[0]).toMatchObject({
        check: 'decision',
        what: 'decision of stage jury',
        where: expect.stringMatching(/\/stage\/jury, event \d+$/),
        when: instant,
        detail: expect.stringContaining('the database does not have it'),
      });
    });

    it('finds workflow code with one step removed', async () => {
      const shortened = code.replace(/await [\w$.]*activities[\w$.]*\.endWorkflow\(/g, 'void (');
      expect(shortened).not.toBe(code);
      const { pass, divergences } = await replay(shortened);
      expect(pass).toBe(false);
      expect(divergences).toHaveLength(STAGES + 1);
      expect(divergences[0]).toMatchObject({
        check: 'replay',
        what: expect.stringContaining(`workflow cycle/${cycle.cycleId}`),
        where: expect.stringMatching(/^event \d+$/),
        when: instant,
        detail: expect.stringMatching(/nondeterminism error: [^{}]*$/i),
      });
    });

    it('passes again once everything is put back', async () => {
      expect(await replay()).toMatchObject({ pass: true, divergences: [] });
    });

    it('passes after texts of an entry and people who judged were erased: every decision is made again from what is left', async () => {
      const { entryId } = entrants[1]!;
      const why = { reasonCode: 'asked', reasonText: 'They asked for it.' };
      await app.ask(cycle.staff, 'POST', `/v1/entries/${entryId}/erasures`, { pointer: '/title', ...why });
      for (const who of [experts[2]!, jurors[1]!])
        expect(await app.send(who, 'POST', '/v1/me/erasure', { personId: who.id })).toMatchObject({ status: 204 });
      expect(await replay()).toMatchObject({ pass: true, divergences: [], stages: STAGES });
      const receipts = await app.rows<{ id: string }>('select id from entries.receipt where entry_id = $1', [entryId]);
      for (const { id } of receipts)
        expect(await app.ask(null, 'GET', `/v1/receipts/${id}`)).toMatchObject({ verifies: true, erasedFields: 1 });
    });
  });
});
