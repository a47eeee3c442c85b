import { type Audience, type MailFacts, RELEASE_AUDIENCES, type StageRef } from '#libs/contracts';
import { requireStage, stageContextOf } from '#libs/cycles';
import { Decision } from '../decision/decision.entities.js';
import { signaturesOf } from '../decision/decision-facts.queries.js';
import type { JudgingAudienceOptions } from '../panel/audience-options.js';
import { peopleOfCities } from '../panel/panel.queries.js';
import { type ReleasedDecision, releasedDecisions } from '../decision/shown-decisions.queries.js';
import { signersOf } from '../decision/decision-authority.service.js';
import { type ShownChange, shownChanges } from '../decision/supersession-effects.rules.js';

/**
 * Who is told what of superseded decisions: those who must sign, those whose outcome changes, the
 * staff of a withdrawal.
 */
export function supersessionAudiences(options: JudgingAudienceOptions): Audience[] {
  return [correctionToSign(options), decisionCorrected(options), finalistWithdrew(options)] as unknown as Audience[];
}

const refOf = ({ data: { cycleId, stageKey } }: { data: StageRef }): StageRef => ({ cycleId, stageKey });

function correctionToSign({
  unitOfWork,
  cycles,
  people,
  linkTo,
}: JudgingAudienceOptions): Audience<'laureate.supersession.proposed.v1'> {
  return {
    kind: 'correction-to-sign',
    on: 'laureate.supersession.proposed.v1',
    occasion: ({ data }) => `supersession/${data.decisionId}`,
    people: (event) =>
      unitOfWork.read(async (em) =>
        signersOf(em, people, await stageContextOf(em, await requireStage(em, refOf(event)))),
      ),
    facts: async (event, personId): Promise<MailFacts | null> => {
      const { decisionId, kind, askedBy, reasonCode } = event.data;
      const ref = refOf(event);
      const isWanted = await unitOfWork.read(async (em) => {
        const decision = await em.findOne(Decision, { id: decisionId, state: 'proposed' });
        return decision && !(await signaturesOf(em, decision)).some((each) => each.personId === personId);
      });
      if (!isWanted) return null;
      const [asker] = await people.findPeople([askedBy]);
      const path = `/v1/cycles/${ref.cycleId}/stages/${ref.stageKey}/decision/supersessions/${decisionId}`;
      const command = `laureate decision show ${ref.cycleId} ${ref.stageKey}`;
      const what = { kind, reasonCode, askedBy: asker?.name ?? '', command, link: linkTo(path) };
      return { ...(await cycles.stageFacts(ref)), ...what };
    },
  };
}

/** Each city's people hear what changes for their own entries, if they were told before. */
function decisionCorrected({
  unitOfWork,
  cycles,
}: JudgingAudienceOptions): Audience<'laureate.decision.superseded.v1'> {
  const changesIn = (cycleId: string, decisionId: string, personId?: string) =>
    unitOfWork.read(async (em) => {
      const released = await releasedDecisions(em, cycleId, RELEASE_AUDIENCES);
      const change = changeBy(released, decisionId);
      const people = await peopleOfCities(em, change?.changes.map(({ entryId }) => entryId) ?? [], personId);
      return { people, ...change };
    });
  return {
    kind: 'decision-corrected',
    on: 'laureate.decision.superseded.v1',
    occasion: ({ data }) => `superseded/${data.decisionId}`,
    people: async ({ data }) => {
      const { people } = await changesIn(data.cycleId, data.decisionId);
      return [...new Set(people.map(({ personId }) => personId))];
    },
    facts: async (event, personId): Promise<MailFacts | null> => {
      const { cycleId, decisionId } = event.data;
      const { people, changes = [], publicText = null } = await changesIn(cycleId, decisionId, personId);
      const entries = people.map(({ entryId, title }) => {
        const { from, to } = changes.find((change) => change.entryId === entryId)!;
        return { title, before: from, outcome: to };
      });
      return entries.length > 0 ? { ...(await cycles.stageFacts(refOf(event))), entries, publicText } : null;
    },
  };
}

/** What a released decision shows otherwise than the one that was shown before; null when none was. */
function changeBy(
  released: readonly ReleasedDecision[],
  decisionId: string,
): { changes: ShownChange[]; publicText: string | null } | null {
  const index = released.findIndex((decision) => decision.decisionId === decisionId);
  const [before, after] = [released[index - 1], released[index]];
  if (!before || !after || before.stageKey !== after.stageKey) return null;
  return { changes: shownChanges(before, after), publicText: after.publicText };
}

interface Withdrawn {
  stageKey: string;
  title: string;
  cityName: string;
}

/**
 * An entry that was withdrawn after it had won a place: machines do not decide what follows, the
 * secretariat is told how.
 */
function finalistWithdrew({
  unitOfWork,
  cycles,
  people,
}: JudgingAudienceOptions): Audience<'laureate.entry.withdrawn.v1'> {
  const placeOf = (entryId: string) =>
    unitOfWork.read(async (em) => {
      const rows = await em.execute<Withdrawn[]>(
        `select d.stage_key as "stageKey", v.content ->> 'title' as title, c.name as "cityName"
         from entries.entry e
         join entries.city c on c.id = e.city_id
         join entries.entry_version v on v.entry_id = e.id and v.version = e.current_version
         join judging.outcome o on o.entry_id = e.id and o.outcome in ('shortlisted', 'winner')
         join judging.decision d on d.id = o.decision_id and d.state = 'certified' and not exists (
           select from judging.decision l where l.cycle_id = d.cycle_id and l.stage_key = d.stage_key
             and l.state = 'certified' and l.number > d.number)
         where e.id = ? order by d.certified_at desc limit 1`,
        [entryId],
      );
      return rows[0] ?? null;
    });
  return {
    kind: 'finalist-withdrew',
    on: 'laureate.entry.withdrawn.v1',
    occasion: ({ data }) => `withdrawn/${data.entryId}`,
    people: async ({ data: { cycleId, entryId } }) => {
      if (!(await placeOf(entryId))) return [];
      const programme = (await cycles.programmeOf(cycleId)) ?? undefined;
      const staff = await people.peopleWithRole('secretariat', { cycleId, ...(programme ? { programme } : {}) });
      return staff.map(({ id }) => id);
    },
    facts: async ({ data: { cycleId, entryId } }): Promise<MailFacts | null> => {
      const place = await placeOf(entryId);
      if (!place) return null;
      const { stageKey, title, cityName } = place;
      const command =
        `laureate decision supersede ${cycleId} ${stageKey} --kind withdrawal --entry ${entryId}=withdrawn ` +
        `--reason withdrew --text "…" --dry-run`;
      return { ...(await cycles.stageFacts({ cycleId, stageKey })), entryTitle: title, cityName, command };
    },
  };
}
