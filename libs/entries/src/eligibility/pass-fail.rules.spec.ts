import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type PassFailEntry, type PassFailInputs, UncheckedEntries, recomputePassFail } from './pass-fail.rules.js';

const entry = (entryId: string, more: Partial<PassFailEntry> = {}): PassFailEntry => ({
  entryId,
  version: 1,
  digest: 'd'.repeat(64),
  rules: [{ id: 'recent', severity: 'block', result: 'pass', reason: 'Met.' }],
  verdict: { outcome: 'valid', overridden: false, reasonCode: null },
  ...more,
});
const inputs = (...entries: PassFailEntry[]): PassFailInputs => ({ mode: 'pass-fail', entries });
const unmet: PassFailEntry['rules'] = [{ id: 'recent', severity: 'block', result: 'fail', reason: 'Not met.' }];

describe('an eligibility decision', () => {
  it('is what people said, sorted by entry, with what the rules found', () => {
    const overridden = { outcome: 'valid', overridden: true, reasonCode: 'dates-proved' } as const;
    const confirmed = { outcome: 'invalid', overridden: false, reasonCode: null } as const;
    const proposal = recomputePassFail(
      inputs(
        entry('c', { rules: unmet, verdict: overridden }),
        entry('a'),
        entry('b', { rules: unmet, verdict: confirmed }),
      ),
    );
    expect(proposal).toEqual({
      outcomes: [
        { entryId: 'a', outcome: 'valid' },
        { entryId: 'b', outcome: 'invalid' },
        { entryId: 'c', outcome: 'valid' },
      ],
      log: [
        'a version 1: rules say valid (all met), confirmed by a person: valid',
        'b version 1: rules say invalid (recent: fail), confirmed by a person: invalid',
        'c version 1: rules say invalid (recent: fail), overridden by a person (dates-proved): valid',
      ],
    });
  });

  it('does not depend on the order of the entries', () => {
    const ids = fc.uniqueArray(fc.uuid(), { maxLength: 12 });
    fc.assert(
      fc.property(ids, (all) => {
        const entries = all.map((id) => entry(id));
        expect(recomputePassFail(inputs(...entries.toReversed()))).toEqual(recomputePassFail(inputs(...entries)));
      }),
    );
  });

  it('waits until every entry was looked at, and names ten', () => {
    const entries = Array.from({ length: 12 }, (_, i) => entry(`e${String(i).padStart(2, '0')}`, { verdict: null }));
    expect(() => recomputePassFail(inputs(entry('x'), ...entries))).toThrow(UncheckedEntries);
    expect(() => recomputePassFail(inputs(entry('x'), ...entries))).toThrow(
      '12 of the entries have not been checked by a person: e00, e01, e02, e03, e04, e05, e06, e07, e08, e09 and 2 more.',
    );
  });

  it('refuses a verdict against the rules that does not say so, or gives no reason', () => {
    const silent = { outcome: 'valid', overridden: false, reasonCode: null } as const;
    const bare = { outcome: 'valid', overridden: true, reasonCode: null } as const;
    expect(() => recomputePassFail(inputs(entry('a', { rules: unmet, verdict: silent })))).toThrow(/do not fit/);
    expect(() => recomputePassFail(inputs(entry('a', { rules: unmet, verdict: bare })))).toThrow(/without a reason/);
    expect(() => recomputePassFail(inputs(entry('a', { verdict: bare })))).toThrow(/do not fit/);
  });
});
