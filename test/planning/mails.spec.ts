import { describe, expect, it } from '@jest/globals';
import type { Audience, LaureateEvent } from '#libs/contracts';
import { GENERAL_MAILS, amendmentAudiences, cyclesAudiences, interruptionAudiences, mailKinds } from '#libs/cycles';
import { entriesAudiences } from '#libs/entries';
import { identityAudiences } from '#libs/identity';
import { judgingAudiences } from '#libs/judging';
import { TEMPLATES } from '#libs/notifications';
import { types } from './support.js';

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
  const occasion = audience.occasion({ data } as LaureateEvent);
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
    expect(sorted(audiences.map(({ kind }) => kind))).toEqual(kinds);
    const explained = [...GENERAL_MAILS, ...explainedOfStages.map((each) => each.split(': ')[1]!)];
    expect(sorted(explained)).toEqual(kinds);
  });

  it('is explained where it happens: for each type of stage that has an audience', () => {
    const ofStages = audiences.flatMap((audience) => {
      const type = typeOf(audience);
      return type ? [`${type}: ${audience.kind}`] : [];
    });
    const receipts = 'call-for-entries: entry-received';
    expect(sorted([...ofStages, receipts])).toEqual(sorted(explainedOfStages));
  });
});
