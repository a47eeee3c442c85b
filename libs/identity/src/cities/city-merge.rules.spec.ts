import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CITY_ROLES } from '#libs/contracts/pure';
import { type HeldCityRole, roleMoves, strongerRole } from './city-merge.rules.js';

const held = (grantId: string, cityRole: HeldCityRole['cityRole'], more: Partial<HeldCityRole> = {}): HeldCityRole => ({
  grantId,
  personId: 'ana',
  programme: 'guangzhou',
  cycleId: null,
  cityRole,
  ...more,
});

describe('roles for a city that is merged', () => {
  it.each([
    ['owner', 'reader', 'owner'],
    ['reader', 'owner', 'owner'],
    ['editor', 'reader', 'editor'],
    ['editor', 'editor', 'editor'],
  ] as const)('%s and %s become %s', (of, into, becomes) => {
    expect(roleMoves([held('1', of)], [held('2', into)])).toEqual([
      { ...held('1', of), present: { grantId: '2', cityRole: into }, becomes },
    ]);
  });

  it('stay what they are where the person holds none for the other city, or holds it for another programme', () => {
    const others = [held('2', 'owner', { personId: 'ben' }), held('3', 'owner', { programme: 'another' })];
    expect(roleMoves([held('1', 'reader')], others)).toEqual([
      { ...held('1', 'reader'), present: null, becomes: 'reader' },
    ]);
  });

  it('leave nobody with less than before', () => {
    const role = fc.constantFrom(...CITY_ROLES);
    const one = fc.record({
      personId: fc.constantFrom('ana', 'ben', 'eve'),
      programme: fc.constantFrom(null, 'guangzhou', 'another'),
      cityRole: role,
    });
    // The database has one role for a person, a programme and a city.
    const all = fc
      .uniqueArray(one, { selector: ({ personId, programme }) => `${personId}/${programme}` })
      .map((rows) => rows.map((row, at) => ({ ...held(String(at), row.cityRole), ...row })));
    fc.assert(
      fc.property(all, all, (of, into) => {
        const moves = roleMoves(of, into);
        expect(moves.map(({ grantId }) => grantId)).toEqual(of.map(({ grantId }) => grantId));
        for (const { cityRole, present, becomes } of moves) {
          expect(strongerRole(becomes, cityRole)).toBe(becomes);
          expect(strongerRole(becomes, present?.cityRole ?? 'reader')).toBe(becomes);
          expect([cityRole, present?.cityRole]).toContain(becomes);
        }
      }),
    );
  });
});
