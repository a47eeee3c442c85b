import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { type CycleDefinition, guangzhouTemplate, icsOf, pictureOf, timelineOf } from '#libs/cycles';
import { LANGUAGES, type Language } from '#libs/identity/pure';
import { ticksBetween } from '../../libs/cycles/src/planning/picture-axis.js';
import { widthOf } from '../../libs/cycles/src/planning/picture-text.js';
import { anyDefinition } from './definitions.js';
import { complete, types } from './support.js';

const template = complete(guangzhouTemplate({ edition: '7', year: 2027 }));
const now = '2026-11-24T00:00:00.000Z';
const language = fc.constantFrom(...LANGUAGES);

describe('the calendar for calendar programs', () => {
  const written = (definition: CycleDefinition, language: Language = 'en') =>
    icsOf(timelineOf(definition), { language, types, now });
  /** Its events, each as its properties with the escapes taken out. */
  const eventsOf = (ics: string): Record<string, string>[] =>
    ics
      .replaceAll('\r\n ', '')
      .split('BEGIN:VEVENT\r\n')
      .slice(1)
      .map((event) =>
        Object.fromEntries(
          event
            .split('\r\nEND:VEVENT')[0]!
            .split('\r\n')
            .map((line) => [
              line.slice(0, line.indexOf(':')),
              line.slice(line.indexOf(':') + 1).replaceAll(/\\(.)/g, '$1'),
            ]),
        ),
      );

  it('has every instant of the template, the ceremony as an event that lasts', () => {
    const events = eventsOf(written(template));
    expect(events.map(({ UID, DTSTART, DTEND }) => [UID!.replace(/^guangzhou\.7\./, ''), DTSTART, DTEND])).toEqual([
      ['call.opens@laureate', '20270223T010000Z', undefined],
      ['call.reminder-P30D@laureate', '20270801T155900Z', undefined],
      ['call.reminder-P7D@laureate', '20270824T155900Z', undefined],
      ['call.reminder-P1D@laureate', '20270830T155900Z', undefined],
      ['call.deadline@laureate', '20270831T155900Z', undefined],
      ['call.hard-close@laureate', '20270831T165900Z', undefined],
      ['eligibility.opens@laureate', '20270918T010000Z', undefined],
      ['eligibility.reminder-P2D@laureate', '20270926T100000Z', undefined],
      ['eligibility.deadline@laureate', '20270928T100000Z', undefined],
      ['screening.opens@laureate', '20271009T010000Z', undefined],
      ['screening.reminder-P7D@laureate', '20271023T100000Z', undefined],
      ['screening.reminder-P2D@laureate', '20271028T100000Z', undefined],
      ['screening.deadline@laureate', '20271030T100000Z', undefined],
      ['jury.opens@laureate', '20271204T010000Z', undefined],
      ['jury.reminder-P1D@laureate', '20271205T100000Z', undefined],
      ['jury.reminder-PT3H@laureate', '20271206T070000Z', undefined],
      ['jury.deadline@laureate', '20271206T100000Z', undefined],
      ['jury.release-concerned@laureate', '20271207T110000Z', undefined],
      ['jury.release-public@laureate', '20271207T110000Z', undefined],
      ['ceremony.lasts@laureate', '20271207T110000Z', '20271207T140000Z'],
    ]);
    expect(events[4]).toMatchObject({
      SUMMARY: 'Deadline: Call for entries',
      DESCRIPTION: 'Guangzhou Award 2027: Tuesday, 31 August 2027 at 23:59 (Asia/Shanghai), 15:59 UTC',
      DTSTAMP: '20261124T000000Z',
      STATUS: 'TENTATIVE',
    });
  });

  it('has the further deadlines of a call, and the picture a sign and a date for each', () => {
    const [call, ...others] = template.stages;
    const steps = {
      registration: { deadline: '2027-05-31T15:59:00.000Z', grace: 'PT1H' },
      supportingMaterial: { deadline: '2027-10-15T15:59:00.000Z', grace: 'PT0S' },
    };
    const stepped = { ...template, stages: [{ ...call!, window: { ...call!.window, steps } }, ...others] };
    const found = eventsOf(written(stepped)).filter(({ UID }) => UID!.includes('.step-'));
    expect(found.map(({ DTSTART, SUMMARY }) => [DTSTART, SUMMARY])).toEqual([
      ['20270531T155900Z', 'Registration ends: Call for entries'],
      ['20271015T155900Z', 'Supporting material ends: Call for entries'],
    ]);
    const picture = pictureOf(timelineOf(stepped), 'en');
    for (const text of [
      'Registration: 31 May 2027, 23:59',
      'Supporting material: 15 Oct 2027, 23:59',
      'further deadline',
    ])
      expect(picture).toContain(text);
    expect(picture.match(/<circle/g)).toHaveLength(2 + 1);
    expect(pictureOf(timelineOf(template), 'en')).not.toContain('<circle');
  });

  it('keeps the UID of an event that moves, so that it is moved where it was imported', () => {
    const stages = template.stages.map((stage) => ({
      ...stage,
      window: {
        ...stage.window,
        deadline: DateTime.fromISO(stage.window.deadline).plus({ hours: 1 }).toUTC().toISO()!,
      },
    }));
    const [before, after] = [template, { ...template, stages }].map((definition) => eventsOf(written(definition)));
    expect(after!.map(({ UID }) => UID)).toEqual(before!.map(({ UID }) => UID));
    expect(after![4]!['DTSTART']).toBe('20270831T165900Z');
  });

  it('says in each event that a demonstration is one', () => {
    const events = eventsOf(written({ ...template, demonstration: true }));
    expect(events.filter(({ SUMMARY }) => !SUMMARY!.startsWith('[DEMONSTRATION] '))).toEqual([]);
  });

  it('holds to RFC 5545 for any definition: lines of 75 octets, unique UIDs, whole texts', () => {
    fc.assert(
      fc.property(anyDefinition, language, (definition, language) => {
        const ics = written(definition, language);
        expect(ics.endsWith('END:VCALENDAR\r\n')).toBe(true);
        const lines = ics.split('\r\n');
        expect(lines.filter((line) => Buffer.byteLength(line) > 75 || /[\r\n]/.test(line))).toEqual([]);
        const events = eventsOf(ics);
        expect(new Set(events.map(({ UID }) => UID)).size).toBe(events.length);
        for (const { title } of definition.stages) {
          const shown = title.replaceAll(/[\s\p{Cc}\u{fffe}\u{ffff}]+/gu, ' ').trim();
          expect(events.some(({ SUMMARY }) => SUMMARY!.includes(shown))).toBe(true);
        }
      }),
      { numRuns: 25 },
    );
  });
});

