import type { Audience, LaureateEvent } from '#libs/contracts';
import { toInstant } from '#libs/cycles';
import { callForEntries } from '../stage-types/call-for-entries.type.js';
import { City } from '../cities/city.entities.js';
import type { EntriesAudienceOptions } from '../entry/audience-options.js';
import { mailedTitle } from '../entry/entry-answers.js';
import { Entry } from '../entry/entry.entities.js';
import { Extension, Reopening } from './more-time.entities.js';
import { type WaitingExtension, waitingFor } from './extension.queries.js';
import { Paper } from '../entry/paper.entities.js';

/**
 * Those of a city who can submit, or have it submitted, are told of the time they were given;
 * nobody once it has ended, or where a reopening or a paper says it.
 */
export function extensionGranted({
  unitOfWork,
  cycles,
  people,
  linkTo,
}: EntriesAudienceOptions): Audience<'laureate.extension.granted.v1'> {
  const granted = (id: string) =>
    unitOfWork.read(async (em) => {
      const extension = await em.findOneOrFail(Extension, { id });
      const entry = extension.entryId ? await em.findOneOrFail(Entry, { id: extension.entryId }) : null;
      const isOfReopening = (await em.count(Reopening, { extensionId: id })) > 0;
      const isTold = isOfReopening || (await em.count(Paper, { extensionId: id })) > 0;
      const isOver = isTold || extension.until <= new Date() || entry?.state === 'withdrawn';
      return {
        extension,
        entry,
        isOver,
        city: await em.findOneOrFail(City, { id: extension.cityId ?? entry!.cityId }),
      };
    });
  return {
    kind: 'extension-granted',
    on: 'laureate.extension.granted.v1',
    occasion: ({ data }) => `${callForEntries.key}/extension/${data.extensionId}`,
    people: async ({ data }) => {
      const { city, isOver } = await granted(data.extensionId);
      return isOver ? [] : people.peopleOfCity(city.id, 'edit');
    },
    facts: async ({ data: { cycleId, stageKey, extensionId } }, personId, language) => {
      const { extension, entry, city, isOver } = await granted(extensionId);
      if (isOver || !(await people.peopleOfCity(city.id, 'edit')).includes(personId)) return null;
      const stage = await cycles.stageFacts({ cycleId, stageKey });
      return {
        ...stage,
        deadlineAt: stage.deadline.utc,
        cityName: city.name,
        cityZone: city.zone,
        entryTitle: entry && mailedTitle(entry.title ?? null, language),
        step: extension.step ?? null,
        until: toInstant(extension.until),
        link: linkTo(entry ? `/v1/entries/${entry.id}` : `/v1/cycles/${cycleId}/entries`),
      };
    },
  };
}

/**
 * Those of a city who can submit what an extension waits for are reminded of its end; of a paper,
 * those who can confirm it. Nobody once it has come in, has ended, or ends at another instant.
 */
export function extensionReminder({
  unitOfWork,
  cycles,
  people,
  linkTo,
}: EntriesAudienceOptions): Audience<'laureate.extension.reminder-due.v1'> {
  type Due = LaureateEvent<'laureate.extension.reminder-due.v1'>['data'];
  const waiting = (due: Due) => unitOfWork.read((em) => waitingFor(em, due));
  const peopleOf = ({ cityId, onPaper }: WaitingExtension) => people.peopleOfCity(cityId, onPaper ? 'bind' : 'edit');
  return {
    kind: 'extension-reminder',
    on: 'laureate.extension.reminder-due.v1',
    occasion: ({ data: { extensionId, until, step } }) =>
      `${callForEntries.key}/extension/${extensionId}/${until}/${step}`,
    people: async ({ data }) => {
      const extension = await waiting(data);
      return extension ? peopleOf(extension) : [];
    },
    facts: async ({ data }, personId, language) => {
      const extension = await waiting(data);
      if (!extension || !(await peopleOf(extension)).includes(personId)) return null;
      const { cycleId, stageKey, until } = data;
      const { cityName, cityZone, entries } = extension;
      const stage = await cycles.stageFacts({ cycleId, stageKey });
      return {
        ...stage,
        deadlineAt: stage.deadline.utc,
        cityName,
        cityZone,
        until,
        owed: entries.map(({ title }) => mailedTitle(title, language)),
        link: linkTo(entries.length === 1 ? `/v1/entries/${entries[0]!.id}` : `/v1/cycles/${cycleId}/entries`),
      };
    },
  };
}
