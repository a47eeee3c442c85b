import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import { FailureType } from '#libs/contracts';
import { log } from '../telemetry/logger.js';
import { writeLog } from './temporal-runtime.js';

const failed = (error: Error) =>
  writeLog({ level: 'WARN', message: 'Activity failed', meta: { activityType: 'openStage', error } });

describe('lines of the Temporal SDK', () => {
  afterEach(() => void jest.restoreAllMocks());

  it.each(Object.values(FailureType))('say %s in one line without a stack', (type) => {
    const info = jest.spyOn(log, 'info').mockImplementation(() => undefined);
    failed(ApplicationFailure.create({ type, message: 'The stage is open.' }));
    expect(info.mock.calls).toEqual([
      [
        { activityType: 'openStage', failure: type, detail: 'The stage is open.', source: 'temporal' },
        'Activity failed',
      ],
    ]);
  });

  it('keep the stack of what went wrong', () => {
    const warn = jest.spyOn(log, 'warn').mockImplementation(() => undefined);
    const error = new TypeError('x is undefined');
    failed(error);
    expect(warn.mock.calls).toEqual([
      [{ activityType: 'openStage', err: error, source: 'temporal' }, 'Activity failed'],
    ]);
  });
});
