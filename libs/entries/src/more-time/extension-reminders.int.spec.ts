import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Audience } from '#libs/contracts';
import { CycleContextService, CyclesActivities } from '#libs/cycles';
import { PeopleService } from '#libs/identity';
import { UnitOfWork } from '#libs/platform';
import { ACCEPTANCE, type EntriesFixture, openEntriesFixture } from '../../../../test/support/entries-fixture.js';
import { entriesAudiences } from '../entries.audiences.js';
import { ExtensionService } from './extension.service.js';
import { SubmitService } from '../submit/submit.service.js';

const DAY_MS = 86_400_000;

describe('whoever was given more time', () => {
  let fixture: EntriesFixture;
  let activities: CyclesActivities;
  let audience: Audience;

  beforeAll(async () => {
    fixture = await openEntriesFixture();
    activities = (await fixture.worker()).get(CyclesActivities);
    audience = entriesAudiences({
      unitOfWork: fixture.module.get(UnitOfWork),
      cycles: fixture.module.get(CycleContextService),
      people: fixture.module.get(PeopleService),
      linkTo: (path) => `https://award.example${path}`,
    }).find(({ kind }) => kind === 'extension-reminder')!;
  });
  afterAll(() => fixture.close());
  beforeEach(async () => {
    await fixture.db.query('delete from entries.extension_reminder');
    await fixture.db.query(
      `update entries.extension set granted_at = now() - interval '2 hours', until = now() - interval '1 hour'`,
    );
  });

  const inDays = (days: number) => new Date(Date.now() + days * DAY_MS);
  /** As if it had been granted so many days ago. */
  const grant = async (target: { entryId: string } | { cityId: string }, days: number, ago = 40) => {
    const given = { stageKey: 'call', target, until: inDays(days), reasonCode: 'flood', reasonText: 'The river rose.' };
    const { id } = await fixture.module.get(ExtensionService).grant(fixture.staff, fixture.cycleId, given);
    await fixture.db.query(`update entries.extension set granted_at = now() - $2 * interval '1 day' where id = $1`, [
      id,
      ago,
    ]);
    return { id, until: given.until };
  };
  const look = () => activities.readStage({ cycleId: fixture.cycleId, stageKey: 'call' });
  const reminders = (id: string) =>
    fixture
      .events(fixture.cycleId, 'laureate.extension.reminder-due.v1')
      .then((events) => events.filter(({ extensionId }) => extensionId === id));
  const told = async (id: string) => {
    const [data] = (await reminders(id)).slice(-1);
    return audience.people({ data } as never);
  };

  it('is reminded after the close, once of each step, and again when the end has moved', async () => {
    await fixture.openCall();
    const { city, context } = await fixture.city();
    const entry = await fixture.draft(context, city.id);
    const { id, until } = await grant({ entryId: entry.id }, 20);
    await fixture.closeCall();
    // A month before the end was missed; a week before is to come.
    const week = new Date(until.getTime() - 7 * DAY_MS);
    const facts = await look();
    expect(facts).toMatchObject({ state: 'closing', mayComeInUntil: until.toISOString() });
    expect(Math.abs(Date.parse(facts.askAgainAt!) - week.getTime())).toBeLessThanOrEqual(3_600_000);
    await Promise.all([look(), look(), look()]);
    expect(await reminders(id)).toMatchObject([{ step: 'P30D', until: until.toISOString(), stageKey: 'call' }]);
    expect(await told(id)).toEqual([context.actor.id]);
    const [due] = await reminders(id);
    expect(await audience.facts({ data: due } as never, context.actor.id, 'en')).toMatchObject({
      cityName: city.name,
      until: until.toISOString(),
      owed: ['An initiative made up for a test'],
      link: `https://award.example/v1/entries/${entry.id}`,
    });

    const sooner = inDays(0.5);
    await fixture.db.query('update entries.extension set until = $2 where id = $1', [id, sooner]);
    expect(await look()).not.toHaveProperty('askAgainAt');
    expect((await reminders(id)).map(({ step }) => step)).toEqual(['P30D', 'P1D']);
    // Of the end that it had before nobody is told any more.
    expect(await audience.people({ data: due } as never)).toEqual([]);
  });

  it('is told nothing once it has submitted, while the cycle is paused, or where nothing is drafted', async () => {
    await fixture.openCall();
    const { city, context } = await fixture.city();
    const entry = await fixture.draft(context, city.id);
    const idle = await fixture.city();
    const mine = await grant({ cityId: city.id }, 20);
    const theirs = await grant({ cityId: idle.city.id }, 21);
    await fixture.closeCall();
    await fixture.pause();
    expect(await look()).toMatchObject({ mayComeInUntil: mine.until.toISOString() });
    expect(await reminders(mine.id)).toEqual([]);
    await fixture.resume();
    await look();
    expect(await told(mine.id)).toEqual([context.actor.id]);
    expect(await told(theirs.id)).toEqual([]);
    await fixture.module.get(SubmitService).submit(context, entry.id, ACCEPTANCE);
    expect(await told(mine.id)).toEqual([]);
    const [due] = await reminders(mine.id);
    expect(await audience.facts({ data: due } as never, context.actor.id, 'en')).toBeNull();
  });
});
