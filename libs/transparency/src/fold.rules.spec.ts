import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { StageFacts } from '#libs/contracts';
import { compareStages } from './fold.rules.js';
import { type Committed, committedBy } from './history.rules.js';

const facts = (version: number, change: Partial<StageFacts> = {}): StageFacts => ({
  cycleId: 'c',
  stageKey: 'jury',
  type: 'jury',
  revision: 1,
  state: 'open',
  version,
  opensAt: '2026-01-01T00:00:00.000Z',
  deadlineAt: '2026-02-01T00:00:00.000Z',
  hardCloseAt: '2026-02-01T00:00:00.000Z',
  deadlineVersion: 1,
  after: [],
  ladder: [],
  releases: [],
  releasedTo: [],
  decides: true,
  openedAt: null,
  closedAt: null,
  decisionDigest: null,
  ...change,
});
const committed = (stage: StageFacts): Committed => ({
  workflowId: 'cycle/c/stage/jury',
  eventId: stage.version * 10,
  at: '2026-01-01T00:00:00Z',
  activity: 'moveDeadline',
  stage,
  decision: null,
});
const history = [1, 2, 3, 4].map((version) => facts(version, { deadlineVersion: version }));
const account = (change = (records: StageFacts[]) => records) => {
  const records = change(history.map((record) => ({ ...record })));
  return [{ row: { ...records.at(-1)! }, records }];
};

describe('the fold of what workflows committed', () => {
  it('agrees with an unchanged database', () => {
    expect(compareStages(account(), history.map(committed))).toEqual([]);
  });

  it('does not mind in which order the database keeps the keys of its JSON', () => {
    const ladder = [{ step: 'P1D', at: '2026-01-31T00:00:00.000Z' }];
    const reordered = [{ at: '2026-01-31T00:00:00.000Z', step: 'P1D' }];
    const changed = account((records) => records.map((record) => ({ ...record, ladder: reordered })));
    expect(
      compareStages(
        changed,
        history.map((record) => committed({ ...record, ladder })),
      ),
    ).toEqual([]);
  });

  it('finds a change of any field of any version, and names the field, where and when', () => {
    const values: Partial<StageFacts> = {
      deadlineAt: '2026-03-01T00:00:00.000Z',
      state: 'closing',
      openedAt: '2025-12-31T00:00:00.000Z',
      revision: 2,
      after: ['x'],
    };
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 3 }),
        fc.constantFrom(...(Object.keys(values) as (keyof StageFacts)[])),
        (index, field) => {
          const changed = account((records) =>
            records.map((record, i) => (i === index ? { ...record, [field]: values[field] } : record)),
          );
          const [first] = compareStages(changed, history.map(committed));
          expect(first).toMatchObject({
            check: 'fold',
            what: `stage jury, version ${index + 1}`,
            where: expect.stringContaining('cycle/c/stage/jury'),
            when: '2026-01-01T00:00:00Z',
          });
          expect(first!.detail).toContain(field);
        },
      ),
    );
  });

  it('finds a row that differs from its own last record', () => {
    const [one] = account();
    const found = compareStages([{ ...one!, row: { ...one!.row, deadlineAt: 'x' } }], []);
    expect(found[0]).toMatchObject({ where: 'cycles.stage', detail: expect.stringContaining('deadlineAt') });
  });

  it('finds a version that no workflow committed, and one that the database lost', () => {
    expect(compareStages(account(), history.slice(0, 3).map(committed))[0]!.detail).toMatch(
      /no workflow committed more than version 3/,
    );
    const lost = compareStages(
      account((records) => records.filter(({ version }) => version !== 2)),
      history.map(committed),
    );
    expect(lost[0]!.detail).toMatch(/no record of it/);
  });

  it('finds a stage that the database lost altogether', () => {
    expect(compareStages([], history.map(committed))).toMatchObject([
      { what: 'stage jury, version 4', detail: expect.stringMatching(/no record of it/) },
    ]);
  });

  it('finds a stage that went on although no history tells of it', () => {
    const opened = account((records) => records.map((record) => ({ ...record, openedAt: '2026-01-01T00:00:00.000Z' })));
    expect(compareStages(opened, [])).toMatchObject([
      { check: 'fold', what: 'stage jury', detail: expect.stringContaining('no history of a workflow') },
    ]);
  });

  it('says nothing of a stage that no workflow has read, nor of what happened after the rows were read', () => {
    expect(compareStages(account(), [])).toEqual([]);
    expect(
      compareStages(
        account((records) => records.slice(0, 3)),
        history.map(committed),
      ),
    ).toEqual([]);
  });
});

describe('what a history committed', () => {
  const payload = (value: unknown) => ({
    payloads: [
      {
        metadata: { encoding: Buffer.from('json/plain').toString('base64') },
        data: Buffer.from(JSON.stringify(value)).toString('base64'),
      },
    ],
  });

  it('is read from the results of its activities, with their names', () => {
    const decision = { proposalDigest: 'p', inputsDigest: 'i' };
    const json = JSON.stringify({
      events: [
        {
          eventId: '5',
          eventTime: 't5',
          eventType: 'x',
          activityTaskScheduledEventAttributes: { activityType: { name: 'certifyDecision' } },
        },
        {
          eventId: '6',
          eventTime: 't6',
          eventType: 'x',
          activityTaskScheduledEventAttributes: { activityType: { name: 'remind' } },
        },
        {
          eventId: '7',
          eventTime: 't7',
          eventType: 'x',
          activityTaskCompletedEventAttributes: {
            scheduledEventId: '5',
            result: payload({ stage: facts(3), decision }),
          },
        },
        {
          eventId: '8',
          eventTime: 't8',
          eventType: 'x',
          activityTaskCompletedEventAttributes: { scheduledEventId: '6' },
        },
      ],
    });
    expect(committedBy('w', json)).toEqual([
      { workflowId: 'w', eventId: 7, at: 't7', activity: 'certifyDecision', stage: facts(3), decision },
    ]);
  });
});
