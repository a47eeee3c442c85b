import { aroundAnInstant } from '../../../../test/support/at-once.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CycleContextService, StageHandlers, requireStage, stageAudiences, stageContextOf } from '#libs/cycles';
import { PeopleService } from '#libs/identity';
import { type RequestContext, UnitOfWork } from '#libs/platform';
import {
  ACCEPTANCE,
  codesOf,
  type EntriesFixture,
  openEntriesFixture,
} from '../../../../test/support/entries-fixture.js';
import { completeContent } from '../../../../test/support/entry-contents.js';
import { EntryService } from '../draft/entry.service.js';
import { RuleTrialService } from '../eligibility/rule-trial.service.js';
import { entriesAudiences } from '../entries.audiences.js';
import { peopleOfEntries } from '../entry/entry-people.queries.js';
import { EntryListService } from '../reading/entry-list.service.js';
import { EntryReaderService } from '../reading/entry-reader.service.js';
import { SubmitService } from '../submit/submit.service.js';
import { ExtensionService } from './extension.service.js';

/** A further deadline: so many seconds from now, or from the instant given, with so many of grace. */
const step = (key: string, seconds: number, grace = 0, from = new Date()) => {
  const [deadlineAt, hardCloseAt] = [seconds, seconds + grace].map((each) =>
    new Date(from.getTime() + each * 1000).toISOString(),
  );
  return { step: key, deadlineAt, grace: `PT${grace}S`, hardCloseAt };
};

interface Refusal {
  document: { at: string };
}

