import type { Audience, MailFacts, StageRef } from '#libs/contracts';
import { type CycleContextService, type StageMailFacts, toInstant } from '#libs/cycles';
import type { PeopleService } from '#libs/identity';
import type { UnitOfWork } from '#libs/platform';
import { callForEntries } from './call-for-entries.type.js';
import { City } from './city.entity.js';
import { type CheckableEntry, checkableEntries, countUnchecked, peopleOfChecked } from './eligibility.queries.js';
import { eligibility } from './eligibility.type.js';
import { titleOf } from './entry.answers.js';
import { peopleOfCity, peopleOfEntries } from './entry.people.js';
import { EntryVersion } from './entry-version.entity.js';
import { Receipt } from './receipt.entity.js';

export interface EntriesAudienceOptions {
  unitOfWork: UnitOfWork;
  cycles: CycleContextService;
  people: PeopleService;
  /** Makes the address of a path of the API that mails can show. */
  linkTo: (path: string) => string;
}

/** The most entries of one person that a mail names. */
const OWN_ENTRIES_MAX = 200;

/**
 * Who is told what of entries: receipts, decisions on eligibility, reminders and moved deadlines. Occasions begin with the
 * type of stage they are for; stages of other types have nobody here.
 */
export function entriesAudiences(options: EntriesAudienceOptions): Audience[] {
  return [
    entryReceived(options),
    eligibilityDecision(options),
    callReminder(options),
    eligibilityReminder(options),
    callDeadlineMoved(options),
  ] as unknown as Audience[];
}

const staged = (facts: StageMailFacts) => ({ ...facts, deadlineAt: facts.deadline.utc });

function entryReceived({
  unitOfWork,
  cycles,
  linkTo,
}: EntriesAudienceOptions): Audience<'laureate.entry.submitted.v1'> {
  return {
    kind: 'entry-received',
    on: 'laureate.entry.submitted.v1',
    occasion: ({ data }) => `${data.entryId}/${data.version}`,
    people: ({ data }) => unitOfWork.read((em) => peopleOfCity(em, data.cityId)),
    facts: ({ data: { entryId, cityId, cycleId, version } }, personId) =>
      unitOfWork.read(async (em) => {
        if (!(await peopleOfCity(em, cityId)).includes(personId)) return null;
        const { content, digest, submittedAt, late } = await em.findOneOrFail(EntryVersion, { entryId, version });
        const { name } = await em.findOneOrFail(City, { id: cityId });
        const receipt = await em.findOneOrFail(Receipt, { entryId, version });
        const [entry] = await em.execute<{ stage_key: string }[]>('select stage_key from entries.entry where id = ?', [
          entryId,
        ]);
        return {
          ...staged(await cycles.stageFacts({ cycleId, stageKey: entry!.stage_key })),
          cityName: name,
          entryTitle: titleOf(content),
          version,
          submittedAt: toInstant(submittedAt),
          late,
          receiptId: receipt.id,
          receiptDigest: digest,
          link: linkTo(`/v1/receipts/${receipt.id}`),
        };
      }),
  };
}

/** Asks only for stages of one type; of others nobody is concerned. */
function forType<T>(
  cycles: CycleContextService,
  type: string,
  none: T,
  act: (ref: StageRef, stage: StageMailFacts) => Promise<T>,
) {
  return async ({ data: { cycleId, stageKey } }: { data: StageRef }): Promise<T> => {
    const ref = { cycleId, stageKey };
    const stage = await cycles.stageFacts(ref);
    return stage.stageType === type ? act(ref, stage) : none;
  };
}

/** Each city's people hear of their own entries only, once the decision is released to those concerned. */
function eligibilityDecision({ unitOfWork, cycles }: EntriesAudienceOptions): Audience<'laureate.stage.released.v1'> {
  return {
    kind: 'eligibility-decision',
    on: 'laureate.stage.released.v1',
    occasion: ({ data }) =>
      data.audience === 'concerned' ? `${eligibility.key}/${data.cycleId}/${data.stageKey}/${data.decisionId}` : null,
    people: forType(cycles, eligibility.key, [] as string[], (ref) =>
      unitOfWork.read((em) => peopleOfChecked(em, { ...ref, closedAt: null })),
    ),
    facts: (event, personId) =>
      forType(cycles, eligibility.key, null as MailFacts | null, async (ref, stage) => {
        const own = await unitOfWork.read((em) =>
          checkableEntries(em, { ...ref, closedAt: null }, { personId }, OWN_ENTRIES_MAX),
        );
        const entries = own.filter(({ outcome }) => outcome).map(decided);
        return entries.length === 0 ? null : { ...staged(stage), entries };
      })(event),
  };
}

