import { describe, expect, it } from '@jest/globals';
import { type MendableFinding, type Severity, log } from '#libs/platform';
import { Doctor } from './doctor.js';

log.level = 'silent';
const context = { actor: { id: 'a' }, cause: 'command:test' };
const mendable = (severity: Severity, mend: MendableFinding['mend']): MendableFinding => ({
  code: severity,
  severity,
  where: 'here',
  what: 'It is wrong.',
  wouldDo: mend && 'Mend it.',
  refusedBecause: mend ? null : 'It is yours.',
  mend,
});
const finding = (name: string, ...found: MendableFinding[]) => ({ name, examine: async () => found });

describe('the doctor', () => {
  it('names the worst first, and what could not be looked at', async () => {
    const away = { name: 'events', examine: async () => Promise.reject(new Error('Kafka does not answer')) };
    const doctor = new Doctor([finding('a', mendable('notice', null)), away, finding('b', mendable('loss', null))]);
    expect(await doctor.examine()).toMatchObject([
      { code: 'loss' },
      { code: 'could-not-look', where: 'events', what: 'Could not be looked at: Kafka does not answer.' },
      { code: 'notice' },
    ]);
  });

  it('mends what can be, and goes on when one thing cannot', async () => {
    let mended = 0;
    const works = mendable('broken', async () => void mended++);
    const fails = mendable('broken', async () => Promise.reject(new Error('It runs still.')));
    const outcomes = await new Doctor([finding('a', fails, works, mendable('notice', null))]).mend(context);
    expect(outcomes.map(({ outcome, said }) => [outcome, said])).toEqual([
      ['failed', 'It runs still.'],
      ['mended', 'Done.'],
      ['refused', 'It is yours.'],
    ]);
    expect(mended).toBe(1);
  });

  it('mends nothing while something is lost', async () => {
    let mended = 0;
    const works = mendable('broken', async () => void mended++);
    const outcomes = await new Doctor([finding('a', works), finding('b', mendable('loss', null))]).mend(context);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['refused', 'refused']);
    expect(mended).toBe(0);
  });
});
