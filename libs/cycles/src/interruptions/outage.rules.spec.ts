import { describe, expect, it } from '@jest/globals';
import { proposalFor } from './outage.rules.js';

const at = (hour: number, minute = 0, second = 0) =>
  new Date(Date.UTC(2027, 7, 31, hour, minute, second)).toISOString();
const outage = { from: at(14), to: at(14, 40, 10) };
const open = { state: 'open', deadlineAt: at(15, 59), isMoved: false } as const;

describe('what is proposed after an outage', () => {
  it('is its length on top of the deadline, in full minutes, while the stage is open', () => {
    expect(proposalFor(open, outage, at(14, 45))).toEqual({ do: 'extend', deadlineAt: at(16, 40) });
  });

  it('is to open it again for so long, when it has closed meanwhile', () => {
    for (const state of ['closing', 'deciding', 'decided'] as const) {
      const closed = { ...open, state, deadlineAt: at(14, 10) };
      expect(proposalFor(closed, outage, at(14, 45))).toEqual({ do: 'reopen', deadlineAt: at(15, 26) });
    }
  });

  it('is nothing for a stage that is over, or was moved since', () => {
    for (const state of ['released', 'cancelled'] as const)
      expect(proposalFor({ ...open, state }, outage, at(15))).toBeNull();
    expect(proposalFor({ ...open, isMoved: true }, outage, at(15))).toBeNull();
  });
});
