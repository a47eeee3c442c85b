import type { Messages } from './messages.js';

export const en: Messages = {
  moment: (day, time) => `${day} at ${time}`,
  utc: (moment) => `${moment} UTC`,
  bothZones: (local, zone, utc) => `${local} (${zone}), ${utc}`,
  quoted: (title) => `“${title}”`,
  space: ' ',
  demonstration: 'This is a DEMONSTRATION: every result and every mail says so, and nothing of it counts.',
  paused: (since) =>
    `The cycle is paused since ${since}. Nothing opens, closes or comes in; what is still to come moves when it goes on.`,

  heading: (cycle) => `What happens in ${cycle}`,
  introduction: ({ programme, edition, from, to }) =>
    `Edition ${edition} of the ${programme}. It begins on ${from} and ends on ${to}.`,
  zone: (zone) => `Times are those of ${zone}, with UTC beside them.`,
  opens: (when) => `Opens on ${when}.`,
  waitsFor: (stages) => `It waits until this is finished: ${stages}.`,
  deadline: (when) => `Deadline: ${when}.`,
  hardClose: (when) => `Closes for good on ${when}: until then what still comes in is taken, and marked as late.`,
  noGrace: 'It closes for good at the deadline; there is no time of grace.',
  steps: {
    registration: {
      says: (when) => `Until ${when} an entry can be begun; what was begun in time goes on until the deadline.`,
      event: (stage) => `Registration ends: ${stage}`,
      short: (when) => `Registration: ${when}`,
    },
    earlyBird: {
      says: (when) => `What is first submitted before ${when} is marked as early; nothing is refused by it.`,
      event: (stage) => `Early entries end: ${stage}`,
      short: (when) => `Early entries: ${when}`,
    },
    supportingMaterial: {
      says: (when) =>
        `Until ${when} supporting material can be added to a submitted entry; what was submitted stays as it is.`,
      event: (stage) => `Supporting material ends: ${stage}`,
      short: (when) => `Supporting material: ${when}`,
    },
  },
  stepGrace: (when) => `What still comes in until ${when} is taken too.`,
  unknownType: 'What people do in this stage is not described.',
  remindersNone: 'Nobody is reminded.',
  reminder: (duration, when) => `${duration} before: ${when}`,
  certified: (count, roles) =>
    count === 1
      ? `One person of ${roles} certifies the decision.`
      : `${count} different people of ${roles} certify the decision.`,
  roles: {
    secretariat: 'the secretariat',
    organiser: 'the Organizing Committee',
    city: 'the cities',
    expert: 'the Technical Committee',
    juror: 'the jury',
    auditor: 'the auditors',
  },
  releases: {
    concerned: {
      at: (when) => `The cities concerned learn the result on ${when}.`,
      decided: 'The cities concerned learn the result as soon as it is certified.',
      command: 'The cities concerned learn the result when the secretariat releases it.',
    },
    public: {
      at: (when) => `The public learns the result on ${when}.`,
      decided: 'The public learns the result as soon as it is certified.',
      command: 'The public learns the result when the secretariat releases it.',
    },
  },

  mailsHeading: 'Who gets which mail',
  mailsLead:
    'Nobody gets the same mail twice, and each is asked once more before it goes out whether it is still true.',
  generalHeading: 'At any time',
  mails: {
    'sign-in': 'Whoever asks to sign in gets a link and a code.',
    invitation: 'Whoever is invited to a role gets a link to accept it.',
    'city-verified': 'When a city is verified, or is not any more, its people are told.',
    'paper-to-confirm':
      'When what arrived on paper is transcribed and checked, whoever may bind its city is asked to confirm it, and until when.',
    'entry-reopened':
      'When the secretariat reopens a submitted entry, whoever may edit for its city is told why, and until when to confirm it.',
    'city-merged': 'When two cities turn out to be one and are merged, its people are told what it is now.',
    'certification-due':
      'When a decision can be certified, the people who were named to certify it are told, and those who stand in for them.',
    'stand-in-named': 'Whoever is named to stand in for somebody who certifies is told so.',
    'co-signed': 'Somebody in conflict, for whom an auditor has co-signed, is told that certifying is possible now.',
    'complaint-received':
      'A city that complains about a decision gets a receipt, with the day by which it has an answer.',
    'complaint-filed': 'When a city complains about a decision, the secretariat is told.',
    'complaint-assigned': 'Whoever is assigned to handle a complaint is told so.',
    'complaint-to-confirm': 'When the outcome of a complaint is recorded, whoever is to confirm it is told.',
    'complaint-reminder':
      'Those who handle a complaint are reminded before the answer is due; the secretariat, while nobody handles it.',
    'complaint-overdue': 'When a complaint has had no answer in time, the secretariat is told, once.',
    'complaint-outcome': 'A city that complained is told the outcome, once two people have settled it.',
    'complaint-upheld': 'When a complaint is upheld, the secretariat is asked to propose a decision that corrects it.',
    'stage-late': 'When a stage cannot open in time, the secretariat is told why, once.',
    'needs-attention': 'When something cannot go on by itself, the secretariat is told why, once.',
    'correction-to-sign':
      'When a certified decision is to be corrected, those who have to sign the correction are told.',
    'decision-corrected':
      'When a correction is released, those whose result it changes are told what their result is now.',
    'finalist-withdrew': 'When a finalist withdraws, the secretariat is told what it can do about the place.',
    'amendment-to-sign':
      'When a change of this definition is proposed, those who may sign it are told: the secretariat and the organisers, or the panel for its own method.',
    'cycle-amended':
      'When a change of this definition is in force, the secretariat and the organisers are told what it changes.',
    'deadline-to-countersign':
      'When a deadline was moved by command, the others of the staff are asked to countersign it.',
    'cycle-paused': 'When the cycle is paused, everybody who has something open in it is told.',
    'outage-found':
      'When the service could not be reached in the last hours of a stage or over its deadline, the secretariat is told; it decides on more time for all.',
    'stage-reopened':
      'When a stage that has closed is opened again, everybody it concerns and the secretariat are told the new deadline.',
    'cycle-cancelled':
      'When the cycle is cancelled, every city with an entry, every panel and the secretariat are told the reason.',
    'cycle-resumed':
      'When the cycle goes on after a pause, everybody concerned gets all their new deadlines in one mail.',
  },
  otherMails:
    'Whoever a complaint, a correction, a change of this definition, a pause, a cancellation, a reopening or an outage concerns is told of it and of what follows. Ask for all mails to have these one by one.',

  undecidedHeading: 'What nobody has decided yet',
  undecidedNone: 'Nothing: everything that a definition can say is said.',
  undecided: {
    signature: (instead) => `How mails are signed. Without "signature" they end with “${instead}”.`,
    mailLanguage: (language) => `Who writes the mails in ${language}: there are none yet, and they go out in English.`,
    inStage: (stage, question) => `${stage}: ${question}`,
    certifiers: (count, roles) =>
      count === 1
        ? `which person certifies. Anybody of ${roles} may; the definition names nobody.`
        : `which ${count} people certify. Anybody of ${roles} may; the definition names nobody.`,
    method: 'the method. The panel adopts it at its start.',
    reminders: 'whether people are reminded. There is no "ladder".',
    release: {
      concerned: 'whether the cities concerned are told by mail, and when. No release is planned.',
      public: 'whether the public learns the result, and when. No release is planned.',
    },
    date: {
      concerned: 'the day on which the cities concerned are told. It waits for the secretariat.',
      public: 'the day on which the result is published. It waits for the secretariat.',
    },
  },

  events: {
    opens: (stage) => `${stage} opens`,
    deadline: (stage) => `Deadline: ${stage}`,
    hardClose: (stage) => `${stage} closes for good`,
    reminder: (stage, duration) => `Reminder, ${duration} before the deadline: ${stage}`,
    release: {
      concerned: (stage) => `${stage}: the cities concerned learn the result`,
      public: (stage) => `${stage}: the result is published`,
    },
  },

  picture: {
    heading: (cycle) => `Calendar: ${cycle}`,
    zone: (zone) => `Times are those of ${zone}`,
    span: (opens, deadline) => `${opens} to ${deadline}`,
    window: 'open, until the deadline',
    grace: 'grace, until it closes for good',
    step: 'further deadline',
    reminder: 'reminder',
    release: 'release on a day',
    byCommand: 'release without a day yet',
    reminders: (durations) => `Reminders: ${durations} before`,
    hardClose: (when) => `Closes for good: ${when}`,
    released: {
      concerned: (when) => `Cities concerned: ${when}`,
      public: (when) => `Public: ${when}`,
    },
    decided: 'when certified',
    command: 'day not decided',
  },
};
