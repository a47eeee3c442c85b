import { describe, expect, it } from '@jest/globals';
import { deliveryFindings } from './deliveries-checkup.js';

const none = { overdue: 0, stuck: 0, unknown: 0, failed: 0 };

describe('mails', () => {
  it('are well when none waits, is unknown or was refused', () => {
    expect(deliveryFindings(none)).toEqual([]);
  });

  it('are told by what is wrong, and never sent by themselves', () => {
    const found = deliveryFindings({ overdue: 2, stuck: 1, unknown: 1, failed: 1 });
    expect(found).toMatchObject([
      { code: 'mails-wait', severity: 'broken', what: '3 mails should be out and wait.', wouldDo: null },
      {
        code: 'mails-unknown',
        severity: 'notice',
        what: expect.stringContaining('Of 1 mail nobody knows'),
        wouldDo: null,
      },
      { code: 'mails-failed', severity: 'notice', what: '1 mail could not be sent.', wouldDo: null },
    ]);
  });
});
