import type { Audience } from '#libs/contracts';
import type { PeopleService } from '#libs/identity';
import type { UnitOfWork } from '#libs/platform';
import type { StageHandlers } from '../rows/stage-types.js';
import type { CycleContextService } from '../cycle/cycle-context.service.js';
import { titleWithStep } from '../definition/definition.words.js';

interface InterruptionAudienceOptions {
  unitOfWork: UnitOfWork;
  context: CycleContextService;
  people: PeopleService;
  handlers: StageHandlers;
}

/**
 * Who is told of an outage (the secretariat), of a pause, of its end, that a stage is open again,
 * and that a cycle is cancelled: the secretariat, and everybody concerned by a stage that is open
 * or has moved; of a cancelled cycle, by any.
 */
export function interruptionAudiences({
  unitOfWork,
  context,
  people,
  handlers,
}: InterruptionAudienceOptions): Audience[] {
  const staffOf = async (cycleId: string): Promise<string[]> => {
    const programme = (await context.programmeOf(cycleId)) ?? '';
    return (await people.peopleWithRole('secretariat', { programme, cycleId })).map(({ id }) => id);
  };
  const concernedBy = (cycleId: string, stageKey: string): Promise<string[]> =>
    unitOfWork.read((em) => handlers.concerned(em, { cycleId, stageKey }));
  const everybody = async (cycleId: string, stageKeys: string[]): Promise<string[]> => {
    const others = await Promise.all(stageKeys.map((key) => concernedBy(cycleId, key)));
    return [...new Set([...(await staffOf(cycleId)), ...others.flat()])];
  };

  const paused: Audience<'laureate.cycle.paused.v1'> = {
    kind: 'cycle-paused',
    on: 'laureate.cycle.paused.v1',
    occasion: ({ data }) => `${data.cycleId}/${data.number}`,
    people: async ({ data: { cycleId } }) => everybody(cycleId, await context.openStages(cycleId)),
    facts: async ({ data: { cycleId, at } }) =>
      // Once it goes on, the mail with the new deadlines says more.
      (await context.pausedSince(cycleId)) === at ? { ...(await context.cycleFacts(cycleId)), pausedAt: at } : null,
  };
  const resumed: Audience<'laureate.cycle.resumed.v1'> = {
    kind: 'cycle-resumed',
    on: 'laureate.cycle.resumed.v1',
    occasion: ({ data }) => `${data.cycleId}/${data.number}`,
    people: async ({ data: { cycleId, moved, steps = [], own = [] } }) => {
      const stageKeys = [...new Set([...moved, ...steps].map(({ stageKey }) => stageKey))];
      const cities = [...new Set(own.map(({ cityId }) => cityId))];
      const ofCities = await Promise.all(cities.map((cityId) => people.peopleOfCity(cityId)));
      return [...new Set([...(await everybody(cycleId, stageKeys)), ...ofCities.flat()])];
    },
    facts: async ({ data: { cycleId, moved, steps = [], own = [] } }, personId, language) => {
      if (await context.pausedSince(cycleId)) return null;
      const isStaff = (await staffOf(cycleId)).includes(personId);
      const stages = [];
      for (const { stageKey, from } of moved) {
        if (!isStaff && !(await concernedBy(cycleId, stageKey)).includes(personId)) continue;
        const { stageTitle: title, deadline } = await context.stageFacts({ cycleId, stageKey });
        stages.push({ title, deadlineAt: deadline.utc, previousDeadlineAt: from });
      }
      for (const { stageKey, step, from, to } of steps) {
        if (!isStaff && !(await concernedBy(cycleId, stageKey)).includes(personId)) continue;
        const { stageTitle } = await context.stageFacts({ cycleId, stageKey });
        const title = titleWithStep(stageTitle, step, language);
        stages.push({ title, deadlineAt: to, previousDeadlineAt: from });
      }
      const theirs = [];
      for (const { kind, stageKey, cityId, from, to } of own) {
        if (!(await people.peopleOfCity(cityId)).includes(personId)) continue;
        const { stageTitle: title } = await context.stageFacts({ cycleId, stageKey });
        theirs.push({ kind, title, deadlineAt: to, previousDeadlineAt: from });
      }
      const hasNews = isStaff || stages.length + theirs.length > 0;
      return hasNews ? { ...(await context.cycleFacts(cycleId)), stages, own: theirs } : null;
    },
  };
  const reopened: Audience<'laureate.stage.reopened.v1'> = {
    kind: 'stage-reopened',
    on: 'laureate.stage.reopened.v1',
    occasion: ({ data }) => `${data.cycleId}/${data.stageKey}/${data.deadlineVersion}`,
    people: ({ data: { cycleId, stageKey } }) => everybody(cycleId, [stageKey]),
    facts: async ({ data: { cycleId, stageKey, deadlineVersion } }) => {
      const stage = await context.stageFacts({ cycleId, stageKey });
      // A later move says it better.
      return stage.deadlineVersion === deadlineVersion ? { ...stage, deadlineAt: stage.deadline.utc } : null;
    },
  };
  const outage: Audience<'laureate.outage.found.v1'> = {
    kind: 'outage-found',
    on: 'laureate.outage.found.v1',
    occasion: ({ data }) => `${data.cycleId}/${data.outageId}`,
    people: ({ data: { cycleId } }) => staffOf(cycleId),
    facts: async ({ data: { cycleId, outageId, from, to, stageKeys } }) => {
      const found = await Promise.all(stageKeys.map((stageKey) => context.stageFacts({ cycleId, stageKey })));
      const stages = found.map(({ stageTitle: title, deadline }) => ({ title, deadlineAt: deadline.utc }));
      return { ...(await context.cycleFacts(cycleId)), outageId, from, to, stages };
    },
  };
  const cancelled: Audience<'laureate.cycle.cancelled.v1'> = {
    kind: 'cycle-cancelled',
    on: 'laureate.cycle.cancelled.v1',
    occasion: ({ data }) => data.cycleId,
    people: async ({ data: { cycleId } }) => everybody(cycleId, await context.stageKeys(cycleId)),
    facts: async ({ data: { cycleId, reasonCode, reasonDigest = null } }) => ({
      ...(await context.cycleFacts(cycleId)),
      reasonCode,
      reasonText: await context.reasonText(cycleId, reasonDigest),
    }),
  };
  return [paused, resumed, cancelled, reopened, outage] as unknown as Audience[];
}
