import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Test, type TestingModule } from '@nestjs/testing';
import type { DynamicModule } from '@nestjs/common';
import { CyclesModule, CyclesOptions, cyclesEntities } from '#libs/cycles';
import { EntriesModule, entriesEntities } from '#libs/entries';
import { IdentityModule, identityEntities } from '#libs/identity';
import { JudgingModule, judgingEntities } from '#libs/judging';
import { PlatformModule } from '#libs/platform';
import { DrivenCycle, type Entrant, REASON, inMs } from '../e2e/support/driven-cycle.js';
import { RunningApp, type Somebody, until } from '../e2e/support/running-app.js';
import { readMail } from '../support/mail-reader.js';
import { Notebook, SiteVisitModule } from './site-visit.handler.js';

const HOUR_MS = 3_600_000;

/** A cycle with a type of stage that is defined in this folder, in services that are given its module. */
describe('a stage type that no lib knows', () => {
  const notebook = new Notebook();
  let app: RunningApp;
  let cycle: DrivenCycle;
  let entrants: Entrant[];
  let visitors: Somebody[];

  beforeAll(async () => {
    app = await RunningApp.open({ stageModules: [SiteVisitModule.forRoot(notebook)] });
    cycle = await DrivenCycle.publish(app, {
      stages: [
        { key: 'call', type: 'call-for-entries', window: { opens: inMs(-1000), deadline: inMs(HOUR_MS) } },
        {
          key: 'visits',
          type: 'site-visit',
          title: 'Visits',
          settings: { nights: 3 },
          window: { opens: inMs(2 * HOUR_MS), deadline: inMs(10 * HOUR_MS) },
          ladder: ['PT1H'],
          certifiers: { count: 2, roles: ['secretariat', 'organiser'] },
          release: [
            { audience: 'concerned', when: 'command' },
            { audience: 'public', when: 'command' },
          ],
        },
        { key: 'ceremony', type: 'ceremony', window: { opens: inMs(20 * HOUR_MS), deadline: inMs(21 * HOUR_MS) } },
      ],
    });
  });
  afterAll(() => app?.close());

  const reminders = ({ address }: Somebody) =>
    app.mailbox.taken.map(readMail).filter(({ to, subject }) => to === address && subject.includes('Visits'));
  const start = async (more: DynamicModule[]): Promise<TestingModule> => {
    const entities = [...identityEntities, ...cyclesEntities, ...entriesEntities, ...judgingEntities];
    const module = await Test.createTestingModule({
      imports: [
        PlatformModule.forRoot({ app: 'notifier', database: app.config.database, entities }),
        IdentityModule.forRoot(),
        CyclesModule.forRoot(new CyclesOptions(0)),
        EntriesModule,
        JudgingModule.forRoot(),
        ...more,
      ],
    }).compile();
    try {
      return await module.init();
    } finally {
      await module.close();
    }
  };

  it('is checked and explained in its own words', async () => {
    const { status, body } = await app.send(cycle.staff, 'GET', `${cycle.path}/definition`);
    expect([status, (body['definition'] as { stages: object[] }).stages[1]]).toMatchObject([
      200,
      { type: 'site-visit', settings: { nights: 3 } },
    ]);
    const markdown = await fetch(`${app.asks(cycle.staff).url}${cycle.path}/explanation`, {
      headers: { 'x-api-key': cycle.staff.key },
    });
    const explanation = await markdown.text();
    expect(explanation).toContain('Experts visit each city for 3 nights and say what they found.');
    expect(explanation).toContain('Experts who have visits to make are reminded.');
  });

  it('has a panel by the role of its type, and reminds those who owe something', async () => {
    await cycle.untilState('call', 'open');
    entrants = await cycle.enter(['Nairobi', 'Mombasa']);
    await cycle.closeStage('call');
    await cycle.untilState('call', 'decided');
    visitors = await cycle.seat('visits', ['Vera Visitor', 'Victor Visitor']);
    await cycle.open('visits');
    notebook.found.set(entrants[0]!.entryId, 'valid');
    // The step is due at once.
    await cycle.commanded(cycle.staff, 'visits', 'deadline', { deadlineAt: inMs(HOUR_MS), reason: REASON });
    for (const visitor of visitors) {
      const [mail] = await until(
        async () => reminders(visitor),
        ({ length }) => length > 0,
      );
      expect(mail!.text).toContain('One city is still to be visited.');
    }
    expect(await app.ask(cycle.staff, 'GET', `${cycle.path}/progress`)).toMatchObject({
      stages: [{}, { counts: expect.arrayContaining([{ what: 'visits', count: 1, of: 2 }]) }, {}],
    });
  });

  it('keeps an application from starting that lacks its handler', async () => {
    await expect(start([])).rejects.toThrow('The stage type "site-visit" has no handler in this app.');
    expect(await start([SiteVisitModule.forRoot(notebook)])).toBeDefined();
  });

  it('is decided, signed, certified and released like any other, to the end of the cycle', async () => {
    notebook.found.set(entrants[1]!.entryId, 'invalid');
    await cycle.closeStage('visits');
    await cycle.decide('visits', visitors[0]!);
    await cycle.release('visits');
    const outcomes = await app.rows<{ id: string; outcome: string }>(
      `select o.entry_id as id, o.outcome from judging.outcome o join judging.decision d on d.id = o.decision_id
       where d.cycle_id = $1 and d.stage_key = 'visits'`,
      [cycle.cycleId],
    );
    expect(Object.fromEntries(outcomes.map(({ id, outcome }) => [id, outcome]))).toEqual({
      [entrants[0]!.entryId]: 'valid',
      [entrants[1]!.entryId]: 'invalid',
    });
    await cycle.open('ceremony');
    await cycle.closeStage('ceremony');
    await until(
      () => app.ask(null, 'GET', cycle.path),
      ({ status }) => status === 'completed',
    );
  });
});
