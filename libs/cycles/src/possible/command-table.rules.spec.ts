import { describe, expect, it } from '@jest/globals';
import type { DecisionFacts, ReleaseStep, StageFacts, StageState } from '#libs/contracts';
import type { CycleCommandName, StageCommandName, StageNow } from './command-table.rules.js';
import { inWords } from '#libs/words';
import { type Refusal, cycleRefusalOf, refusalOf } from './refusals.rules.js';

const AT = '2027-03-01T12:00:00.000Z';

/** A refusal with its English text in place of the message. */
function inEnglish(refusal: Refusal | null) {
  if (!refusal) return null;
  const { said, ...others } = refusal;
  return { ...others, detail: inWords(said, 'en') };
}
const BY_COMMAND: ReleaseStep[] = [
  { audience: 'concerned', when: 'command' },
  { audience: 'public', when: 'command' },
];
const facts = (state: StageState, more: Partial<StageFacts> = {}) =>
  ({
    cycleId: 'c',
    stageKey: 'jury',
    state,
    opensAt: AT,
    deadlineAt: AT,
    hardCloseAt: AT,
    after: ['call'],
    releases: BY_COMMAND,
    releasedTo: [],
    decides: true,
    openedAt: null,
    closedAt: null,
    ...more,
  }) as unknown as StageFacts;
const decision = (signatures: number, signaturesNeeded = 1) =>
  ({ signatures, signaturesNeeded, certifications: 0, certificationsNeeded: 2 }) as DecisionFacts;

const COMMANDS: StageCommandName[] = [
  'open',
  'moveDeadline',
  'moveStep',
  'close',
  'sign',
  'certify',
  'release',
  'releaseByPlan',
  'reopen',
  'retry',
];
/** The state of a stage, whatever else counts, and every command that is possible then. */
const STAGES: [name: string, now: StageNow, possible: StageCommandName[]][] = [
  ['scheduled', { facts: facts('scheduled') }, ['open', 'moveDeadline', 'moveStep', 'retry']],
  [
    'scheduled, waiting',
    { facts: facts('scheduled'), stages: [{ key: 'call', state: 'open', after: [] }] },
    ['moveDeadline', 'moveStep'],
  ],
  ['open', { facts: facts('open') }, ['moveDeadline', 'moveStep', 'close', 'retry']],
  ['closing', { facts: facts('closing') }, ['moveStep', 'reopen', 'retry']],
  [
    'closing, overtaken',
    { facts: facts('closing'), stages: [{ key: 'ceremony', state: 'open', after: ['jury'] }] },
    ['moveStep', 'retry'],
  ],
  ['deciding, nothing proposed', { facts: facts('deciding'), decision: null }, ['moveStep', 'reopen', 'retry']],
  ['deciding, unsigned', { facts: facts('deciding'), decision: decision(0) }, ['moveStep', 'sign', 'reopen', 'retry']],
  [
    'deciding, signed',
    { facts: facts('deciding'), decision: decision(1) },
    ['moveStep', 'sign', 'certify', 'reopen', 'retry'],
  ],
  [
    'deciding, nobody signs',
    { facts: facts('deciding'), decision: decision(0, 0) },
    ['moveStep', 'certify', 'reopen', 'retry'],
  ],
  ['decided', { facts: facts('decided') }, ['moveStep', 'release', 'retry']],
  ['decided by nobody', { facts: facts('decided', { decides: false }) }, ['moveStep', 'release', 'reopen', 'retry']],
  [
    'decided, released by plan',
    { facts: facts('decided', { releases: [{ audience: 'public', when: AT }] }) },
    ['moveStep', 'releaseByPlan', 'retry'],
  ],
  ['decided, nothing to release', { facts: facts('decided', { releases: [] }) }, ['moveStep']],
  ['released', { facts: facts('released', { releasedTo: ['concerned', 'public'] }) }, ['moveStep']],
  ['cancelled', { facts: facts('cancelled') }, []],
  ['open, paused', { facts: facts('open', { pausedAt: AT }) }, ['retry']],
  ['open, its cycle paused', { facts: facts('open'), cycle: { status: 'published', pausedAt: AT } }, ['retry']],
  ['released, its cycle completed', { facts: facts('released'), cycle: { status: 'completed' } }, []],
];

