import { describe, expect, it } from '@jest/globals';
import { databaseConcern, httpConcern } from './concerns.js';
import { readConfig } from './config.js';

const http = (env: NodeJS.ProcessEnv) => readConfig({ http: httpConcern }, env).http;

describe('the configuration', () => {
  it('reports all problems together, with an example, and no secret', () => {
    const read = () =>
      readConfig(
        { http: httpConcern, database: databaseConcern },
        { HTTP_PORT: 'eighty', HTTP_TRUST_PROXY: 'all', DATABASE_URL: 'mysql://a:hidden@b' },
      );
    expect(read).toThrow(/HTTP_PORT.*eighty[^]*HTTP_TRUST_PROXY.*10\.0\.0\.0\/8[^]*DATABASE_URL/);
    expect(read).not.toThrow(/hidden/);
  });

  it('trusts no proxy unless it is named', () => {
    expect(http({}).trustProxy).toBeUndefined();
    expect(http({ HTTP_TRUST_PROXY: '10.0.0.0/8, ::1' }).trustProxy).toEqual(['10.0.0.0/8', '::1']);
    for (const given of ['true', '1', '10.0.0.0/33', '10.0.0.0/', '10.0.0.1,', 'proxy.example'])
      expect(() => http({ HTTP_TRUST_PROXY: given })).toThrow('HTTP_TRUST_PROXY');
  });
});
