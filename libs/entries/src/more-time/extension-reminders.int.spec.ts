import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Audience } from '#libs/contracts';
import { CycleContextService, CyclesActivities } from '#libs/cycles';
import { PeopleService } from '#libs/identity';
import { UnitOfWork } from '#libs/platform';
import { ACCEPTANCE, type House, openHouse } from '../../../../test/support/entries-house.js';
import { entriesAudiences } from '../entries.audiences.js';
import { ExtensionService } from './extension.service.js';
import { SubmitService } from '../submit/submit.service.js';

const DAY_MS = 86_400_000;

describe('whoever was given more time', () => {
  let house: House;
  let activities: CyclesActivities;
  let audience: Audience;

  beforeAll(async () => {
    house = await openHouse();
    activities = (await house.worker()).get(CyclesActivities);
    audience = entriesAudiences({
      unitOfWork: house.module.get(UnitOfWork),
      cycles: house.module.get(CycleContextService),
      people: house.module.get(PeopleService),
      linkTo: (path) => `https://award.example${path}`,
    }).find(({ kind }) => kind === 'extension-reminder')!;
  });
  afterAll(() => house.close());
  beforeEach(async () => {
    await house.db.query('delete from entries.extension_reminder');
    await house.db.query(
      `update entries.extension set granted_at = now() - interval '2 hours', until = now() - interval '1 hour'`,
    );
  });

  const inDays = (days: number) => new Date(Date.now() + days * DAY_MS);
  /** As if it had been granted so many days ago. */
  const grant = async (target: { entryId: string } | { cityId: string }, days: number, ago = 40) => {
    const given = { stageKey: 'call', target, until: inDays(days), reasonCode: 'flood', reasonText: 'The river rose.' };
    const { id } = await house.module.get(ExtensionService).grant(house.staff, house.cycleId, given);
    await house.db.query(`update entries.extension set granted_at = now() - $2 * interval '1 day' where id = $1`, [
      id,
      ago,
    ]);
    return { id, until: given.until };
  };
  const look = () => activities.readStage({ cycleId: house.cycleId, stageKey: 'call' });
  const reminders = (id: string) =>
    house
      .events(house.cycleId, 'laureate.extension.reminder-due.v1')
      .then((events) => events.filter(({ extensionId }) => extensionId === id));
  const told = async (id: string) => {
    const [data] = (await reminders(id)).slice(-1);
    return audience.people({ data } as never);
  };

  it('is reminded after the close, once of each step, and again when the end has moved', async () => {
    await house.openCall();
    const { city, context } = await house.city();
    const entry = await house.draft(context, city.id);
    const { id, until } = await grant({ entryId: entry.id }, 20);
    await house.closeCall();
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
    await house.db.query('update entries.extension set until = $2 where id = $1', [id, sooner]);
    expect(await look()).not.toHaveProperty('askAgainAt');
    expect((await reminders(id)).map(({ step }) => step)).toEqual(['P30D', 'P1D']);
    // Of the end that it had before nobody is told any more.
    expect(await audience.people({ data: due } as never)).toEqual([]);
  });

  it('is told nothing once it has submitted, while the cycle is paused, or where nothing is drafted', async () => {
    await house.openCall();
    const { city, context } = await house.city();
    const entry = await house.draft(context, city.id);
    const idle = await house.city();
    const mine = await grant({ cityId: city.id }, 20);
    const theirs = await grant({ cityId: idle.city.id }, 21);
    await house.closeCall();
    await house.pause();
    expect(await look()).toMatchObject({ mayComeInUntil: mine.until.toISOString() });
    expect(await reminders(mine.id)).toEqual([]);
    await house.resume();
    await look();
    expect(await told(mine.id)).toEqual([context.actor.id]);
    expect(await told(theirs.id)).toEqual([]);
    await house.module.get(SubmitService).submit(context, entry.id, ACCEPTANCE);
    expect(await told(mine.id)).toEqual([]);
    const [due] = await reminders(mine.id);
    expect(await audience.facts({ data: due } as never, context.actor.id, 'en')).toBeNull();
  });
});
