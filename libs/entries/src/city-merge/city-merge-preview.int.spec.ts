import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ACCEPTANCE, type EntriesFixture } from '../../../../test/support/entries-fixture.js';
import { FrameworkService } from '../draft/framework.service.js';
import { ExtensionService } from '../more-time/extension.service.js';
import { SubmitService } from '../submit/submit.service.js';
import { CityMergeService } from './city-merge.service.js';
import { type CityMergeFixture, openCityMergeFixture, because } from '../../../../test/support/city-merge-fixture.js';

describe('the dry run of merging cities', () => {
  let fixture: EntriesFixture;
  let merges: CityMergeService;
  let cityOf: CityMergeFixture['cityOf'];

  beforeAll(async () => {
    ({ fixture, merges, cityOf } = await openCityMergeFixture());
  });
  afterAll(() => fixture?.close());

  it('says everything that moves, who would be told, and changes nothing', async () => {
    const a = await fixture.city();
    const b = await fixture.city();
    const draft = await fixture.draft(b.context, b.city.id, { title: 'Night buses' });
    const { id: submitted } = await fixture.draft(b.context, b.city.id, { title: 'Clean water' });
    await fixture.module.get(SubmitService).submit(b.context, submitted, ACCEPTANCE);
    const { id: frameworkId } = await fixture.module.get(FrameworkService).join(b.context, draft.id, 'Mobility');
    const extension = await fixture.module.get(ExtensionService).grant(fixture.staff, fixture.cycleId, {
      stageKey: 'call',
      target: { cityId: b.city.id },
      until: new Date(Date.now() + 86_400_000),
      reasonCode: 'flood',
      reasonText: 'The office was flooded.',
    });
    const before = await fixture.db.query(`select count(*)::int as events from platform.outbox`);
    const preview = await merges.preview(fixture.staff, { cityId: b.city.id, intoId: a.city.id });
    expect(preview).toMatchObject({
      city: { id: b.city.id, name: b.city.name },
      into: { id: a.city.id },
      cycles: [
        {
          id: fixture.cycleId,
          programme: 'guangzhou',
          entries: [
            { id: draft.id, title: 'Night buses', state: 'draft' },
            { id: submitted, title: 'Clean water', state: 'submitted' },
          ],
          frameworks: [{ id: frameworkId, becomes: 'moved', called: 'Mobility' }],
          extensions: [{ id: extension.id, entryId: null, until: extension.until }],
          clarifications: 0,
        },
      ],
      contacts: 2,
      people: [{ personId: b.context.actor.id, cityRole: 'owner', present: null, becomes: 'owner' }],
      taken: { verification: false, profile: false, population: false },
      warnings: [],
      mails: [{ kind: 'city-merged', count: 2 }],
      undoable: false,
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(await merges.preview(fixture.staff, { cityId: b.city.id, intoId: a.city.id })).toEqual(preview);
    expect(await cityOf(draft.id)).toBe(b.city.id);
    expect(await fixture.db.query(`select count(*)::int as events from platform.outbox`)).toMatchObject({
      rows: before.rows,
    });
  });

  it('is what the merge goes by: requirement 6, a bulk decision on the wrong selection', async () => {
    const a = await fixture.city();
    const b = await fixture.city();
    const { digest } = await merges.preview(fixture.staff, { cityId: b.city.id, intoId: a.city.id });
    const { id } = await fixture.draft(b.context, b.city.id);
    const given = { intoId: a.city.id, digest, ...because };
    await expect(merges.merge(fixture.staff, b.city.id, given)).rejects.toMatchObject({
      code: 'conflict',
      document: { digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    expect(await cityOf(id)).toBe(b.city.id);
    const asked = { cityId: a.city.id, intoId: b.city.id };
    const otherWay = await merges.preview(fixture.staff, asked);
    await expect(merges.merge(fixture.staff, b.city.id, { ...given, digest: otherWay.digest })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it('is for the secretariat of every programme in which something would move', async () => {
    const a = await fixture.city();
    const b = await fixture.city();
    const elsewhere = await fixture.person('secretariat', { programme: 'another' });
    const both = { cityId: b.city.id, intoId: a.city.id };
    await expect(merges.preview(elsewhere, both)).rejects.toMatchObject({ code: 'forbidden' });
    const { digest } = await merges.preview(fixture.staff, both);
    const given = { intoId: a.city.id, digest, ...because };
    await expect(merges.merge(elsewhere, b.city.id, given)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('refuses a city and itself, and one that there is not', async () => {
    const { city } = await fixture.city();
    const itself = { cityId: city.id, intoId: city.id };
    await expect(merges.preview(fixture.staff, itself)).rejects.toMatchObject({ code: 'rule-violated' });
    const nowhere = { cityId: city.id, intoId: randomUUID() };
    await expect(merges.preview(fixture.staff, nowhere)).rejects.toMatchObject({ code: 'not-found' });
  });
});
