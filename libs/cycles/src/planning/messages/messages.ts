import type { ReleaseAudience, Role, WindowStepKey } from '#libs/contracts';

/** Mails that belong to no type of stage. */
export type GeneralMail =
  | 'sign-in'
  | 'invitation'
  | 'city-merged'
  | 'city-verified'
  | 'entry-reopened'
  | 'paper-to-confirm'
  | 'certification-due'
  | 'stand-in-named'
  | 'co-signed'
  | 'stage-late'
  | 'needs-attention'
  | 'correction-to-sign'
  | 'decision-corrected'
  | 'finalist-withdrew'
  | 'amendment-to-sign'
  | 'cycle-amended'
  | 'deadline-to-countersign'
  | 'cycle-paused'
  | 'cycle-resumed'
  | 'cycle-cancelled'
  | 'stage-reopened'
  | 'outage-found'
  | 'complaint-received'
  | 'complaint-filed'
  | 'complaint-assigned'
  | 'complaint-to-confirm'
  | 'complaint-reminder'
  | 'complaint-overdue'
  | 'complaint-outcome'
  | 'complaint-upheld';

/** A release, by when it comes. */
interface ReleaseWords {
  at(when: string): string;
  decided: string;
  command: string;
}

/** A further deadline: what it is in the explanation, in the calendar and in the picture. */
interface StepWords {
  says(when: string): string;
  event(stage: string): string;
  short(when: string): string;
}

/** Every word of explanation, calendar and picture in one language; whole sentences where nothing else is said. */
export interface Messages {
  moment(day: string, time: string): string;
  utc(moment: string): string;
  bothZones(local: string, zone: string, utc: string): string;
  quoted(title: string): string;
  /** Between sentences. */
  space: string;
  demonstration: string;
  paused(since: string): string;

  heading(cycle: string): string;
  introduction(about: { programme: string; edition: string; from: string; to: string }): string;
  zone(zone: string): string;
  opens(when: string): string;
  /** What must be finished before, already quoted and joined. */
  waitsFor(stages: string): string;
  deadline(when: string): string;
  hardClose(when: string): string;
  noGrace: string;
  /** Further deadlines of a stage. */
  steps: Record<WindowStepKey, StepWords>;
  /** Until when what comes after a further deadline is taken, and marked as late. */
  stepGrace(when: string): string;
  /** What is said of a type of stage that has no words. */
  unknownType: string;
  remindersNone: string;
  /** So long before the deadline. */
  reminder(duration: string, when: string): string;
  /** The roles are already joined. */
  certified(count: number, roles: string): string;
  roles: Record<Role, string>;
  releases: Record<ReleaseAudience, ReleaseWords>;

  mailsHeading: string;
  mailsLead: string;
  generalHeading: string;
  mails: Record<GeneralMail, string>;
  /** Of what the mails are that only what is out of the ordinary sends, where they are not listed. */
  otherMails: string;

  undecidedHeading: string;
  undecidedNone: string;
  undecided: {
    signature(instead: string): string;
    mailLanguage(language: string): string;
    inStage(stage: string, question: string): string;
    certifiers(count: number, roles: string): string;
    method: string;
    reminders: string;
    release: Record<ReleaseAudience, string>;
    date: Record<ReleaseAudience, string>;
  };

  /** Titles of the calendar's events. */
  events: {
    opens(stage: string): string;
    deadline(stage: string): string;
    hardClose(stage: string): string;
    reminder(stage: string, duration: string): string;
    release: Record<ReleaseAudience, (stage: string) => string>;
  };

  picture: {
    heading(cycle: string): string;
    zone(zone: string): string;
    /** From its opening to its deadline. */
    span(opens: string, deadline: string): string;
    window: string;
    grace: string;
    step: string;
    reminder: string;
    release: string;
    byCommand: string;
    reminders(durations: string): string;
    hardClose(when: string): string;
    released: Record<ReleaseAudience, (when: string) => string>;
    decided: string;
    command: string;
  };
}
