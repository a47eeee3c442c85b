import { describe, expect, it } from '@jest/globals';
import { ConfigError } from '#libs/platform';
import { settingsOf } from './settings.js';

const servers = {
  databaseUrl: 'postgresql://laureate@127.0.0.1:5432/laureate',
  kafkaBrokers: ['127.0.0.1:9092', '127.0.0.1:9093'],
  temporal: { address: '127.0.0.1:7233', namespace: 'default' },
  smtpUrl: 'smtp://127.0.0.1:1025',
};
const secrets = { signInSecret: 'one', ballotKey: 'two' };

const own = { dataDir: '/data', pdf: { python: 'python3', pythonPath: undefined } };

describe("the standalone's settings", () => {
  it('are the addresses of its servers, its secrets and its port', () => {
    expect(settingsOf(servers, secrets, 3000, own, {})).toMatchObject({
      database: { url: servers.databaseUrl },
      kafka: { brokers: servers.kafkaBrokers, prefix: '' },
      temporal: servers.temporal,
      mail: { url: servers.smtpUrl },
      secrets,
      http: { host: '127.0.0.1', port: 3000, requestsPerMinute: 60_000 },
    });
  });

  it('are for the rest what the environment says', () => {
    const env = { KAFKA_PREFIX: 'staging.', MAIL_FROM: 'Award <award@city.example>', DATABASE_URL: 'not used' };
    expect(settingsOf(servers, secrets, 3000, own, env)).toMatchObject({
      database: { url: servers.databaseUrl },
      kafka: { prefix: 'staging.' },
      mail: { from: 'Award <award@city.example>' },
    });
    expect(() => settingsOf(servers, secrets, 3000, own, { KAFKA_PREFIX: 'a b' })).toThrow(ConfigError);
  });
});