describe('the table of commands', () => {
  it.each(STAGES)('of a stage that is %s', (_name, now, possible) => {
    expect(COMMANDS.filter((command) => refusalOf(command, now) === null)).toEqual(possible);
  });

  it('of a cycle', () => {
    const commands: CycleCommandName[] = ['pause', 'resume', 'cancel', 'signAmendment'];
    const possible = (status: 'draft' | 'published' | 'completed' | 'cancelled' | 'history', pausedAt?: string) =>
      commands.filter((command) => cycleRefusalOf(command, { status, pausedAt }) === null);
    expect(possible('published')).toEqual(['pause', 'cancel', 'signAmendment']);
    expect(possible('published', AT)).toEqual(['resume', 'cancel']);
    for (const over of ['draft', 'completed', 'cancelled', 'history'] as const) expect(possible(over)).toEqual([]);
  });
});

describe('a refusal', () => {
  it('says what is refused, why, where the stage stands, and what is possible', () => {
    expect(inEnglish(refusalOf('close', { facts: facts('scheduled') }))).toEqual({
      code: 'conflict',
      detail: `Stage "jury" cannot be closed. It is scheduled and opens at ${AT}. Possible now: open, moveDeadline.`,
      more: { state: 'scheduled', possible: ['open', 'moveDeadline'] },
    });
    const stages = [{ key: 'call', title: 'Call', state: 'open' as const, after: [] }];
    expect(inEnglish(refusalOf('open', { facts: facts('scheduled'), stages }))).toEqual({
      code: 'conflict',
      detail:
        `Stage "jury" cannot be opened. It is scheduled and opens at ${AT}. ` +
        'It waits for the decision of "Call" (open). Possible now: moveDeadline.',
      more: { state: 'scheduled', possible: ['moveDeadline'] },
    });
    expect(inEnglish(refusalOf('release', { facts: facts('decided'), audience: 'public' }))?.detail).toBe(
      'Stage "jury" cannot be released. Not to "public": "concerned" is next. ' +
        'It is decided. To "concerned" it is released by command. Possible now: release.',
    );
    expect(inEnglish(refusalOf('reopen', { facts: facts('decided') }))?.detail).toMatch(
      /^Stage "jury" cannot be reopened\. Its decision is certified: it can be superseded\./,
    );
  });

  it('is the same by the row of the stage and by that of its cycle, paused or cancelled', () => {
    const paused = { code: 'paused', more: { pausedAt: AT, possible: ['resume', 'cancel'] } };
    const byStage = refusalOf('close', { facts: facts('open', { pausedAt: AT }) });
    expect(byStage).toMatchObject(paused);
    expect(inEnglish(byStage)?.detail).toBe(
      `Stage "jury" cannot be closed: the cycle is paused since ${AT}. Resume it first.`,
    );
    const cycle = { status: 'published', pausedAt: AT } as const;
    expect(refusalOf('close', { facts: facts('open'), cycle })).toEqual(byStage);
    expect(cycleRefusalOf('close', cycle, 'jury')).toEqual(byStage);
    const cancelled = refusalOf('close', { facts: facts('cancelled') });
    expect(inEnglish(cancelled)).toEqual({
      code: 'conflict',
      detail: 'Stage "jury" cannot be closed: the cycle is cancelled.',
      more: { state: 'cancelled', possible: [] },
    });
    expect(cycleRefusalOf('close', { status: 'cancelled' }, 'jury')).toEqual(cancelled);
    expect(inEnglish(cycleRefusalOf('cancel', { status: 'cancelled' }))?.detail).toBe(
      'The cycle cannot be cancelled: it is already cancelled.',
    );
  });
});
