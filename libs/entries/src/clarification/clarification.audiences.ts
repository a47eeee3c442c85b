import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { Audience, EventType, Language, LaureateEvent, MailFacts, StageRef } from '#libs/contracts';
import { formOf } from '../stage-types/call-for-entries.type.js';
import { type ClarificationStanding, clarificationsWhere } from './clarification.queries.js';
import { fieldTitle } from './clarification.rules.js';
import { ClarificationQuestion } from './clarification.entities.js';
import { City } from '../cities/city.entities.js';
import { eligibility } from '../stage-types/eligibility.type.js';
import type { EntriesAudienceOptions } from '../entry/audience-options.js';
import { givenTitle, mailedTitle } from '../entry/entry-answers.js';
import { EntryVersion } from '../entry/entry.entities.js';
import { formIn } from '../form/form-language.js';

type ClarificationEvent = Extract<EventType, `laureate.clarification.${string}`>;
type Data = StageRef & { clarificationId: string; entryId: string };

/** One kind of mail about clarifications: when, to whom (nobody: it is said no more), and what it says besides. */
interface Told<T extends ClarificationEvent> {
  kind: string;
  on: T;
  /** What the occasion has besides kind and clarification. */
  once?: (event: LaureateEvent<T>) => string;
  to: (standing: ClarificationStanding, event: LaureateEvent<T>) => Promise<string[]>;
  more?: (standing: ClarificationStanding, event: LaureateEvent<T>, personId: string) => MailFacts;
}

/** Who is told what of clarifications: the city what it is asked and until when, whoever asked what came of it. */
export function clarificationAudiences(options: EntriesAudienceOptions): Audience[] {
  const city = ({ cityId }: ClarificationStanding) => options.people.peopleOfCity(cityId);
  const whileOpen = async (standing: ClarificationStanding) =>
    standing.state === 'open' ? options.people.peopleOfCity(standing.cityId, 'edit') : [];
  const asker = (standing: ClarificationStanding) => askerOf(options, standing);
  const audience = <T extends ClarificationEvent>(told: Told<T>) => audienceOf(options, told) as unknown as Audience;
  return [
    audience({ kind: 'clarification-asked', on: 'laureate.clarification.asked.v1', to: whileOpen }),
    audience({
      kind: 'clarification-deadline',
      on: 'laureate.clarification.deadline-moved.v1',
      once: ({ data }) => String(data.deadlineVersion),
      // A later move says it better.
      to: async (standing, { data }) => (standing.deadlineVersion === data.deadlineVersion ? whileOpen(standing) : []),
      more: (_, { data }) => ({ previousDeadlineAt: data.from }),
    }),
    audience({
      kind: 'clarification-reminder',
      on: 'laureate.clarification.reminder-due.v1',
      once: ({ data }) => `${data.step}/${data.deadlineVersion}`,
      to: async (standing, { data }) => {
        const isCurrent = standing.deadlineVersion === data.deadlineVersion && !standing.pausedAt;
        return isCurrent && (await latestStep(options, standing)) === data.step ? whileOpen(standing) : [];
      },
    }),
    audience({ kind: 'clarification-answered', on: 'laureate.clarification.answered.v1', to: asker }),
    audience({
      kind: 'clarification-timed-out',
      on: 'laureate.clarification.timed-out.v1',
      to: async (standing) => [...new Set([...(await asker(standing)), ...(await city(standing))])],
      more: ({ onTimeout }) => ({ outcome: onTimeout }),
    }),
    audience({ kind: 'clarification-cancelled', on: 'laureate.clarification.cancelled.v1', to: city }),
  ];
}

function audienceOf<T extends ClarificationEvent>(options: EntriesAudienceOptions, told: Told<T>): Audience<T> {
  const { kind, on, once, to, more } = told;
  const { unitOfWork, cycles, linkTo } = options;
  const dataOf = (event: LaureateEvent<T>) => event.data as Data;
  const standingOf = async (event: LaureateEvent<T>) => {
    const { clarificationId } = dataOf(event);
    const [standing] = await unitOfWork.read((em) => clarificationsWhere(em, 'k.id = ?', [clarificationId]));
    return standing ?? null;
  };
  return {
    kind,
    on,
    occasion: (event) =>
      [eligibility.key, 'clarification', dataOf(event).clarificationId, ...(once ? [once(event)] : [])].join('/'),
    people: async (event) => {
      const standing = await standingOf(event);
      return standing ? to(standing, event) : [];
    },
    facts: async (event, personId, language) => {
      const standing = await standingOf(event);
      if (!standing || !(await to(standing, event)).includes(personId)) return null;
      const { id, cycleId, stageKey, dueAt } = standing;
      return {
        ...(await cycles.stageFacts({ cycleId, stageKey })),
        ...(await unitOfWork.read((em) => textsOf(options, em, standing, language))),
        answerBy: dueAt,
        link: linkTo(`/v1/clarifications/${id}`),
        ...more?.(standing, event, personId),
      };
    },
  };
}

/** The title of the entry, the city, and each question with the name its field has in the form. */
async function textsOf(
  { cycles }: EntriesAudienceOptions,
  em: SqlEntityManager,
  { id, cycleId, entryId, entryVersion, cityId }: ClarificationStanding,
  language: Language,
): Promise<MailFacts> {
  const form = formIn(formOf(await cycles.publishedDefinition(cycleId)), language);
  const asked = await em.find(ClarificationQuestion, { clarificationId: id }, { orderBy: { position: 'asc' } });
  const { content } = await em.findOneOrFail(EntryVersion, { entryId, version: entryVersion });
  const { name, zone } = await em.findOneOrFail(City, { id: cityId });
  return {
    entryTitle: mailedTitle(givenTitle(content), language),
    cityName: name,
    cityZone: zone,
    questions: asked.map(({ pointer, question }) => ({ field: fieldTitle(form, pointer), question })),
  };
}

/** Whoever asked, as long as they are of the secretariat; then all who are. */
async function askerOf(
  { people }: EntriesAudienceOptions,
  { programme, cycleId, askedBy }: ClarificationStanding,
): Promise<string[]> {
  const staff = (await people.peopleWithRole('secretariat', { programme, cycleId })).map(({ id }) => id);
  return staff.includes(askedBy) ? [askedBy] : staff;
}

/** The step of the ladder whose instant came last. */
async function latestStep(
  { unitOfWork }: EntriesAudienceOptions,
  { ladder }: ClarificationStanding,
): Promise<string | undefined> {
  const [row] = await unitOfWork.read((em) => em.execute<{ now: string | Date }[]>('select now() as now'));
  const now = new Date(row!.now).toISOString();
  return ladder.findLast(({ at }) => at <= now)?.step;
}
