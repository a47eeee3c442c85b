import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from '../../apps/cli/src/client/connection.js';
import { auditSource, recomputation } from '../../apps/cli/src/replay/audit-source.js';
import { replayCycle } from '../../apps/cli/src/replay/replay-cycle.js';
import { bundleWorkflows } from '../../workflows/testing/bundle.js';
import { DrivenCycle, type Entrant, wholeCycle } from './support/driven-cycle.js';
import { readMail } from '../support/mail-reader.js';
import { RunningApp, type Somebody, until } from './support/running-app.js';

const because = { reasonCode: 'registered-twice', reasonText: 'Two offices of the city registered it.' };

describe('a city that is merged while a cycle runs', () => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await RunningApp.open();
  });
  afterAll(() => app?.close());

  const mailsTo = ({ address }: Somebody) => app.mailbox.taken.map(readMail).filter(({ to }) => to === address);

  it('goes on in the other one: its people are told once, the timeline shows it, its entry is submitted', async () => {
    const cycle = await DrivenCycle.publish(app, { title: 'Merged', stages: wholeCycle() });
    const stays = await cycle.draft('Lagos');
    const duplicate = await cycle.draft('City of Lagos');
    await cycle.untilState('call', 'open');

    const path = `/v1/cities/${duplicate.cityId}/merge`;
    const preview = await app.ask(cycle.staff, 'POST', `${path}/preview`, { into: stays.cityId });
    expect(preview).toMatchObject({
      cycles: [{ id: cycle.cycleId, title: 'Merged', entries: [{ id: duplicate.entryId, state: 'draft' }] }],
      mails: [{ count: 2 }],
    });
    const given = { into: stays.cityId, digest: preview['digest'], ...because };
    const merge = await app.ask(cycle.staff, 'POST', path, given);
    expect(await app.ask(cycle.staff, 'POST', path, given)).toEqual(merge);

    for (const { person } of [stays, duplicate]) {
      const told = await until(
        async () => mailsTo(person).filter(({ subject }) => subject.endsWith('are one city now')),
        ({ length }) => length > 0,
      );
      expect(told).toMatchObject([{ subject: 'City of Lagos and Lagos are one city now' }]);
      expect(told[0]!.text).toContain(`/v1/cities/${stays.cityId}`);
    }
    type Timeline = { items: { type: string; who: string; reasonCode: string; data: object }[] };
    const moved = await until(
      async () => {
        const lines = `/v1/audit/cycles/${cycle.cycleId}/timeline?limit=200`;
        const { items } = await app.ask<Timeline>(cycle.staff, 'GET', lines);
        return items.filter(({ type }) => type === 'laureate.entry.city-changed.v1');
      },
      ({ length }) => length > 0,
    );
    expect(moved).toMatchObject([
      {
        who: cycle.staff.name,
        reasonCode: because.reasonCode,
        data: { entryId: duplicate.entryId, from: duplicate.cityId, cityId: stays.cityId, mergeId: merge['id'] },
      },
    ]);

    // Complaint 5: what is told of the submit afterwards is as it was committed, with the name of
    // the city that is left.
    expect(await cycle.submit(duplicate)).toMatchObject({ status: 201 });
    for (const { person } of [stays, duplicate]) {
      const [received] = await until(
        async () => mailsTo(person).filter(({ text }) => text.includes('is submitted (version 1)')),
        ({ length }) => length > 0,
      );
      expect(received!.text).toContain('the entry Initiative of City of Lagos of Lagos is submitted');
    }
    const settled = `select person_id from notifications.delivery where kind = 'city-merged'`;
    expect(await app.rows(settled)).toHaveLength(2);
  });

  it('after a decision changes nothing that was signed: receipt, record and replay are as before', async () => {
    const cycle = await DrivenCycle.publish(app, { edition: '2', title: 'Decided', stages: wholeCycle() });
    await cycle.untilState('call', 'open');
    const [stays, duplicate] = (await cycle.enter(['Accra', 'Accra Metropolitan'])) as [Entrant, Entrant];
    await cycle.closeStage('call');
    await cycle.open('eligibility');
    await cycle.checkAll();
    await cycle.closeStage('eligibility');
    await cycle.decide('eligibility');
    await cycle.release('eligibility');
    const auditor = await app.person('Anna Auditor', 'auditor');
    const decisions = () => app.ask(auditor, 'GET', `/v1/audit/cycles/${cycle.cycleId}/decisions`);
    const [{ id: receiptId }] = (await app.rows<{ id: string }>('select id from entries.receipt where entry_id = $1', [
      duplicate.entryId,
    ])) as [{ id: string }];
    const receipt = () => app.ask(null, 'GET', `/v1/receipts/${receiptId}`);
    const before = [await decisions(), await receipt()];

    const path = `/v1/cities/${duplicate.cityId}/merge`;
    const { digest } = await app.ask(cycle.staff, 'POST', `${path}/preview`, { into: stays.cityId });
    await app.ask(cycle.staff, 'POST', path, { into: stays.cityId, digest, ...because });

    expect([await decisions(), await receipt()]).toEqual(before);
    const source = auditSource(connect(app.asks(auditor)));
    const { code } = await bundleWorkflows();
    const result = await replayCycle(source, cycle.cycleId, recomputation, async () => ({ code }));
    expect(result).toMatchObject({ pass: true, divergences: [] });
  });
});
