import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CITY_ROLES, ROLES, languageOf } from '#libs/contracts/pure';
import { inWords } from '#libs/words/pure';
import { identityPermissions } from '../permissions.js';
import {
  LANGUAGES,
  type HeldRole,
  canonicalAddress,
  cityRoleCovers,
  isZone,
  holdsWhole,
  mayGrant,
  preferredLanguage,
  scopeProblem,
} from './identity.rules.js';

const everywhere = { programme: null, cycleId: null, cityId: null, cityRole: null };
const cycle = { programme: 'guangzhou', cycleId: 'c1', cityId: null, cityRole: null };

describe('who may give which role', () => {
  it.each([
    ['secretariat', 'secretariat', true],
    ['secretariat', 'juror', true],
    ['organiser', 'juror', true],
    ['organiser', 'secretariat', false],
    ['organiser', 'city', false],
    ['auditor', 'auditor', false],
    ['juror', 'juror', false],
  ] as const)('%s gives %s: %s', (own, role, allowed) => {
    expect(mayGrant([{ role: own, ...everywhere }], { role, ...cycle })).toBe(allowed);
  });

  it('stays within the own programme and cycle', () => {
    const own: HeldRole[] = [
      { role: 'secretariat', programme: 'guangzhou', cycleId: null, cityId: null, cityRole: null },
    ];
    expect(mayGrant(own, { role: 'juror', ...cycle })).toBe(true);
    expect(mayGrant(own, { role: 'juror', ...cycle, programme: 'other' })).toBe(false);
    expect(mayGrant(own, { role: 'secretariat', ...everywhere })).toBe(false);
    const ofCycle: HeldRole[] = [{ role: 'secretariat', ...cycle }];
    expect(mayGrant(ofCycle, { role: 'secretariat', ...cycle, cycleId: null })).toBe(false);
  });

  it.each([
    ['owner', true],
    ['editor', false],
    ['reader', false],
  ] as const)('an %s of a city gives roles in that city, and no other: %s', (cityRole, allowed) => {
    const own: HeldRole = { role: 'city', programme: 'guangzhou', cycleId: null, cityId: 'a', cityRole };
    for (const given of CITY_ROLES) expect(mayGrant([own], { ...own, cityRole: given })).toBe(allowed);
    for (const other of [
      { ...own, cityId: 'b' },
      { ...own, cityId: null, cityRole: null },
      { ...own, programme: 'other' },
      { ...own, programme: null },
      { ...own, role: 'secretariat' as const, cityId: null, cityRole: null },
    ])
      expect(mayGrant([own], other)).toBe(false);
  });

  it('denies by default', () => {
    for (const role of ROLES) expect(mayGrant([], { role, ...cycle })).toBe(false);
  });
});

describe('what acting for a city takes', () => {
  it('an owner binds it, an editor drafts, a reader reads, nobody else does anything', () => {
    const may = (role: Parameters<typeof cityRoleCovers>[0]) =>
      (['read', 'edit', 'bind'] as const).filter((need) => cityRoleCovers(role, need));
    expect([...CITY_ROLES, null].map(may)).toEqual([['read', 'edit', 'bind'], ['read', 'edit'], ['read'], []]);
  });
});

describe('who sees people', () => {
  it('is staff and auditors, within their own programme', () => {
    const { roles } = identityPermissions.listPeople;
    const secretariat: HeldRole[] = [
      { role: 'secretariat', programme: 'guangzhou', cycleId: null, cityId: null, cityRole: null },
    ];
    expect(holdsWhole(secretariat, roles, cycle)).toBe(true);
    expect(holdsWhole(secretariat, roles, everywhere)).toBe(false);
    expect(holdsWhole([{ role: 'auditor', ...everywhere }], roles, everywhere)).toBe(true);
    for (const role of ['city', 'expert', 'juror'] as const) {
      expect(holdsWhole([{ role, ...everywhere }], roles, cycle)).toBe(false);
    }
  });
});

describe('what a role is held for', () => {
  it('names the cycle of a panel member, and a city only for its contact', () => {
    const problem = (held: HeldRole) => inWords(scopeProblem(held)!, 'en');
    expect(problem({ role: 'expert', ...everywhere })).toMatch(/cycleId/);
    expect(problem({ role: 'juror', ...cycle, cityId: 'x' })).toMatch(/city/);
    expect(problem({ role: 'city', ...everywhere, cityRole: 'editor' })).toMatch(/cityId/);
    expect(scopeProblem({ role: 'juror', ...cycle })).toBeNull();
    expect(scopeProblem({ role: 'secretariat', ...everywhere })).toBeNull();
  });
});

describe('addresses, zones, languages', () => {
  it('spells an address in one way', () => {
    expect(canonicalAddress('  Mayor@Vienna.AT ')).toBe('mayor@vienna.at');
    fc.assert(fc.property(fc.string(), (text) => canonicalAddress(canonicalAddress(text)) === canonicalAddress(text)));
  });

  it('takes IANA zones, not abbreviations or offsets', () => {
    for (const zone of ['Asia/Shanghai', 'UTC', 'America/Argentina/Buenos_Aires']) expect(isZone(zone)).toBe(true);
    for (const zone of ['CST', 'EST', '+08:00', 'Asia/Nowhere', '']) expect(isZone(zone)).toBe(false);
  });

  it.each([
    [undefined, 'en'],
    ['de-DE,de;q=0.9', 'en'],
    ['fr-CA,fr;q=0.9,en;q=0.8', 'fr'],
    ['en;q=0.3, zh-Hans;q=0.9', 'zh'],
    ['es;q=0, en', 'en'],
    ['*', 'en'],
  ] as const)('Accept-Language %s: %s', (header, language) => {
    expect(preferredLanguage(header)).toBe(language);
  });

  it.each([
    ['fr', 'fr'],
    ['fr-CA', 'fr'],
    ['zh-Hans', 'zh'],
    ['ES-419', 'es'],
    ['de', 'en'],
    ['fri', 'en'],
    ['', 'en'],
  ] as const)('the language of a tag %s: %s', (tag, language) => {
    expect(languageOf(tag)).toBe(language);
  });

  it('answers any header in one of our languages', () => {
    fc.assert(fc.property(fc.string(), (header) => LANGUAGES.includes(preferredLanguage(header))));
  });
});
