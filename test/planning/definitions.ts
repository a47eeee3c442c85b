import fc from 'fast-check';
import { DateTime } from 'luxon';
import { type CycleDefinition, checkDefinition, guangzhouTemplate } from '#libs/cycles';
import { types } from './support.js';

const stage = fc.record({
  type: fc.constantFrom(...types.keys()),
  title: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 120 }).filter((title) => title.trim() !== ''),
  gap: fc.double({ min: 0.1, max: 40, noNaN: true }),
  lasts: fc.double({ min: 9, max: 300, noNaN: true }),
  grace: fc.constantFrom('PT0S', 'PT1H', 'P1DT2H', 'PT0.5S'),
  ladder: fc.subarray(['P1W', 'P3D', 'PT3H', 'PT90M', 'PT0.25S']),
  released: fc.subarray(['concerned', 'public']),
  how: fc.constantFrom('decided', 'command', 'later'),
  count: fc.integer({ min: 1, max: 9 }),
  free: fc.boolean(),
  steps: fc.subarray(['registration', 'earlyBird', 'supportingMaterial']),
});

/** Further deadlines of a call: the first two within its window, the third after it. */
function stepsIn(steps: string[], opens: DateTime, deadline: DateTime) {
  const length = deadline.diff(opens).toMillis();
  const at = { registration: length / 3, earlyBird: length / 2, supportingMaterial: length * 1.5 };
  return Object.fromEntries(
    steps.map((step) => [step, { deadline: opens.plus(Math.round(at[step as keyof typeof at])).toISO() }]),
  );
}

/** Any sound definition: stages of every type, after one another, in several zones. */
export const anyDefinition: fc.Arbitrary<CycleDefinition> = fc
  .tuple(
    fc.array(stage, { minLength: 1, maxLength: 5 }),
    fc.constantFrom('Asia/Shanghai', 'UTC', 'America/St_Johns', 'Africa/Abidjan'),
    fc.boolean(),
  )
  .map(([stages, zone, demonstration]) => {
    let now = DateTime.fromISO('2027-01-04T00:00', { zone: 'UTC' });
    const placed = stages.map((each, index) => {
      const opens = now.plus({ days: each.gap });
      const deadline = opens.plus({ days: each.lasts });
      now = deadline.plus({ days: 3 });
      const when = each.how === 'later' ? now.plus({ days: 1 }).toISO() : each.how;
      const { decides } = types.of(each.type);
      return {
        key: `stage-${index}`,
        type: each.type,
        title: each.title,
        ...(each.free ? { after: [] } : {}),
        window: {
          opens: opens.toISO(),
          deadline: deadline.toISO(),
          grace: each.grace,
          ...(each.type === 'call-for-entries' ? { steps: stepsIn(each.steps, opens, deadline) } : {}),
        },
        ladder: each.ladder,
        release: decides ? each.released.map((audience) => ({ audience, when })) : [],
        certifiers: { count: each.count, roles: ['organiser'] },
      };
    });
    const template = guangzhouTemplate({ edition: '7', year: 2027, demonstration });
    return checkDefinition({ ...template, zone, stages: placed }, types);
  })
  .filter((checked) => 'definition' in checked)
  .map((checked) => (checked as { definition: CycleDefinition }).definition);
