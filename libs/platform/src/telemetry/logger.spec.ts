import { describe, expect, it } from '@jest/globals';
import { createLogger, currentLogContext, withLogContext } from './logger.js';

function written(write: (logger: ReturnType<typeof createLogger>) => void): Record<string, unknown>[] {
  const lines: string[] = [];
  write(createLogger({ write: (line) => void lines.push(line) }));
  return lines.map((line) => JSON.parse(line));
}

describe('logs', () => {
  it('carry the ids of what they belong to, also across awaits', async () => {
    await withLogContext({ requestId: 'r1' }, async () => {
      await Promise.resolve();
      const [line] = written((log) => withLogContext({ eventId: 'e1' }, () => log.info('hello')));
      expect(line).toMatchObject({ level: 'info', msg: 'hello', requestId: 'r1', eventId: 'e1' });
    });
    expect(currentLogContext()).toEqual({});
  });

  it('hold no secret and no e-mail address', () => {
    const [line, failed] = written((log) => {
      log.info(
        {
          authorization: 'Bearer x',
          headers: { cookie: 'c', 'x-api-key': 'k' },
          req: { headers: { authorization: 'b' } },
          email: 'e',
        },
        'mail to Li.Wei+award@city.gov.cn failed',
      );
      log.error({ err: new Error('Key (address)=(mayor@example.org) exists') }, 'no');
    });
    expect(line).toMatchObject({
      authorization: '[removed]',
      headers: { cookie: '[removed]', 'x-api-key': '[removed]' },
      req: { headers: { authorization: '[removed]' } },
      email: '[removed]',
      msg: 'mail to [e-mail] failed',
    });
    expect(JSON.stringify(failed)).not.toContain('example.org');
  });
});
