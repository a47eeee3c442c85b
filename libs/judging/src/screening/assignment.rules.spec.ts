import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { inWords } from '#libs/words/pure';
import { assign } from './assignment-solver.js';
import { assignmentDigest, type AssignmentInputs, balancedLoads } from './assignment.rules.js';
import { conflictsOf } from '../panel/conflicts.rules.js';

const numbered = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, at) => `${prefix}${String(at + 1).padStart(2, '0')}`);

/** 74 entries from 20 countries, 11 experts, the first 11 of these countries theirs. */
function realSize(seed: string): AssignmentInputs {
  const country = (at: number) => `C${at % 20}`;
  const experts = numbered('expert', 11).map((id, at) => ({ id, cityIds: [], countryCodes: [country(at)] }));
  const entries = numbered('entry', 74).map((id, at) => ({ id, cityId: `city${at}`, countryCode: country(at) }));
  const conflicts = experts.flatMap((expert) =>
    entries
      .filter((entry) => conflictsOf(expert, entry).length > 0)
      .map((entry) => ({ expertId: expert.id, entryId: entry.id })),
  );
  const ids = (list: { id: string }[]) => list.map(({ id }) => id);
  return { expertIds: ids(experts), entryIds: ids(entries), reviewsPerEntry: 3, conflicts, seed };
}

const small = (over: Partial<AssignmentInputs>): AssignmentInputs => ({
  expertIds: ['x', 'y', 'z'],
  entryIds: ['1', '2', '3'],
  reviewsPerEntry: 2,
  conflicts: [],
  seed: 's',
  ...over,
});

async function reasonsOf(inputs: AssignmentInputs): Promise<string[]> {
  const result = await assign(inputs);
  return result.feasible ? [] : result.reasons.map((reason) => inWords(reason, 'en'));
}

describe('assign', () => {
  it('gives 74 entries 3 of 11 experts each, without conflicts, loads within ±1', async () => {
    const inputs = realSize('2026');
    const result = await assign(inputs);
    if (!result.feasible) throw new Error(JSON.stringify(result.reasons));
    const byEntry = Map.groupBy(result.assignments, ({ entryId }) => entryId);
    expect([...byEntry.values()].map((list) => new Set(list.map(({ expertId }) => expertId)).size)).toEqual(
      Array.from({ length: 74 }, () => 3),
    );
    const conflicts = new Set(inputs.conflicts.map(({ expertId, entryId }) => `${expertId} ${entryId}`));
    expect(conflicts.size).toBeGreaterThan(30);
    expect(result.assignments.filter(({ expertId, entryId }) => conflicts.has(`${expertId} ${entryId}`))).toEqual([]);
    expect(Object.keys(result.loads)).toEqual(inputs.expertIds);
    expect(Math.max(...Object.values(result.loads)) - Math.min(...Object.values(result.loads))).toBeLessThanOrEqual(1);
  });

  it('depends on the seed and on nothing else', async () => {
    const inputs = realSize('2026');
    const turned = {
      ...inputs,
      expertIds: inputs.expertIds.toReversed(),
      entryIds: inputs.entryIds.toReversed(),
      conflicts: inputs.conflicts.toReversed(),
    };
    const [first, again, other] = await Promise.all([assign(inputs), assign(turned), assign(realSize('2027'))]);
    expect(again).toEqual(first);
    expect(other.inputsDigest).not.toBe(first.inputsDigest);
    expect(other.feasible && other.assignments).not.toEqual(first.feasible && first.assignments);
  });

  it('names the entries with too few experts', async () => {
    const conflicts = [
      { expertId: 'x', entryId: '2' },
      { expertId: 'y', entryId: '2' },
    ];
    expect(await reasonsOf(small({ conflicts }))).toEqual([
      'Entry 2 has only 1 expert without a conflict; 2 are needed.',
    ]);
  });

  it('says when the experts cannot give enough reviews', async () => {
    expect(await reasonsOf(small({ capacities: { x: 1, y: 1 } }))).toEqual([
      'The experts can give at most 5 reviews; 6 are needed (3 × 2).',
    ]);
  });

  it('says when conflicts do not allow even loads', async () => {
    // Three of the four experts may review only entry 1, so the fourth has to take all the others.
    const conflicts = ['x', 'y', 'z'].flatMap((expertId) =>
      ['2', '3', '4', '5'].map((entryId) => ({ expertId, entryId })),
    );
    const entryIds = ['1', '2', '3', '4', '5'];
    const result = await assign(small({ expertIds: ['w', 'x', 'y', 'z'], entryIds, reviewsPerEntry: 1, conflicts }));
    expect(result.feasible || result.reasons.map((reason) => inWords(reason, 'en'))).toEqual([
      expect.stringContaining('do not allow loads within ±1'),
    ]);
  });

  it('says when capacities and conflicts together leave no way', async () => {
    const conflicts = ['2', '3'].map((entryId) => ({ expertId: 'x', entryId }));
    const inputs = small({ reviewsPerEntry: 1, expertIds: ['x', 'y'], conflicts, capacities: { y: 1, x: 3 } });
    expect(await reasonsOf({ ...inputs, entryIds: ['1', '2', '3'] })).toHaveLength(1);
  });

  it('has nothing to do without entries', async () => {
    expect(await assign(small({ entryIds: [] }))).toMatchObject({ feasible: true, assignments: [] });
  });

  it('respects capacities and shares the rest evenly', async () => {
    const entryIds = numbered('entry', 10);
    const result = await assign(small({ entryIds, capacities: { x: 2 } }));
    expect(result.feasible && result.loads).toEqual({ x: 2, y: 9, z: 9 });
  });
});

describe('balancedLoads', () => {
  it('leaves room for exactly the reviews needed', () => {
    const anyInputs = fc.record({ experts: fc.integer({ min: 3, max: 9 }), entries: fc.integer({ min: 1, max: 30 }) });
    fc.assert(
      fc.property(anyInputs, fc.array(fc.nat(12), { maxLength: 9 }), ({ experts, entries }, limits) => {
        const expertIds = numbered('x', experts);
        const capacities = Object.fromEntries(limits.map((limit, at) => [`x0${at + 1}`, limit]));
        const inputs = small({ expertIds, entryIds: numbered('e', entries), reviewsPerEntry: 1, capacities });
        const bounds = balancedLoads(inputs);
        const possible = expertIds.reduce((all, id) => all + Math.min(capacities[id] ?? entries, entries), 0);
        fc.pre(possible >= entries);
        expect(bounds.reduce((all, { least }) => all + least, 0)).toBeLessThanOrEqual(entries);
        expect(bounds.reduce((all, { most }) => all + most, 0)).toBeGreaterThanOrEqual(entries);
        const free = bounds.filter(({ expertId }) => capacities[expertId] === undefined);
        if (free.length > 0) {
          const [least, most] = [Math.min(...free.map((b) => b.least)), Math.max(...free.map((b) => b.most))];
          expect(most - least).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});

describe('assignmentDigest', () => {
  it('changes with every input', () => {
    const changes: Partial<AssignmentInputs>[] = [
      {},
      { seed: 't' },
      { reviewsPerEntry: 1 },
      { capacities: { x: 2 } },
      { conflicts: [{ expertId: 'x', entryId: '1' }] },
      { expertIds: ['x', 'y'] },
      { entryIds: ['1', '2'] },
    ];
    expect(new Set(changes.map((change) => assignmentDigest(small(change)))).size).toBe(changes.length);
  });
});
