import type { Audience, Language, MailFacts, StageRef } from '#libs/contracts';
import { type CycleContextService, type StageMailFacts, requireStage, titleWithStep, toInstant } from '#libs/cycles';
import { appealSettings } from './stage-types/appeal.settings.js';
import { callForEntries } from './stage-types/call-for-entries.type.js';
import { cityVerified } from './city-verification.audiences.js';
import { cityMerged } from './city-merge/city-merge.audiences.js';
import { City } from './cities/city.entities.js';
import { clarificationAudiences } from './clarification/clarification.audiences.js';
import {
  type CheckableEntry,
  checkableEntries,
  countUnchecked,
  peopleOfChecked,
} from './eligibility/eligibility.queries.js';
import type { VerdictReason } from './stage-types/eligibility-shipped-rules.js';
import { type EligibilitySettings, eligibility } from './stage-types/eligibility.type.js';
import { ruleWords } from './stage-types/eligibility.words.js';
import { givenTitle, mailedTitle } from './entry/entry-answers.js';
import { extensionGranted, extensionReminder } from './more-time/extension.audiences.js';
import type { EntriesAudienceOptions } from './entry/audience-options.js';
import { peopleOfEntries } from './entry/entry-people.queries.js';
import { EntryVersion } from './entry/entry.entities.js';
import { notSubmitted, toCheck } from './owed.words.js';
import { paperToConfirm } from './submit/paper.audiences.js';
import { entryReopened } from './reopening/entry-reopening.audiences.js';
import { Receipt } from './submit/submit.entities.js';
import { verdictInWords } from './stage-types/verdict.rules.js';

/** The most entries of one person that a mail names. */
const OWN_ENTRIES_MAX = 200;

/**
 * Who is told what of entries: receipts, decisions on eligibility, reminders and moved deadlines.
 * Occasions begin with the type of stage they are for; stages of other types have nobody here.
 */
export function entriesAudiences(options: EntriesAudienceOptions): Audience[] {
  return [
    entryReceived(options),
    eligibilityDecision(options),
    callReminder(options),
    eligibilityReminder(options),
    callDeadlineMoved(options),
    callStepMoved(options),
    extensionGranted(options),
    extensionReminder(options),
    entryReopened(options),
    paperToConfirm(options),
    cityMerged(options),
    cityVerified(options),
    ...clarificationAudiences(options),
  ] as unknown as Audience[];
}

const staged = (facts: StageMailFacts) => ({ ...facts, deadlineAt: facts.deadline.utc });

