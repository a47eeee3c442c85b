import { createHash } from 'node:crypto';
import type { EventType, MailFacts } from '#libs/contracts';
import { type StageDefinition, type StageMailFacts, hardClose, signatureOf, toInstant, zoned } from '#libs/cycles';
import { appealSettings, callForEntries, eligibility } from '#libs/entries';
import { jury, panelRole, technicalScreening } from '#libs/judging';
import { DEFAULT_ENTRANT } from '#libs/words';
import type { Person } from './cast.js';
import type { Course } from './course.js';
import type { Happening } from './happenings.js';
import { officersOf } from './officers.js';

/** A mail to be written: to whom, and what it shows. */
export interface Letter {
  person: Person;
  facts: MailFacts;
}

/** What an audience is asked with: what happened, in which stage, after what. */
export interface Occasion {
  course: Course;
  stage: StageDefinition;
  happening: Happening;
  before: Happening[];
}

/** The fake of one of the application's audiences: the same kind, event and type of stage, with invented people. */
export interface RehearsedAudience {
  kind: string;
  on: EventType;
  /** Null when it is not bound to a type of stage. */
  stageType: string | null;
  what: Happening['what'];
  letters(occasion: Occasion): Letter[];
}

const linkTo = (path: string): string => `https://award.example.org${path}`;
const CYCLE = '/v1/cycles/CYCLE';
const RECEIPT = (entryId: string) => `receipt-of-${entryId}`;

/** What the application's own `CycleContextService` tells of a stage. */
function stageFacts({ definition }: Course, stage: StageDefinition): StageMailFacts & { deadlineAt: string } {
  const { programme, edition, title, zone, demonstration } = definition;
  const { opens, deadline, grace } = stage.window;
  return {
    cycleId: 'CYCLE',
    programme: programme.key,
    programmeName: programme.name,
    edition,
    cycleTitle: title,
    zone,
    signature: signatureOf(definition),
    entrantKind: definition.entrant ?? DEFAULT_ENTRANT,
    demonstration,
    stageKey: stage.key,
    stageTitle: stage.title,
    stageType: stage.type,
    opens: zoned(opens, zone),
    deadline: zoned(deadline, zone),
    hardClose: zoned(hardClose(deadline, grace, zone), zone),
    deadlineVersion: 1,
    deadlineAt: deadline,
  };
}

/** The audiences that a rehearsal has fakes of. */
export const REHEARSED: RehearsedAudience[] = [
  {
    kind: 'entry-received',
    on: 'laureate.entry.submitted.v1',
    stageType: null,
    what: 'entry',
    letters: ({ course, stage, happening: { at, entryId } }) =>
      course.cast.entries
        .filter(({ id }) => id === entryId)
        .map((entry) => {
          const { earlyBird } = stage.window.steps ?? {};
          const received = {
            cityName: entry.city,
            entryTitle: entry.title,
            version: 1,
            submittedAt: toInstant(new Date(at)),
            arrivedAt: null,
            afterReopening: false,
            late: at > Date.parse(stage.window.deadline),
            early: earlyBird !== undefined && at < Date.parse(earlyBird.deadline),
            receiptId: RECEIPT(entry.id),
            receiptDigest: createHash('sha256').update(entry.id).digest('hex'),
            link: linkTo(`/v1/receipts/${RECEIPT(entry.id)}`),
          };
          return { person: entry.contact, facts: { ...stageFacts(course, stage), ...received } };
        }),
  },
  {
    kind: 'reminder',
    on: 'laureate.reminder.due.v1',
    stageType: null,
    what: 'reminder',
    letters: ({ course, stage, happening: { at } }) =>
      course.owing(stage, at).map(({ person, owed, path }) => ({
        person,
        facts: { ...stageFacts(course, stage), owed, link: linkTo(`${CYCLE}/${path}`) },
      })),
  },
  {
    kind: 'assignment',
    on: 'laureate.assignments.made.v1',
    stageType: technicalScreening.key,
    what: 'prepared',
    letters: ({ course, stage }) =>
      course.assigned(stage).map(({ person, count }) => ({
        person,
        facts: { ...stageFacts(course, stage), count, link: linkTo(`${CYCLE}/stages/${stage.key}/assignments`) },
      })),
  },
  released('eligibility-decision', eligibility.key, ({ detail }) => detail === 'concerned'),
  released('shortlist', technicalScreening.key, isFirst),
  released('result', jury.key, isFirst),
  certificationDue('laureate.decision.proposed.v1', 'proposed', (stage) => panelRole(stage.type) === null),
  certificationDue('laureate.decision.signed.v1', 'signed', () => true),
  toSecretariat('needs-attention', 'laureate.stage.needs-attention.v1', 'needs-attention'),
  toSecretariat('stage-late', 'laureate.stage.late.v1', 'late'),
];

