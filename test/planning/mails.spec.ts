import { describe, expect, it } from '@jest/globals';
import type { Audience, LaureateEvent } from '#libs/contracts';
import {
  amendmentAudiences,
  cyclesAudiences,
  GENERAL_MAILS,
  interruptionAudiences,
  mailKinds,
  stageAudiences,
} from '#libs/cycles';
import { callForEntries, eligibility, entriesAudiences } from '#libs/entries';
import { identityAudiences } from '#libs/identity';
import { judgingAudiences, jury, technicalScreening } from '#libs/judging';
import { TEMPLATES } from '#libs/notifications';
import { CallForEntriesHandler } from '../../libs/entries/src/stage-handlers/call-for-entries.handler.js';
import { EligibilityHandler } from '../../libs/entries/src/stage-handlers/eligibility.handler.js';
import { JuryHandler } from '../../libs/judging/src/jury/jury.handler.js';
import { ScreeningHandler } from '../../libs/judging/src/screening/screening.handler.js';
import { types } from './support.js';

/** Each type of stage with what its handler answers. */
const handlers: [type: { key: string }, handler: object][] = [
  [callForEntries, CallForEntriesHandler.prototype],
  [eligibility, EligibilityHandler.prototype],
  [technicalScreening, ScreeningHandler.prototype],
  [jury, JuryHandler.prototype],
];

/** Mails of stages of every type, for those types whose handlers know whom they go to. */
const generic = stageAudiences({} as never);
const ofHandlers = handlers.flatMap(([{ key }, handler]) => [
  ...('owing' in handler ? [`${key}: reminder`] : []),
  ...('concerned' in handler ? [`${key}: deadline-moved`] : []),
]);

/** The audiences of all libs; what they would ask is not asked here. */
const audiences: Audience[] = [
  ...identityAudiences(null as never, null as never, {} as never),
  ...cyclesAudiences(null as never, null as never, null as never),
  ...amendmentAudiences({} as never),
  ...interruptionAudiences({} as never),
  ...entriesAudiences({} as never),
  ...judgingAudiences({} as never),
];

/** The type of stage that an audience is for: its occasions begin with it. */
function typeOf(audience: Audience): string | undefined {
  const data = new Proxy({}, { get: (_, name) => (name === 'audience' ? 'concerned' : String(name)) });
  const occasion = audience.occasion({ data } as LaureateEvent) as string | null;
  return types.keys().find((key) => occasion?.startsWith(`${key}/`));
}

/** `jury: reminder` for each mail that the words of a type of stage explain. */
const explainedOfStages = types
  .keys()
  .flatMap((key) => mailKinds(types.of(key).words!).map((kind) => `${key}: ${kind}`));
const sorted = (all: string[]) => [...new Set(all)].toSorted();

describe('who gets which mail', () => {
  it('is explained for every kind of mail there is, and for no other', () => {
    const kinds = sorted(Object.keys(TEMPLATES.en));
    expect(sorted([...audiences, ...generic].map(({ kind }) => kind))).toEqual(kinds);
    const explained = [...GENERAL_MAILS, ...explainedOfStages.map((each) => each.split(': ')[1]!)];
    expect(sorted(explained)).toEqual(kinds);
  });

  it('is explained where it happens: for each type of stage that has an audience', () => {
    expect(handlers.map(([{ key }]) => key).toSorted()).toEqual(types.keys().filter((key) => key !== 'ceremony'));
    const ofStages = audiences.flatMap((audience) => {
      const type = typeOf(audience);
      return type ? [`${type}: ${audience.kind}`] : [];
    });
    const receipts = 'call-for-entries: entry-received';
    expect(sorted([...ofStages, ...ofHandlers, receipts])).toEqual(sorted(explainedOfStages));
  });
});