function entryReceived({
  unitOfWork,
  cycles,
  people,
  linkTo,
}: EntriesAudienceOptions): Audience<'laureate.entry.submitted.v1'> {
  return {
    kind: 'entry-received',
    on: 'laureate.entry.submitted.v1',
    occasion: ({ data }) => `${data.entryId}/${data.version}`,
    people: ({ data }) => people.peopleOfCity(data.cityId),
    facts: ({ data: { entryId, cityId, cycleId, version } }, personId, language) =>
      unitOfWork.read(async (em) => {
        if (!(await people.peopleOfCity(cityId)).includes(personId)) return null;
        const submitted = await em.findOneOrFail(EntryVersion, { entryId, version });
        const { content, digest, submittedAt, late, early } = submitted;
        const receipt = await em.findOneOrFail(Receipt, { entryId, version });
        // Of its city as it is now: that of the submit may have been merged since.
        const [entry] = await em.execute<{ stage_key: string; city_id: string }[]>(
          'select stage_key, city_id from entries.entry where id = ?',
          [entryId],
        );
        const { name, zone: cityZone } = await em.findOneOrFail(City, { id: entry!.city_id });
        return {
          ...staged(await cycles.stageFacts({ cycleId, stageKey: entry!.stage_key })),
          cityName: name,
          cityZone,
          entryTitle: mailedTitle(givenTitle(content), language),
          version,
          submittedAt: toInstant(submittedAt),
          late,
          early,
          arrivedAt: submitted.arrivedAt ? toInstant(submitted.arrivedAt) : null,
          afterReopening: Boolean(submitted.reopeningId),
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
function eligibilityDecision({
  unitOfWork,
  cycles,
  outcomesOf,
}: EntriesAudienceOptions): Audience<'laureate.stage.released.v1'> {
  return {
    kind: 'eligibility-decision',
    on: 'laureate.stage.released.v1',
    occasion: ({ data }) =>
      data.audience === 'concerned' ? `${eligibility.key}/${data.cycleId}/${data.stageKey}/${data.decisionId}` : null,
    people: forType(cycles, eligibility.key, [] as string[], (ref) =>
      unitOfWork.read((em) => peopleOfChecked(em, { ...ref, closedAt: null })),
    ),
    facts: (event, personId, language) =>
      forType(cycles, eligibility.key, null as MailFacts | null, async (ref, stage) => {
        const own = await unitOfWork.read((em) =>
          checkableEntries(em, { ...ref, closedAt: null }, { personId }, OWN_ENTRIES_MAX),
        );
        const { decisionId } = event.data;
        const shown = outcomesOf && decisionId !== null ? await outcomesOf(decisionId) : null;
        const told = own.filter(({ id, outcome }) => outcome && (shown?.has(id) ?? true));
        if (told.length === 0) return null;
        const { stages } = await cycles.publishedDefinition(event.data.cycleId);
        const inForce = stages.find(({ key }) => key === event.data.stageKey);
        const { reasons = [] } = (inForce?.settings ?? {}) as Partial<EligibilitySettings>;
        const entries = told.map((entry) => decided(entry, shown?.get(entry.id), reasons, language));
        return { ...staged(stage), entries, appealDays: (inForce && appealSettings(inForce)?.days) ?? null };
      })(event),
  };
}

/** The outcome of one entry with its reasons; none of them where others decided otherwise. */
function decided(entry: CheckableEntry, shown: string | undefined, reasons: VerdictReason[], language: Language) {
  const title = mailedTitle(givenTitle(entry.content), language);
  if (shown !== undefined && shown !== entry.outcome)
    return { title, outcome: shown, reasons: [ruleWords.say(language, 'decidedAfterwards')] };
  return { title, outcome: entry.outcome, reasons: verdictInWords(entry, reasons, language) };
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
    facts: (event, personId, language) =>
      forType(cycles, key, null as MailFacts | null, async (ref, stage) => {
        const entries = await unitOfWork.read((em) => peopleOfEntries(em, { ...ref, which: 'unsubmitted', personId }));
        if (entries.length === 0) return null;
        const owed = entries.map(({ title }) => notSubmitted(title, language));
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
    facts: (event, _, language) =>
      forType(cycles, key, null as MailFacts | null, async (ref, stage) => {
        const unchecked = await uncheckedIn(ref);
        if (unchecked === 0) return null;
        const link = linkTo(`/v1/cycles/${ref.cycleId}/stages/${ref.stageKey}/eligibility?state=open`);
        return { ...staged(stage), owed: [toCheck(unchecked, language)], link };
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
        const opensAt = event.data.opens?.to ?? null;
        return entries.length === 0 ? null : { ...staged(stage), previousDeadlineAt: event.data.from, opensAt };
      })(event),
  };
}

/** The same of the call's further deadlines; one that was taken away is told by the amendment. */
function callStepMoved({ unitOfWork, cycles }: EntriesAudienceOptions): Audience<'laureate.stage.step-moved.v1'> {
  const { key } = callForEntries;
  const concerned = (ref: StageRef, personId?: string) =>
    unitOfWork.read((em) => peopleOfEntries(em, { ...ref, which: 'all', personId }));
  return {
    kind: 'deadline-moved',
    on: 'laureate.stage.step-moved.v1',
    occasion: ({ data }) => `${key}/${data.cycleId}/${data.stageKey}/${data.step}/${data.version}`,
    people: forType(cycles, key, [] as string[], async (ref) => [
      ...new Set((await concerned(ref)).map(({ personId }) => personId)),
    ]),
    facts: (event, personId, language) =>
      forType(cycles, key, null as MailFacts | null, async (ref, stage) => {
        const { step, from, to } = event.data;
        const row = await unitOfWork.read((em) => requireStage(em, ref));
        // A later move says it better.
        if (to === null || row.steps.find((each) => each.step === step)?.deadlineAt !== to) return null;
        if ((await concerned(ref, personId)).length === 0) return null;
        const stageTitle = titleWithStep(stage.stageTitle, step, language);
        return { ...stage, stageTitle, deadlineAt: to, previousDeadlineAt: from, opensAt: null };
      })(event),
  };
}