/** Mails of the application that no rehearsal shows, each with why. */
export const LEFT_OUT: (Pick<RehearsedAudience, 'kind' | 'on' | 'stageType'> & { why: string })[] = [
  {
    kind: 'extension-granted',
    on: 'laureate.extension.granted.v1',
    stageType: callForEntries.key,
    why: 'goes when the secretariat gives one city more time, not by the calendar',
  },
  {
    kind: 'extension-reminder',
    on: 'laureate.extension.reminder-due.v1',
    stageType: callForEntries.key,
    why: 'goes to cities that the secretariat gave more time; in a rehearsal none has it',
  },
  {
    kind: 'paper-to-confirm',
    on: 'laureate.paper.attested.v1',
    stageType: null,
    why: 'goes when an entry arrives on paper; in a rehearsal none does',
  },
  {
    kind: 'entry-reopened',
    on: 'laureate.entry.reopened.v1',
    stageType: null,
    why: 'goes when the secretariat reopens an entry, not by the calendar',
  },
  {
    kind: 'city-merged',
    on: 'laureate.city.merged.v1',
    stageType: null,
    why: 'goes when a city turns out to be registered twice; in a rehearsal none is',
  },
  {
    kind: 'city-verified',
    on: 'laureate.city.verified.v1',
    stageType: null,
    why: 'goes when the secretariat, or a mail domain it trusts, verifies a city, whatever the cycle does',
  },
  {
    kind: 'sign-in',
    on: 'laureate.sign-in.requested.v1',
    stageType: null,
    why: 'goes to whoever asks to sign in, whatever the cycle does',
  },
  {
    kind: 'invitation',
    on: 'laureate.person.invited.v1',
    stageType: null,
    why: 'goes when somebody is invited, not by the calendar',
  },
  {
    kind: 'assignment',
    on: 'laureate.assignment.taken-over.v1',
    stageType: technicalScreening.key,
    why: 'goes when an expert steps back; nobody does in a rehearsal',
  },
  {
    kind: 'stand-in-named',
    on: 'laureate.certifier.named.v1',
    stageType: null,
    why: 'goes when a stand-in is named; nobody has one in a rehearsal',
  },
  {
    kind: 'co-signed',
    on: 'laureate.decision.co-signed.v1',
    stageType: null,
    why: 'goes when an auditor co-signs for a certifier in conflict; nobody is in a rehearsal',
  },
  ...[
    { kind: 'amendment-to-sign', on: 'laureate.amendment.proposed.v1' as const },
    { kind: 'cycle-amended', on: 'laureate.cycle.amended.v1' as const },
    { kind: 'deadline-to-countersign', on: 'laureate.cycle.amended.v1' as const },
  ].map((mail) => ({
    ...mail,
    stageType: null,
    why: 'goes when the definition is amended; a rehearsal keeps to the definition',
  })),
  ...(
    [
      ['correction-to-sign', 'laureate.supersession.proposed.v1'],
      ['decision-corrected', 'laureate.decision.superseded.v1'],
      ['finalist-withdrew', 'laureate.entry.withdrawn.v1'],
    ] as const
  ).map(([kind, on]) => ({
    kind,
    on,
    stageType: null,
    why: 'goes when something has to be corrected or an entry is withdrawn; nothing is in a rehearsal',
  })),
  ...(['paused', 'resumed', 'cancelled'] as const).map((what) => ({
    kind: `cycle-${what}`,
    on: `laureate.cycle.${what}.v1` as const,
    stageType: null,
    why: 'goes when people interrupt or end a cycle; nobody does in a rehearsal',
  })),
  {
    kind: 'outage-found',
    on: 'laureate.outage.found.v1',
    stageType: null,
    why: 'goes when the service could not serve; a rehearsal has no service',
  },
  {
    kind: 'stage-reopened',
    on: 'laureate.stage.reopened.v1',
    stageType: null,
    why: 'goes when a closed stage is opened again; none is in a rehearsal',
  },
  ...(
    [
      ['complaint-received', 'laureate.complaint.filed.v1'],
      ['complaint-filed', 'laureate.complaint.filed.v1'],
      ['complaint-assigned', 'laureate.complaint.assigned.v1'],
      ['complaint-to-confirm', 'laureate.complaint.outcome-recorded.v1'],
      ['complaint-reminder', 'laureate.complaint.reminder-due.v1'],
      ['complaint-overdue', 'laureate.complaint.overdue.v1'],
      ['complaint-outcome', 'laureate.complaint.settled.v1'],
      ['complaint-upheld', 'laureate.complaint.settled.v1'],
    ] as const
  ).map(([kind, on]) => ({
    kind,
    on,
    stageType: null,
    why: 'goes when a city complains about a decision; none does in a rehearsal',
  })),
  ...(
    [
      ['clarification-asked', 'laureate.clarification.asked.v1'],
      ['clarification-deadline', 'laureate.clarification.deadline-moved.v1'],
      ['clarification-reminder', 'laureate.clarification.reminder-due.v1'],
      ['clarification-answered', 'laureate.clarification.answered.v1'],
      ['clarification-timed-out', 'laureate.clarification.timed-out.v1'],
      ['clarification-cancelled', 'laureate.clarification.cancelled.v1'],
    ] as const
  ).map(([kind, on]) => ({
    kind,
    on,
    stageType: eligibility.key,
    why: 'goes when a city is asked about its entry; none is asked in a rehearsal',
  })),
  {
    kind: 'deadline-moved',
    on: 'laureate.stage.deadline-moved.v1',
    stageType: null,
    why: 'goes when a deadline is moved; a rehearsal keeps to the definition',
  },
  {
    kind: 'deadline-moved',
    on: 'laureate.stage.step-moved.v1',
    stageType: null,
    why: 'goes when a further deadline is moved; a rehearsal keeps to the definition',
  },
];

