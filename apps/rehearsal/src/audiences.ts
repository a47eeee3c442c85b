import { createHash } from 'node:crypto';
import type { EventType, MailFacts } from '#libs/contracts';
import {
  type StageDefinition,
  type StageMailFacts,
  type StageTypes,
  hardClose,
  signatureOf,
  toInstant,
  zoned,
} from '#libs/cycles';
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

/** The fakes of audiences that are asked for stages of every type. */
const GENERAL: RehearsedAudience[] = [
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
  certificationDue(
    'laureate.decision.proposed.v1',
    'proposed',
    ({ course, stage }) => course.panelRole(stage) === null,
  ),
  certificationDue('laureate.decision.signed.v1', 'signed', () => true),
  toSecretariat('needs-attention', 'laureate.stage.needs-attention.v1', 'needs-attention'),
  toSecretariat('stage-late', 'laureate.stage.late.v1', 'late'),
];

/** A mail of the application that no rehearsal shows, with why. */
type LeftOut = Pick<RehearsedAudience, 'kind' | 'on' | 'stageType'> & { why: string };

/** Those of stages of every type, and of none. */
const LEFT_OUT: LeftOut[] = [
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

/** The audiences that a rehearsal has fakes of: those of every stage, and those that the types of stage bring. */
export function rehearsedAudiences(types: StageTypes): RehearsedAudience[] {
  return [...GENERAL, ...types.keys().flatMap((key) => ofType(types, key))];
}

/** Mails of the application that no rehearsal shows, each with why. */
export function leftOutAudiences(types: StageTypes): LeftOut[] {
  const ofTypes = types
    .keys()
    .flatMap((stageType) => (types.of(stageType).rehearsal?.leftOut ?? []).map((mail) => ({ ...mail, stageType })));
  return [...LEFT_OUT, ...ofTypes];
}

function ofType(types: StageTypes, stageType: string): RehearsedAudience[] {
  const { mails = [] } = types.of(stageType).rehearsal ?? {};
  return mails.map(({ kind, on, what, letters }) => ({
    kind,
    on,
    stageType,
    what,
    letters: ({ course, stage, happening, before }) => {
      const { at, detail } = happening;
      const isFirst = !before.some((other) => other.what === what && other.stageKey === stage.key);
      return letters(course.at(stage), { at, isFirst, ...(detail === undefined ? {} : { detail }) }).map(
        ({ person, facts, path }) => ({
          person,
          facts: {
            ...stageFacts(course, stage),
            ...facts,
            ...(path === undefined ? {} : { link: linkTo(`${CYCLE}/${path}`) }),
          },
        }),
      );
    },
  }));
}

/**
 * The named are asked when only they are waited for: at once where there is no panel, else when its chair has signed.
 */
function certificationDue(
  on: EventType,
  what: Happening['what'],
  isTheirTurn: (occasion: Occasion) => boolean,
): RehearsedAudience {
  return {
    kind: 'certification-due',
    on,
    stageType: null,
    what,
    letters: (occasion) => {
      const { course, stage } = occasion;
      const named = isTheirTurn(occasion) ? officersOf(course).certifiersOf(stage.key) : [];
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
