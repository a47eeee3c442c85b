import { MAIL_FACTS, type MailKind } from '#libs/notifications/pure';

/**
 * A value for each placeholder that templates may name; what people wrote is Latin, so that English
 * among it is a template's.
 */
export const FACTS: Record<string, unknown> = {
  programme: 'Guangzhou',
  cycleTitle: 'Praemium VII',
  zone: 'Asia/Shanghai',
  stageTitle: 'Vocatio',
  link: 'https://award.example/a_b?c=1&d=2',
  code: '123456',
  expiresAt: '2027-01-01T00:00:00.000Z',
  role: 'juror',
  cityRole: 'owner',
  takesOver: true,

  cityName: 'Medellín',
  intoName: 'Medellin (Antioquia)',
  verified: true,
  entryTitle: '“Horti” (II)',
  version: 2,
  submittedAt: '2026-11-23T09:00:00.000Z',
  late: true,
  early: true,
  arrivedAt: '2026-11-20T09:00:00.000Z',
  afterReopening: true,
  receiptId: 'r',
  receiptDigest: 'd',
  deadlineAt: '2026-12-31T15:59:59.000Z',
  previousDeadlineAt: '2026-12-01T15:59:59.000Z',
  opensAt: null,
  number: 2,
  changed: ['/stages/jury/window/deadline'],
  cycleId: 'c',
  amendmentId: 'a',
  definitionDigest: 'd',
  moves: [
    {
      title: 'Vocatio',
      opens: null,
      deadline: { from: '2026-12-01T15:59:59.000Z', to: '2026-12-31T15:59:59.000Z' },
      steps: [{ name: 'inscriptio', from: '2026-11-01T15:59:59.000Z', to: '2026-11-30T15:59:59.000Z' }],
    },
  ],
  reasonCode: 'deadline-moved',
  reasonText: 'Lorem ipsum.',
  outcome: 'valid',
  reasons: ['Dolor sit.'],
  appealDays: 10,
  questions: [{ field: 'Titulus', question: 'Quo anno?' }],
  what: 'appeal',
  count: 3,
  owed: ['Horti'],
  entries: [{ title: '“Horti” (II)', before: 'deserving', outcome: 'shortlisted', reasons: ['Dolor sit.'] }],
  outageId: 'o',
  from: '2026-12-01T15:00:00.000Z',
  to: '2026-12-01T15:59:59.000Z',
  pausedAt: '2026-12-01T15:59:59.000Z',
  stages: [
    { title: 'Vocatio', deadlineAt: '2026-12-31T15:59:59.000Z', previousDeadlineAt: '2026-12-01T15:59:59.000Z' },
  ],
  own: [
    {
      kind: 'extension',
      title: 'Vocatio',
      deadlineAt: '2027-01-31T15:59:59.000Z',
      previousDeadlineAt: '2027-01-01T15:59:59.000Z',
    },
  ],
  detail: 'Duo desunt.',
  certifier: 'Ana',
  kind: 'correction',
  askedBy: 'Ana',
  command: 'laureate decision show CYCLE STAGE',
  publicText: 'Amet consectetur.',
  complaintNumber: 'C-ABCDE-23456',
  complaintId: '01a20b7d-dfbf-77c6-9801-7ff01b068765',
  filedAt: '2026-12-01T15:59:59.000Z',
  answerBy: '2026-12-31T15:59:59.000Z',
  until: '2026-12-31T15:59:59.000Z',
  step: null,
  alone: false,
  assigned: true,
  recorded: false,
  answer: 'Adipiscing elit.',
};

/** The facts that a kind of mail may show, and no other. */
export const factsOf = (kind: string, more: Record<string, unknown> = {}): Record<string, unknown> => {
  const all: Record<string, unknown> = { ...FACTS, ...more };
  return Object.fromEntries(MAIL_FACTS[kind as MailKind].map((fact) => [fact, all[fact]]));
};
