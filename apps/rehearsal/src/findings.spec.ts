import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { CycleDefinition } from '#libs/cycles';
import { projectRoot } from '../../../deploy/local/index.js';
import { readDefinition } from './definition.js';
import { findingsOf } from './findings.js';
import type { Mail, Moment } from './timeline.js';

const checked = readDefinition(readFileSync(join(projectRoot(), 'docs/examples/guangzhou-2027.yaml'), 'utf8'));
const { definition } = checked as { definition: CycleDefinition };
const run = { completed: true, language: 'en', now: Date.parse('2026-01-01T00:00Z') };

const moment = (at: string, stageKey: string, what: Moment['what'], more: Partial<Moment> = {}): Moment => ({
  at: Date.parse(at),
  stageKey,
  what,
  mails: [{} as Mail],
  ...more,
});
const reminder = (at: string, stageKey: string, more: Partial<Moment> = {}) =>
  moment(at, stageKey, 'reminder', { detail: 'P7D', ...more });

describe('what a rehearsal finds', () => {
  it('is nothing where nothing is wrong', () => {
    const timeline = [reminder('2027-08-24T15:59Z', 'call'), moment('2027-09-18T01:00:02Z', 'eligibility', 'opened')];
    expect(findingsOf(definition, timeline, run)).toEqual({ problems: [], notes: [] });
  });

  it('names reminders that reach nobody', () => {
    const timeline = [reminder('2027-08-24T15:59Z', 'call', { mails: [] })];
    expect(findingsOf(definition, timeline, run).problems).toEqual([
      '“Call for entries” has nobody to remind 7 days before its deadline.',
    ]);
  });

  it.each([
    ['2027-08-27T15:59:59Z', []],
    ['2027-08-27T16:00:00Z', ['Saturday']],
    ['2027-08-29T15:59:59Z', ['Sunday']],
    ['2027-08-29T16:00:00Z', []],
  ])("knows weekends by the cycle's zone: %s", (at, days) => {
    const { notes } = findingsOf(definition, [reminder(at, 'call')], run);
    expect(notes.map((note) => /Saturday|Sunday/.exec(note)?.[0])).toEqual(days);
  });

  it.each([
    ['2027-08-24T16:59:00Z', 1],
    ['2027-08-24T16:59:01Z', 0],
  ])('names reminders within an hour of each other: %s', (second, count) => {
    const timeline = [reminder('2027-08-24T15:59Z', 'call'), reminder(second, 'eligibility')];
    expect(findingsOf(definition, timeline, run).notes).toHaveLength(count);
  });

  it('says where a cycle stands still', () => {
    const timeline = [moment('2027-12-04T01:00Z', 'jury', 'opened'), moment('2027-12-06T10:00Z', 'jury', 'proposed')];
    const { problems } = findingsOf(definition, timeline, { ...run, completed: false });
    expect(problems).toEqual([expect.stringMatching(/“Jury” waits since 6 December 2027 at 18:00/)]);
  });

  it('says that a definition has begun, and that a language has no mails', () => {
    const { notes } = findingsOf(definition, [], { ...run, language: 'de', now: Date.parse('2027-03-01T00:00Z') });
    expect(notes).toEqual([
      expect.stringMatching(/The opening of “Call for entries” has passed/),
      expect.stringMatching(/no mails in “de”/),
    ]);
  });

  it('says of which stages something is not rehearsed', () => {
    const stages = definition.stages.map((stage) => ({
      ...stage,
      ...(stage.key === 'eligibility' ? { closesEarly: true as const } : {}),
      settings: stage.key === 'jury' ? { ...stage.settings, method: 'adopted-by-panel' } : stage.settings,
    }));
    expect(findingsOf({ ...definition, stages }, [], run)).toEqual({
      problems: [],
      notes: [
        expect.stringMatching(/^“Eligibility” may close before its deadline.*Not rehearsed/),
        expect.stringMatching(/^“Jury” leaves its method to its panel.*Not rehearsed/),
      ],
    });
  });
});
