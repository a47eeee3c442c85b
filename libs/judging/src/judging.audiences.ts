import { type Audience, type LaureateEvent, type MailFacts, RELEASE_AUDIENCES, type StageRef } from '#libs/contracts';
import type { CycleContextService, StageMailFacts } from '#libs/cycles';
import type { JudgingAudienceOptions } from './panel/audience-options.js';
import { Assignment } from './screening/screening.entities.js';
import { certificationAudiences } from './decision/certification.audiences.js';
import { complaintAudiences } from './complaints/complaint.audiences.js';
import { jury } from './jury/jury.type.js';
import { concernedPeople, expertLoads } from './panel/panel.queries.js';
import { releasedDecisions, unreleased } from './decision/shown-decisions.queries.js';
import { supersessionAudiences } from './supersession/supersession.audiences.js';
import { technicalScreening } from './screening/technical-screening.type.js';

/**
 * Who is told what of judging: assignments to panels, results to cities; their occasions begin
 * with the type of stage they are for, stages of other types have nobody here. And who certifies or complains, in
 * stages of every type.
 */
export function judgingAudiences(options: JudgingAudienceOptions): Audience[] {
  return [
    assignment(options),
    takeover(options),
    decided(options, 'shortlist', technicalScreening.key),
    decided(options, 'result', jury.key),
    ...certificationAudiences(options),
    ...supersessionAudiences(options),
    ...complaintAudiences(options),
  ] as unknown as Audience[];
}

const staged = (facts: StageMailFacts) => ({ ...facts, deadlineAt: facts.deadline.utc });
const refOf = ({ data: { cycleId, stageKey } }: { data: StageRef }): StageRef => ({ cycleId, stageKey });
const assignmentsPath = ({ cycleId, stageKey }: StageRef) => `/v1/cycles/${cycleId}/stages/${stageKey}/assignments`;

/** The stage's facts when it is of the type; null for a stage of another lib. */
async function stageOf(cycles: CycleContextService, ref: StageRef, type: string): Promise<StageMailFacts | null> {
  const stage = await cycles.stageFacts(ref);
  return stage.stageType === type ? stage : null;
}

function assignment({ unitOfWork, cycles, linkTo }: JudgingAudienceOptions): Audience<'laureate.assignments.made.v1'> {
  return {
    kind: 'assignment',
    on: 'laureate.assignments.made.v1',
    occasion: ({ data }) => `${technicalScreening.key}/${data.cycleId}/${data.stageKey}`,
    people: async (event) => {
      const loads = await unitOfWork.read((em) => expertLoads(em, refOf(event)));
      return loads.map(({ personId }) => personId);
    },
    facts: async (event, personId) => {
      const ref = refOf(event);
      const [load] = await unitOfWork.read((em) => expertLoads(em, ref, personId));
      if (!load) return null;
      return { ...staged(await cycles.stageFacts(ref)), count: load.assigned, link: linkTo(assignmentsPath(ref)) };
    },
  };
}

/** One more entry for the expert who takes over. */
function takeover({
  unitOfWork,
  cycles,
  linkTo,
}: JudgingAudienceOptions): Audience<'laureate.assignment.taken-over.v1'> {
  return {
    kind: 'assignment',
    on: 'laureate.assignment.taken-over.v1',
    occasion: ({ data }) => `${technicalScreening.key}/${data.assignmentId}`,
    people: async ({ data }) => [data.personId],
    facts: async (event) => {
      const { assignmentId } = event.data;
      const open = await unitOfWork.read((em) => em.count(Assignment, { id: assignmentId, state: 'open' }));
      if (open === 0) return null;
      const ref = refOf(event);
      return { ...staged(await cycles.stageFacts(ref)), count: 1, link: linkTo(assignmentsPath(ref)) };
    },
  };
}

/**
 * Each city's people hear of their own entries only, once: at the first release of the decision,
 * whichever audience it is for.
 */
function decided(
  { unitOfWork, cycles }: JudgingAudienceOptions,
  kind: string,
  type: string,
): Audience<'laureate.stage.released.v1'> {
  type Released = LaureateEvent<'laureate.stage.released.v1'>;
  const concerned = async (event: Released, personId?: string) => {
    const { decisionId } = event.data;
    if (decisionId === null || !(await stageOf(cycles, refOf(event), type))) return [];
    return unitOfWork.read(async (em) => {
      const released = await releasedDecisions(em, event.data.cycleId, RELEASE_AUDIENCES);
      const [first = await unreleased(em, decisionId)] = released.filter(
        (each) => each.stageKey === event.data.stageKey,
      );
      // They were told of the one before, or nobody is to be told yet.
      if (first?.decisionId !== decisionId || first.kind === 'withheld') return [];
      return concernedPeople(em, decisionId, personId);
    });
  };
  return {
    kind,
    on: 'laureate.stage.released.v1',
    occasion: ({ data }) => `${type}/${data.cycleId}/${data.stageKey}/${data.decisionId}`,
    people: async (event) => [...new Set((await concerned(event)).map(({ personId }) => personId))],
    facts: async (event, personId): Promise<MailFacts | null> => {
      const entries = (await concerned(event, personId)).map(({ title, outcome }) => ({ title, outcome }));
      return entries.length > 0 ? { ...staged(await cycles.stageFacts(refOf(event))), entries } : null;
    },
  };
}
