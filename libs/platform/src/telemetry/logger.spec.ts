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

  it.each([
    ['mail to o.brien+x@city.example failed', 'mail to [e-mail] failed'],
    ['two\nmayor@example.org\tlines', 'two\n[e-mail]\tlines'],
    ['<li@城市.example>, "a@b.example"', '<[e-mail]>, "[e-mail]"'],
    ['at run (file:///app/node_modules/@temporalio/worker/lib/activity.js:1:2)', null],
    ['node_modules/.pnpm/pg@8.23.1/node_modules/pg and npx @nestjs/cli.js', null],
    [`${'x'.repeat(100_000)} no address @ all`, null],
  ])('%.60s', (given, shown) => {
    expect(written((log) => log.info(given))[0]).toMatchObject({ msg: shown ?? given });
  });
});