/** The outcome of one entry with its reasons: the person's own, or the rules that are not met. */
function decided({ content, outcome, rules, reasonText }: CheckableEntry) {
  const unmet = (rules ?? []).filter(({ result, severity }) => result === 'fail' && severity === 'block');
  const reasons = reasonText ? [reasonText] : unmet.map(({ reason }) => reason);
  return { title: titleOf(content), outcome, reasons: reasons.length > 0 ? reasons : ['All rules are met.'] };
}

function callReminder({ unitOfWork, cycles, linkTo }: EntriesAudienceOptions): Audience<'laureate.reminder.due.v1'> {
  const { key } = callForEntries;
  return {
    kind: 'reminder',
    on: 'laureate.reminder.due.v1',
    occasion: ({ data }) => `${key}/${data.cycleId}/${data.stageKey}/${data.step}/${data.deadlineVersion}`,
    people: forType(cycles, key, [] as string[], async (ref) => {
      const entries = await unitOfWork.read((em) => peopleOfEntries(em, { ...ref, which: 'unsubmitted' }));
      return [...new Set(entries.map(({ personId }) => personId))];
    }),
    facts: (event, personId) =>
      forType(cycles, key, null as MailFacts | null, async (ref, stage) => {
        const entries = await unitOfWork.read((em) => peopleOfEntries(em, { ...ref, which: 'unsubmitted', personId }));
        if (entries.length === 0) return null;
        const owed = entries.map(({ title }) => `“${title}” is a draft and has not been submitted`);
        const path = entries.length === 1 ? `/v1/entries/${entries[0]!.entryId}` : `/v1/cycles/${ref.cycleId}/entries`;
        return { ...staged(stage), owed, link: linkTo(path) };
      })(event),
  };
}

function eligibilityReminder(options: EntriesAudienceOptions): Audience<'laureate.reminder.due.v1'> {
  const { unitOfWork, cycles, linkTo } = options;
  const { key } = eligibility;
  const uncheckedIn = (ref: StageRef) => unitOfWork.read((em) => countUnchecked(em, { ...ref, closedAt: null }));
  return {
    kind: 'reminder',
    on: 'laureate.reminder.due.v1',
    occasion: ({ data }) => `${key}/${data.cycleId}/${data.stageKey}/${data.step}/${data.deadlineVersion}`,
    people: forType(cycles, key, [] as string[], async (ref, { programme }) => {
      if ((await uncheckedIn(ref)) === 0) return [];
      const staff = await options.people.peopleWithRole('secretariat', { programme, cycleId: ref.cycleId });
      return staff.map(({ id }) => id);
    }),
    facts: (event) =>
      forType(cycles, key, null as MailFacts | null, async (ref, stage) => {
        const unchecked = await uncheckedIn(ref);
        if (unchecked === 0) return null;
        const link = linkTo(`/v1/cycles/${ref.cycleId}/stages/${ref.stageKey}/eligibility?unchecked=true`);
        return { ...staged(stage), owed: [toCheck(unchecked)], link };
      })(event),
  };
}

function callDeadlineMoved({
  unitOfWork,
  cycles,
}: EntriesAudienceOptions): Audience<'laureate.stage.deadline-moved.v1'> {
  const { key } = callForEntries;
  return {
    kind: 'deadline-moved',
    on: 'laureate.stage.deadline-moved.v1',
    occasion: ({ data }) => `${key}/${data.cycleId}/${data.stageKey}/${data.deadlineVersion}`,
    people: forType(cycles, key, [] as string[], async (ref) => {
      const entries = await unitOfWork.read((em) => peopleOfEntries(em, { ...ref, which: 'all' }));
      return [...new Set(entries.map(({ personId }) => personId))];
    }),
    facts: (event, personId) =>
      forType(cycles, key, null as MailFacts | null, async (ref, stage) => {
        // A later move says it better.
        if (stage.deadlineVersion !== event.data.deadlineVersion) return null;
        const entries = await unitOfWork.read((em) => peopleOfEntries(em, { ...ref, which: 'all', personId }));
        return entries.length === 0 ? null : { ...staged(stage), previousDeadlineAt: event.data.from };
      })(event),
  };
}

/** What the staff owes, in words. */
export const toCheck = (count: number): string => (count === 1 ? 'one entry to check' : `${count} entries to check`);
