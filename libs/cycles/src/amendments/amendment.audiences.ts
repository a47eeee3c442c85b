import type { Audience, EventData } from '#libs/contracts';
import type { PeopleService } from '#libs/identity';
import type { UnitOfWork } from '#libs/platform';
import type { StageHandlers } from '../rows/stage-types.js';
import type { CycleContextService } from '../cycle/cycle-context.service.js';
import { cyclePermissions } from '../permissions.js';

interface AmendmentAudienceOptions {
  unitOfWork: UnitOfWork;
  cycles: CycleContextService;
  people: PeopleService;
  handlers: StageHandlers;
  /** Makes the address of a path of the API that mails can show. */
  linkTo: (path: string) => string;
}

/** Who signs amendments of the definition, and is told when one is in force. */
const STAFF = cyclePermissions.signAnyAmendment.roles;

/** Who is told of amendments: those who may sign them, and the staff of those in force. */
export function amendmentAudiences({
  unitOfWork,
  cycles,
  people,
  handlers,
  linkTo,
}: AmendmentAudienceOptions): Audience[] {
  const staff = async (cycleId: string) => {
    const programme = (await cycles.programmeOf(cycleId)) ?? '';
    const held = await Promise.all(STAFF.map((role) => people.peopleWithRole(role, { programme, cycleId })));
    return [...new Set(held.flat().map(({ id }) => id))];
  };
  const signers = async ({ kind, cycleId, stageKey }: EventData<'laureate.amendment.proposed.v1'>) => {
    if (kind !== 'method' || stageKey === null) return staff(cycleId);
    return unitOfWork.read((em) => handlers.concerned(em, { cycleId, stageKey }));
  };
  const facts = async (cycleId: string, amendmentId: string, state: 'proposed' | 'adopted') => {
    const found = await cycles.amendmentFacts(cycleId, amendmentId, state);
    return found && { ...found, link: linkTo(`/v1/cycles/${cycleId}/amendments/${amendmentId}`) };
  };

  const toSign: Audience<'laureate.amendment.proposed.v1'> = {
    kind: 'amendment-to-sign',
    on: 'laureate.amendment.proposed.v1',
    occasion: ({ data }) => data.amendmentId,
    people: ({ data }) => signers(data),
    facts: async ({ data }, personId) =>
      (await signers(data)).includes(personId) ? facts(data.cycleId, data.amendmentId, 'proposed') : null,
  };
  const amended: Audience<'laureate.cycle.amended.v1'> = {
    kind: 'cycle-amended',
    on: 'laureate.cycle.amended.v1',
    occasion: ({ data }) => data.amendmentId,
    // Of deadlines that moved those concerned are told, by the audiences of their stages.
    people: async ({ data: { kind, cycleId } }) => (kind === 'deadline' ? [] : staff(cycleId)),
    facts: ({ data }) => facts(data.cycleId, data.amendmentId, 'adopted'),
  };
  const toCountersign: Audience<'laureate.cycle.amended.v1'> = {
    kind: 'deadline-to-countersign',
    on: 'laureate.cycle.amended.v1',
    occasion: ({ data }) => data.amendmentId,
    people: async ({ actor, data: { kind, cycleId } }) =>
      kind === 'deadline' ? (await staff(cycleId)).filter((id) => id !== actor) : [],
    facts: async ({ data: { cycleId, amendmentId } }, personId, language) => {
      if (!(await staff(cycleId)).includes(personId)) return null;
      const found = await cycles.countersigningFacts(cycleId, amendmentId, personId, language);
      return found && { ...found, link: linkTo(`/v1/cycles/${cycleId}/amendments/${amendmentId}`) };
    },
  };
  return [toSign, amended, toCountersign] as unknown as Audience[];
}
