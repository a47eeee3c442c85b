import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bothZones, hardClose, isDuration, isZone, ladderSteps, readInstant, zoned } from './calendar.js';

describe('the calendar', () => {
  it('takes zones by their names only', () => {
    for (const zone of ['UTC', 'Asia/Shanghai', 'America/Argentina/Ushuaia'])
      expect([zone, isZone(zone)]).toEqual([zone, true]);
    for (const zone of ['CST', 'GMT', '+08:00', 'UTC+8', 'Asia/Canton_', 'Mars/Olympus', '', 'local'])
      expect([zone, isZone(zone)]).toEqual([zone, false]);
  });

  it('reads local times in the zone, and times with an offset as they are', () => {
    expect(readInstant('2027-08-31T23:59', 'Asia/Shanghai')).toBe('2027-08-31T15:59:00.000Z');
    expect(readInstant('2027-08-31T23:59:30.5', 'UTC')).toBe('2027-08-31T23:59:30.500Z');
    expect(readInstant('2027-08-31T23:59+02:00', 'Asia/Shanghai')).toBe('2027-08-31T21:59:00.000Z');
    expect(readInstant('2027-08-31T23:59Z', 'Asia/Shanghai')).toBe('2027-08-31T23:59:00.000Z');
    for (const text of ['2027-08-31', '31.8.2027', '2027-02-30T10:00', '2027-08-31T25:00', ''])
      expect([text, readInstant(text, 'UTC')]).toEqual([text, null]);
  });

  it('refuses local times that a change of clocks skips', () => {
    expect(readInstant('2027-03-28T02:30', 'Europe/Berlin')).toBeNull();
    expect(readInstant('2027-03-28T03:00', 'Europe/Berlin')).toBe('2027-03-28T01:00:00.000Z');
  });

  it('reckons days on the zone’s calendar, also over a change of clocks', () => {
    const deadline = readInstant('2027-03-28T12:00', 'Europe/Berlin')!;
    expect(ladderSteps(['PT24H', 'P1D'], deadline, 'Europe/Berlin')).toEqual([
      { step: 'PT24H', at: '2027-03-27T10:00:00.000Z' },
      { step: 'P1D', at: '2027-03-27T11:00:00.000Z' },
    ]);
    expect(hardClose(deadline, 'PT1H', 'Europe/Berlin')).toBe('2027-03-28T11:00:00.000Z');
  });

  it('takes durations that are not negative', () => {
    for (const text of ['PT0S', 'P7D', 'PT1H30M', 'P1M']) expect(isDuration(text)).toBe(true);
    for (const text of ['-P1D', 'P-1D', '7 days', '', 'P']) expect([text, isDuration(text)]).toEqual([text, false]);
  });

  it('shows instants in both zones, with the day where it differs', () => {
    expect(bothZones('2027-08-31T15:59:00.000Z', 'Asia/Shanghai')).toBe(
      '31 August 2027 at 23:59 (Asia/Shanghai), 15:59 UTC',
    );
    expect(bothZones('2027-08-31T18:00:05.000Z', 'Asia/Shanghai')).toBe(
      '1 September 2027 at 02:00:05 (Asia/Shanghai), 31 August 2027 at 18:00:05 UTC',
    );
    expect(bothZones('2027-08-31T18:00:00.000Z', 'Asia/Shanghai', 'America/Bogota')).toBe(
      '1 September 2027 at 02:00 (Asia/Shanghai), 31 August 2027 at 13:00 (America/Bogota), 31 August 2027 at 18:00 UTC',
    );
    expect(bothZones('2027-08-31T15:59:00.000Z', 'UTC', 'UTC')).toBe('31 August 2027 at 15:59 UTC');
    expect(zoned('2027-08-31T15:59:00.000Z', 'Asia/Shanghai').local).toBe('2027-08-31T23:59:00.000+08:00');
  });

  it('gives back every instant it wrote', () => {
    const instants = fc.date({ min: new Date('1990-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(instants, fc.constantFrom('Asia/Shanghai', 'America/New_York', 'UTC'), (date, zone) => {
        expect(readInstant(zoned(date.toISOString(), zone).local, zone)).toBe(date.toISOString());
      }),
    );
  });
});