describe("a call's further deadlines", () => {
  let fixture: EntriesFixture;
  let entries: EntryService;
  let submits: SubmitService;
  let extensions: ExtensionService;

  beforeAll(async () => {
    fixture = await openEntriesFixture();
    entries = fixture.module.get(EntryService);
    submits = fixture.module.get(SubmitService);
    extensions = fixture.module.get(ExtensionService);
  });
  afterAll(() => fixture.close());
  beforeEach(async () => {
    await fixture.openCall();
    await setSteps();
  });

  const setSteps = (...steps: ReturnType<typeof step>[]) =>
    fixture.setStage('call', `steps = '${JSON.stringify(steps)}'::jsonb`);
  /** Does something in a transaction that began so many seconds before a further deadline (after it, when negative). */
  const judged = <T>(by: RequestContext, before: Parameters<typeof step>, act: () => Promise<T>) =>
    fixture.module.get(UnitOfWork).run(by, async (work) => {
      const [key, seconds, grace] = before;
      await setSteps(step(key, seconds, grace, await work.now()));
      return act();
    });
  const begin = async () => {
    const { city, context } = await fixture.city();
    return {
      context,
      cityId: city.id,
      begun: entries.draft(context, fixture.cycleId, { cityId: city.id, content: {} }),
    };
  };
  const grant = (target: { cityId: string } | { entryId: string }, seconds: number, more: object = {}) =>
    extensions.grant(fixture.staff, fixture.cycleId, {
      stageKey: 'call',
      step: 'registration',
      target,
      until: new Date(Date.now() + seconds * 1000),
      reasonCode: 'post',
      reasonText: 'The post was late.',
      ...more,
    });

  describe('registration', () => {
    it('requirement 9: lets an entry be begun before it and in its grace, then marked as late, and no more after', async () => {
      const standing: [seconds: number, late: boolean | null][] = [
        [0.001, false],
        [0, true],
        [-9.999, true],
        [-10, null],
      ];
      for (const [seconds, late] of standing) {
        const { city, context } = await fixture.city();
        const begun = judged(context, ['registration', seconds, 10], () =>
          entries.draft(context, fixture.cycleId, { cityId: city.id, content: {} }),
        );
        if (late === null)
          await expect(begun).rejects.toMatchObject({ code: 'deadline-passed', document: { step: 'registration' } });
        else {
          const { id } = await begun;
          expect(await fixture.module.get(EntryReaderService).get(context, id)).toMatchObject({
            begunLate: late,
            steps: [{ step: 'registration', deadline: { city: { zone: 'Africa/Nairobi' } } }],
          });
        }
      }
    });

    it('leaves what was begun in time until the deadline of the call', async () => {
      await setSteps(step('registration', 60));
      const { city, context } = await fixture.city();
      const { id } = await fixture.draft(context, city.id);
      await setSteps(step('registration', -60));
      await fixture.save(context, id, { title: 'Begun in time' });
      expect(await submits.submit(context, id, ACCEPTANCE)).toMatchObject({ version: 1, late: false });
    });

    it('requirement 11: is longer for a city that was given more time for it, and for its submits nothing changes', async () => {
      await setSteps(step('registration', -60));
      const { context, cityId, begun } = await begin();
      await expect(begun).rejects.toMatchObject({ code: 'deadline-passed' });
      expect(await grant({ cityId }, 600)).toMatchObject({ step: 'registration', cityId });
      const content = completeContent();
      const [one, two] = await Promise.all(
        [1, 2].map(() => entries.draft(context, fixture.cycleId, { cityId, content })),
      );
      expect(one!.id).not.toBe(two!.id);
      await fixture.setStage(
        'call',
        "state = 'closing', closed_at = now(), hard_close_at = now(), deadline_at = now()",
      );
      await expect(submits.submit(context, one!.id, ACCEPTANCE)).rejects.toMatchObject({ code: 'deadline-passed' });
    });

    it('is not extended for one entry, nor where the call has none, nor into the past', async () => {
      const { id } = await fixture.submitted();
      await expect(grant({ entryId: id }, 600)).rejects.toMatchObject({
        document: { errors: [{ pointer: '/step' }] },
      });
      await setSteps(step('registration', 60));
      await expect(grant({ entryId: id }, 600)).rejects.toMatchObject({
        document: { errors: [{ pointer: '/target' }] },
      });
      const { cityId } = await begin();
      await expect(grant({ cityId }, 30)).rejects.toMatchObject({ document: { errors: [{ pointer: '/until' }] } });
    });

    it('holds for many at once, each judged by the instant its transaction began', async () => {
      const cities = await Promise.all(Array.from({ length: 8 }, () => fixture.city()));
      const { at, before, after } = await aroundAnInstant(
        { unitOfWork: fixture.module.get(UnitOfWork), db: fixture.db },
        cities.map(({ city, context }) => ({
          context,
          act: () => entries.draft(context, fixture.cycleId, { cityId: city.id, content: {} }),
        })),
        (instant) => setSteps(step('registration', 0, 0, instant)),
      );
      expect(codesOf(before)).toEqual(['done', 'done', 'done', 'done']);
      expect(codesOf(after)).toEqual(Array.from({ length: 4 }, () => 'deadline-passed'));
      const refusals = after.flatMap((one) => (one.status === 'rejected' ? [one.reason as Refusal] : []));
      for (const { document } of refusals) expect(document.at >= at.toISOString()).toBe(true);
      const { rows } = await fixture.db.query('select created_at as at from entries.entry where city_id = any($1)', [
        cities.map(({ city }) => city.id),
      ]);
      expect(rows).toHaveLength(4);
      for (const { at: begun } of rows as { at: Date }[]) expect(begun.getTime()).toBeLessThan(at.getTime());
    });
  });

  describe('whoever is concerned', () => {
    const audience = (on: string) =>
      [entriesAudiences, stageAudiences]
        .flatMap((audiences) =>
          audiences({
            unitOfWork: fixture.module.get(UnitOfWork),
            cycles: fixture.module.get(CycleContextService),
            people: fixture.module.get(PeopleService),
            handlers: fixture.module.get(StageHandlers),
            linkTo: (path: string) => path,
          }),
        )
        .find((each) => each.on === on)!;

    it('is told that one has moved, which, and what it was; nothing once it has moved again', async () => {
      const { context } = await fixture.submitted();
      await setSteps(step('registration', 3600));
      const stage = { cycleId: fixture.cycleId, stageKey: 'call' };
      const {
        steps: [moved],
      } = await fixture.module.get(UnitOfWork).read((em) => requireStage(em, stage));
      const told = audience('laureate.stage.step-moved.v1');
      const data = { ...stage, version: 9, step: 'registration', reasonCode: null };
      const event = (to: string) => ({ data: { ...data, from: '2027-01-01T00:00:00.000Z', to } }) as never;
      expect(await told.people(event(moved!.deadlineAt))).toContain(context.actor.id);
      expect(await told.facts(event(moved!.deadlineAt), context.actor.id, 'en')).toMatchObject({
        stageTitle: 'Call for entries (registration)',
        deadlineAt: moved!.deadlineAt,
        previousDeadlineAt: '2027-01-01T00:00:00.000Z',
      });
      expect(await told.facts(event(moved!.deadlineAt), context.actor.id, 'fr')).toMatchObject({
        stageTitle: 'Call for entries (inscriptions)',
      });
      expect(await told.facts(event('2028-01-01T00:00:00.000Z'), context.actor.id, 'en')).toBeNull();
    });

    it('requirement 11: hears for what it was given more time, and is reminded of its draft all the same', async () => {
      await setSteps(step('registration', -1));
      const { city, context } = await fixture.city();
      const { id } = await grant({ cityId: city.id }, 3600);
      const drafted = await fixture.draft(context, city.id);
      const event = { data: { cycleId: fixture.cycleId, stageKey: 'call', extensionId: id } } as never;
      const granted = audience('laureate.extension.granted.v1');
      expect(await granted.facts(event, context.actor.id, 'en')).toMatchObject({
        step: 'registration',
        cityName: city.name,
      });
      const people = await fixture.module.get(UnitOfWork).read((em) =>
        peopleOfEntries(em, {
          cycleId: fixture.cycleId,
          stageKey: 'call',
          which: 'unsubmitted',
          personId: context.actor.id,
        }),
      );
      expect(people.map(({ entryId }) => entryId)).toEqual([drafted.id]);
    });
  });

  describe('early entries', () => {
    it('are those first submitted before it, whatever is changed later; nothing is refused', async () => {
      await setSteps(step('earlyBird', 60));
      const early = await fixture.submitted();
      await setSteps(step('earlyBird', -1));
      const later = await fixture.submitted();
      await fixture.revise(early.context, early.id, { title: 'Changed after it' });

      const reader = fixture.module.get(EntryReaderService);
      const marks = async ({ context, id }: typeof early) =>
        (await reader.get(context, id)).versions.map((one) => one.early);
      expect([await marks(early), await marks(later)]).toEqual([[true, true], [false]]);
      const list = fixture.module.get(EntryListService);
      const ids = async (filter: object) =>
        (await list.list(fixture.staff, fixture.cycleId, { ...filter, after: undefined, limit: 200 })).map(
          ({ id }) => id,
        );
      const found = await ids({ early: true });
      expect(found).toContain(early.id);
      expect(found).not.toContain(later.id);
      expect((await list.counts(fixture.cycleId)).early).toBe(found.length);
      const ref = { cycleId: fixture.cycleId, stageKey: 'eligibility' };
      const rules = [{ id: 'early', severity: 'ask' as const, expression: 'entry.early', message: 'It came early.' }];
      const trials = fixture.module.get(RuleTrialService);
      let trial = await trials.begin(fixture.staff, ref, rules);
      while (!trial.finishedAt) trial = await trials.find(fixture.staff, ref, trial.id);
      expect(trial.rules).toMatchObject([{ pass: found.length, error: 0 }]);
      const counts = await fixture.module
        .get(UnitOfWork)
        .read(async (em) =>
          fixture.module
            .get(StageHandlers)
            .progress(
              em,
              await stageContextOf(em, await requireStage(em, { cycleId: fixture.cycleId, stageKey: 'call' })),
            ),
        );
      expect(counts.find(({ what }) => what === 'early')).toMatchObject({ count: found.length });
    });

    it('end at the instant itself: at T−1 ms early, at T not', async () => {
      const { city, context } = await fixture.city();
      const [one, two] = [await fixture.draft(context, city.id), await fixture.draft(context, city.id)];
      const submit = (id: string, before: number) =>
        judged(context, ['earlyBird', before], () => submits.submit(context, id, ACCEPTANCE));
      expect(await submit(one.id, 0.001)).toMatchObject({ early: true, late: false });
      expect(await submit(two.id, 0)).toMatchObject({ early: false, late: false });
    });
  });
});