/**
 * The named are asked when only they are waited for: at once where there is no panel, else when its chair has signed.
 */
function certificationDue(
  on: EventType,
  what: Happening['what'],
  isTheirTurn: (stage: StageDefinition) => boolean,
): RehearsedAudience {
  return {
    kind: 'certification-due',
    on,
    stageType: null,
    what,
    letters: ({ course, stage }) => {
      const named = isTheirTurn(stage) ? officersOf(course.definition, course.cast).certifiersOf(stage.key) : [];
      const link = linkTo(`${CYCLE}/stages/${stage.key}/proposal`);
      return named.map((person) => ({ person, facts: { ...stageFacts(course, stage), certifier: null, link } }));
    },
  };
}

function toSecretariat(kind: string, on: EventType, what: Happening['what']): RehearsedAudience {
  return {
    kind,
    on,
    stageType: null,
    what,
    letters: ({ course, stage, happening: { detail } }) =>
      course.cast.secretariat.map((person) => ({ person, facts: { ...stageFacts(course, stage), detail } })),
  };
}

function released(
  kind: string,
  stageType: string,
  concerns: (happening: Happening, before: Happening[]) => boolean,
): RehearsedAudience {
  return {
    kind,
    on: 'laureate.stage.released.v1',
    stageType,
    what: 'released',
    letters: ({ course, stage, happening, before }) =>
      concerns(happening, before)
        ? course.outcomes(stage).map(({ entry, outcome, reasons }) => ({
            person: entry.contact,
            facts: {
              ...stageFacts(course, stage),
              entries: [{ title: entry.title, outcome, reasons }],
              ...(stageType === eligibility.key ? { appealDays: appealSettings(stage)?.days ?? null } : {}),
            },
          }))
        : [],
  };
}

/** Is this the stage's first release, whomever it is to? Those concerned hear of a result once. */
function isFirst({ stageKey }: Happening, before: Happening[]): boolean {
  return !before.some((other) => other.what === 'released' && other.stageKey === stageKey);
}
