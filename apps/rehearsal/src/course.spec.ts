import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type CycleDefinition, isZone, ladderSteps } from '#libs/cycles';
import { projectRoot } from '../../../deploy/local/index.js';
import { invent, shippedCities } from './cast.js';
import { Course } from './course.js';
import { readDefinition } from './definition.js';

const checked = readDefinition(readFileSync(join(projectRoot(), 'docs/examples/guangzhou-2027.yaml'), 'utf8'));
const { definition } = checked as { definition: CycleDefinition };

describe('what invented people do', () => {
  let cities: Awaited<ReturnType<typeof shippedCities>>;
  beforeAll(async () => {
    cities = await shippedCities(projectRoot());
  });

  const courseOf = (numbers: { entries: number; experts: number; jurors: number }, seed: string) =>
    new Course(definition, invent({ ...numbers, staff: 2, language: 'en', seed }, cities), seed);

  it('is set in cities with a name and a zone', () => {
    expect(cities.length).toBeGreaterThan(1000);
    expect(cities.filter(({ name, zone }) => !name || !isZone(zone))).toEqual([]);
  });

  it('leaves somebody to remind at every step, whatever the numbers', async () => {
    const numbers = fc.record({
      entries: fc.integer({ min: 1, max: 60 }),
      experts: fc.integer({ min: 3, max: 15 }),
      jurors: fc.integer({ min: 1, max: 9 }),
    });
    await fc.assert(
      fc.asyncProperty(numbers, fc.string(), async (numbers, seed) => {
        const course = courseOf(numbers, seed);
        for (const stage of definition.stages) {
          expect(await course.prepare(stage)).toBeNull();
          for (const { at } of ladderSteps(stage.ladder, stage.window.deadline, definition.zone)) {
            expect(course.owing(stage, Date.parse(at)).length).toBeGreaterThan(0);
          }
        }
      }),
      { numRuns: 5 },
    );
  });

  it('keeps outcomes within the quotas, and hands on what a stage takes', () => {
    const course = courseOf({ entries: 90, experts: 11, jurors: 7 }, 'quotas');
    const [call, eligibility, screening, jury] = definition.stages;
    const count = (stage: typeof call, wanted: string) =>
      course.outcomes(stage!).filter(({ outcome }) => outcome === wanted).length;
    expect(course.submissions(call!)).toHaveLength(91);
    expect([count(eligibility, 'valid'), count(eligibility, 'invalid')]).toEqual([89, 1]);
    expect([count(screening, 'shortlisted'), count(screening, 'deserving')]).toEqual([15, 30]);
    expect(course.pool(jury!)).toHaveLength(15);
    expect(count(jury, 'winner')).toBe(5);
  });

  it('is the same for the same seed', () => {
    const numbers = { entries: 5, experts: 3, jurors: 3 };
    const cast = (seed: string) => courseOf(numbers, seed).cast;
    expect(cast('a')).toEqual(cast('a'));
    expect(cast('a')).not.toEqual(cast('b'));
  });
});
