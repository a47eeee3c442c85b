import type { Audience, StageRef } from '#libs/contracts';
import type { UnitOfWork } from '#libs/platform';
import type { Owing } from '../definition/stage-answers.js';
import { titleWithStep } from '../definition/definition.words.js';
import { requireStage, stageContextOf } from '../rows/cycle.queries.js';
import type { StageHandlers } from '../rows/stage-types.js';
import type { CycleContextService, StageMailFacts } from './cycle-context.service.js';

interface StageAudienceOptions {
  unitOfWork: UnitOfWork;
  cycles: CycleContextService;
  handlers: StageHandlers;
  /** Makes the address of a path of the API that mails can show. */
  linkTo: (path: string) => string;
}

const staged = (facts: StageMailFacts) => ({ ...facts, deadlineAt: facts.deadline.utc });
const refOf = ({ data: { cycleId, stageKey } }: { data: StageRef }): StageRef => ({ cycleId, stageKey });

/**
 * Who is told what of stages of every type, as their handlers say: whoever owes something is
 * reminded, and whomever a window concerns is told that it has moved. Occasions begin with the type.
 */
export function stageAudiences(options: StageAudienceOptions): Audience[] {
  return [reminder(options), deadlineMoved(options), stepMoved(options)] as unknown as Audience[];
}

/** Reminds of what is still owed; not of a step that a later one has overtaken, when planned or when sent. */
function reminder({
  unitOfWork,
  cycles,
  handlers,
  linkTo,
}: StageAudienceOptions): Audience<'laureate.reminder.due.v1'> {
  const owing = (ref: StageRef, personId?: string): Promise<Owing[]> =>
    unitOfWork.read(async (em) => {
      const stage = await requireStage(em, ref);
      const handler = handlers.of(stage.type);
      return handler.owing ? handler.owing(em, await stageContextOf(em, stage), personId) : [];
    });
  return {
    kind: 'reminder',
    on: 'laureate.reminder.due.v1',
    occasion: async (event) => {
      const { stageType } = await cycles.stageFacts(refOf(event));
      const { cycleId, stageKey, step, deadlineVersion } = event.data;
      return `${stageType}/${cycleId}/${stageKey}/${step}/${deadlineVersion}`;
    },
    people: async (event) => {
      const people = (await owing(refOf(event))).map(({ personId }) => personId);
      return people.length > 0 && (await cycles.isCurrentReminder(event.data)) ? people : [];
    },
    facts: async (event, personId, language) => {
      if (!(await cycles.isCurrentReminder(event.data))) return null;
      const own = (await owing(refOf(event), personId)).find((each) => each.personId === personId);
      if (!own) return null;
      const stage = await cycles.stageFacts(refOf(event));
      return { ...staged(stage), owed: own.tasks(language), link: linkTo(own.path) };
    },
  };
}

function deadlineMoved({
  unitOfWork,
  cycles,
  handlers,
}: StageAudienceOptions): Audience<'laureate.stage.deadline-moved.v1'> {
  const concerned = (ref: StageRef) => unitOfWork.read((em) => handlers.concerned(em, ref));
  return {
    kind: 'deadline-moved',
    on: 'laureate.stage.deadline-moved.v1',
    occasion: async (event) => {
      const { stageType } = await cycles.stageFacts(refOf(event));
      return `${stageType}/${event.data.cycleId}/${event.data.stageKey}/${event.data.deadlineVersion}`;
    },
    people: (event) => concerned(refOf(event)),
    facts: async (event, personId) => {
      const stage = await cycles.stageFacts(refOf(event));
      // A later move says it better.
      if (stage.deadlineVersion !== event.data.deadlineVersion) return null;
      if (!(await concerned(refOf(event))).includes(personId)) return null;
      return { ...staged(stage), previousDeadlineAt: event.data.from, opensAt: event.data.opens?.to ?? null };
    },
  };
}

/** Tells of a further deadline that has moved; one that was taken away is told by the amendment. */
function stepMoved({ unitOfWork, cycles, handlers }: StageAudienceOptions): Audience<'laureate.stage.step-moved.v1'> {
  const concerned = (ref: StageRef) => unitOfWork.read((em) => handlers.concerned(em, ref));
  return {
    kind: 'deadline-moved',
    on: 'laureate.stage.step-moved.v1',
    occasion: async (event) => {
      const { stageType } = await cycles.stageFacts(refOf(event));
      const { cycleId, stageKey, step, version } = event.data;
      return `${stageType}/${cycleId}/${stageKey}/${step}/${version}`;
    },
    people: (event) => concerned(refOf(event)),
    facts: async (event, personId, language) => {
      const { step, from, to } = event.data;
      const row = await unitOfWork.read((em) => requireStage(em, refOf(event)));
      // A later move says it better.
      if (to === null || row.steps.find((each) => each.step === step)?.deadlineAt !== to) return null;
      if (!(await concerned(refOf(event))).includes(personId)) return null;
      const stage = await cycles.stageFacts(refOf(event));
      const stageTitle = titleWithStep(stage.stageTitle, step, language);
      return { ...stage, stageTitle, deadlineAt: to, previousDeadlineAt: from, opensAt: null };
    },
  };
}
