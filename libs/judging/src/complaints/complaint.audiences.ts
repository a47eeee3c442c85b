import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { Audience, EventType, LaureateEvent, MailFacts, StageRef } from '#libs/contracts';
import type { JudgingAudienceOptions } from '../panel/audience-options.js';
import { type ComplaintStanding, complaintsWhere } from './complaint.queries.js';
import { ComplaintHandler, ComplaintOutcome } from './complaint.entities.js';

type ComplaintEvent = Extract<EventType, `laureate.complaint.${string}`>;
type Data = StageRef & { complaintId: string };

/** What a mail about a complaint is made of. */
interface Given {
  complaint: ComplaintStanding;
  handlers: string[];
  /** The outcome recorded last. */
  latest: ComplaintOutcome | null;
  entryTitle: string;
  cityName: string;
}

/** One kind of mail about complaints: when, to whom (nobody: it is said no more), and what it says besides. */
interface Told<T extends ComplaintEvent> {
  kind: string;
  on: T;
  /** What the occasion has besides kind and complaint. */
  once?: (event: LaureateEvent<T>) => string;
  to: (given: Given, event: LaureateEvent<T>) => Promise<string[]>;
  more?: (given: Given) => MailFacts;
}

/**
 * Who is told what of complaints: the city that it came and how it ended, handlers and the
 * secretariat what is theirs to do.
 */
export function complaintAudiences(options: JudgingAudienceOptions): Audience[] {
  const city = ({ complaint }: Given) => options.people.peopleOfCity(complaint.cityId);
  const staff = ({ complaint }: Given) => secretariat(options, complaint.cycleId);
  const open = (given: Given) => !given.complaint.settled && given.complaint.state !== 'cancelled';
  const audience = <T extends ComplaintEvent>(told: Told<T>) => audienceOf(options, told) as unknown as Audience;
  return [
    audience({ kind: 'complaint-received', on: 'laureate.complaint.filed.v1', to: city }),
    audience({
      kind: 'complaint-filed',
      on: 'laureate.complaint.filed.v1',
      to: async (given) => (open(given) ? staff(given) : []),
    }),
    audience({
      kind: 'complaint-assigned',
      on: 'laureate.complaint.assigned.v1',
      once: ({ data }) => data.personId,
      to: async (given, { data }) => (open(given) ? [data.personId] : []),
    }),
    audience({
      kind: 'complaint-to-confirm',
      on: 'laureate.complaint.outcome-recorded.v1',
      once: ({ data }) => String(data.version),
      to: async (given, { data }) => {
        if (!open(given) || given.latest?.version !== data.version) return [];
        const others = given.handlers.filter((id) => id !== given.latest?.recordedBy);
        return others.length > 0 ? others : staff(given);
      },
      more: ({ handlers }) => ({ alone: handlers.length < 2 }),
    }),
    audience({
      kind: 'complaint-reminder',
      on: 'laureate.complaint.reminder-due.v1',
      once: ({ data }) => data.step,
      to: async (given) => {
        // The end of a pause moves the reminders that it stopped.
        if (!open(given) || given.complaint.paused) return [];
        return given.handlers.length > 0 ? given.handlers : staff(given);
      },
      more: ({ handlers, latest }) => ({ assigned: handlers.length > 0, recorded: latest !== null }),
    }),
    audience({
      kind: 'complaint-overdue',
      on: 'laureate.complaint.overdue.v1',
      to: async (given) => (open(given) ? staff(given) : []),
    }),
    audience({
      kind: 'complaint-outcome',
      on: 'laureate.complaint.settled.v1',
      to: city,
      more: ({ latest }) => ({ outcome: latest!.outcome, answer: latest!.text }),
    }),
    audience({
      kind: 'complaint-upheld',
      on: 'laureate.complaint.settled.v1',
      to: async (given) => (given.complaint.state === 'upheld' ? staff(given) : []),
    }),
  ];
}

function audienceOf<T extends ComplaintEvent>(options: JudgingAudienceOptions, told: Told<T>): Audience<T> {
  const { kind, on, once, to, more } = told;
  const { unitOfWork, cycles, linkTo } = options;
  const dataOf = (event: LaureateEvent<T>) => event.data as Data;
  const given = (event: LaureateEvent<T>) => unitOfWork.read((em) => givenOf(em, dataOf(event).complaintId));
  return {
    kind,
    on,
    occasion: (event) => ['complaint', dataOf(event).complaintId, ...(once ? [once(event)] : [])].join('/'),
    people: async (event) => {
      const about = await given(event);
      return about ? to(about, event) : [];
    },
    facts: async (event, personId) => {
      const about = await given(event);
      if (!about || !(await to(about, event)).includes(personId)) return null;
      const { complaint, entryTitle, cityName } = about;
      const { cycleId, stageKey, id, number, entryId, filedAt, dueAt } = complaint;
      const isCity = kind === 'complaint-received' || kind === 'complaint-outcome';
      const path = isCity ? `/v1/entries/${entryId}/complaints` : `/v1/cycles/${cycleId}/complaints/${id}`;
      return {
        ...(await cycles.stageFacts({ cycleId, stageKey })),
        what: complaint.kind,
        complaintNumber: number,
        complaintId: id,
        entryTitle,
        cityName,
        filedAt,
        answerBy: dueAt,
        link: linkTo(path),
        ...more?.(about),
      };
    },
  };
}

async function givenOf(em: SqlEntityManager, complaintId: string): Promise<Given | null> {
  const [complaint] = await complaintsWhere(em, 'c.id = ?', [complaintId]);
  if (!complaint) return null;
  const handlers = await em.find(ComplaintHandler, { complaintId }, { orderBy: { personId: 'asc' } });
  const [latest] = await em.find(ComplaintOutcome, { complaintId }, { orderBy: { version: 'desc' }, limit: 1 });
  const [entry] = await em.execute<{ title: string; city: string }[]>(
    `select v.content ->> 'title' as title, c.name as city from entries.entry e
     join entries.city c on c.id = e.city_id
     join entries.entry_version v on v.entry_id = e.id and v.version = e.current_version where e.id = ?`,
    [complaint.entryId],
  );
  return {
    complaint,
    handlers: handlers.map(({ personId }) => personId),
    latest: latest ?? null,
    entryTitle: entry?.title ?? '',
    cityName: entry?.city ?? '',
  };
}

async function secretariat({ people, cycles }: JudgingAudienceOptions, cycleId: string): Promise<string[]> {
  const programme = (await cycles.programmeOf(cycleId)) ?? undefined;
  const staff = await people.peopleWithRole('secretariat', { cycleId, ...(programme ? { programme } : {}) });
  return staff.map(({ id }) => id);
}