describe('the picture of a calendar', () => {
  interface Box {
    content: string;
    left: number;
    right: number;
    top: number;
    bottom: number;
  }
  const textsOf = (svg: string): Box[] =>
    [...svg.matchAll(/<text x="([\d.]+)" y="([\d.]+)" font-size="([\d.]+)"[^>]*>([^<]*)<\/text>/g)].map(
      ([, x, y, size, raw]) => {
        const content = raw!
          .replaceAll('&lt;', '<')
          .replaceAll('&gt;', '>')
          .replaceAll('&quot;', '"')
          .replaceAll('&amp;', '&');
        const left = Number(x);
        const base = Number(y);
        // A text is a little less high than its line.
        return {
          content,
          left,
          right: left + widthOf(content, Number(size)),
          top: base - Number(size) * 0.8,
          bottom: base + Number(size) * 0.2,
        };
      },
    );
  const sizeOf = (svg: string) =>
    svg
      .match(/viewBox="0 0 (\d+) ([\d.]+)"/)!
      .slice(1)
      .map(Number) as [number, number];
  const overlaps = (boxes: Box[]) =>
    boxes.flatMap((a, index) =>
      boxes
        .slice(index + 1)
        .filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
        .map((b) => [a.content, b.content]),
    );
  const outside = (svg: string) => {
    const [width, height] = sizeOf(svg);
    return textsOf(svg).filter(
      ({ left, right, top, bottom }) => left < 0 || right > width || top < 0 || bottom > height,
    );
  };
  /** Tags that are opened and not closed, or the other way round; references that XML does not know. */
  const illFormed = (svg: string) => {
    const open: string[] = [];
    for (const [, closing, name, rest] of svg.matchAll(/<(\/?)(\w+)([^<>]*)>/g)) {
      if (closing) expect(open.pop()).toBe(name);
      else if (!rest!.endsWith('/')) open.push(name!);
    }
    return [...open, ...(svg.match(/&(?!(amp|lt|gt|quot);)/g) ?? [])];
  };

  it.each(LANGUAGES)('has no text over another in %s, and all within it', (language) => {
    const svg = pictureOf(timelineOf(template), language);
    expect(textsOf(svg).length).toBeGreaterThan(25);
    expect(overlaps(textsOf(svg))).toEqual([]);
    expect(outside(svg)).toEqual([]);
    expect(illFormed(svg)).toEqual([]);
  });

  it('is so for any definition', () => {
    fc.assert(
      fc.property(anyDefinition, language, (definition, language) => {
        const svg = pictureOf(timelineOf(definition), language);
        expect(overlaps(textsOf(svg))).toEqual([]);
        expect(outside(svg)).toEqual([]);
        expect(illFormed(svg)).toEqual([]);
        expect(svg).not.toMatch(/NaN|undefined|Infinity/);
      }),
      { numRuns: 25 },
    );
  });

  it('says what it shows to those who do not see it', () => {
    const svg = pictureOf(timelineOf(template), 'en');
    expect(svg).toContain('role="img" aria-labelledby="title desc"');
    expect(svg).toContain('<title id="title">Calendar: Guangzhou Award 2027</title>');
    const spoken = svg.match(/<desc id="desc">(.*)<\/desc>/)![1]!;
    expect(spoken).toContain('Jury: Opens on Saturday, 4 December 2027 at 09:00 (Asia/Shanghai), 01:00 UTC.');
  });

  it('has colours that can be told from the paper: 4.5 to 1 for texts, 3 to 1 for signs (WCAG 2.2 AA)', () => {
    const svg = pictureOf(timelineOf(template), 'en');
    const light = (colour: string) => {
      const [r, g, b] = [1, 3, 5].map((at) => {
        const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      }) as [number, number, number];
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const contrast = (colour: string) => 1.05 / (light(colour) + 0.05);
    const texts = new Set([...svg.matchAll(/<text[^>]*fill="(#\w{6})"/g)].map(([, colour]) => colour!));
    expect([...texts].filter((colour) => contrast(colour) < 4.5)).toEqual([]);
    const signs = [...svg.matchAll(/<(?:rect|path)[^>]*fill="(#\w{6})"/g)].map(([, colour]) => colour!);
    const paper = '#ffffff';
    expect(signs.filter((colour) => colour !== paper && contrast(colour) < 3)).toEqual([]);
  });

  it('has ticks on round times of the zone, never too many, for seconds as for centuries', () => {
    const span = fc.double({ min: 1, max: 3e12, noNaN: true });
    fc.assert(
      fc.property(span, fc.constantFrom('Asia/Shanghai', 'America/St_Johns', 'UTC'), (ms, zone) => {
        const from = '2027-02-23T01:02:03.000Z';
        const to = new Date(Date.parse(from) + ms).toISOString();
        const ticks = ticksBetween(from, to, 12, zone, 'en');
        expect(ticks.length).toBeLessThanOrEqual(14);
        if (ms > 60_000) expect(ticks.length).toBeGreaterThan(1);
        for (const [index, { at }] of ticks.entries()) {
          expect(at >= from && at <= to).toBe(true);
          if (index > 0) expect(at > ticks[index - 1]!.at).toBe(true);
          if (ms > 14 * 86_400_000) expect(DateTime.fromISO(at, { zone }).toFormat('HH:mm:ss')).toBe('00:00:00');
        }
      }),
      { numRuns: 100 },
    );
  });
});
