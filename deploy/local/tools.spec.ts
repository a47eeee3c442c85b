import { describe, expect, it } from '@jest/globals';
import { isAtLeast, lastLines, parseVersion, ServerUnavailableError } from './tools.js';

describe('the version a program reports', () => {
  it.each([
    ['postgres (PostgreSQL) 18.4', [18, 4]],
    ['postgres (PostgreSQL) 15.13 (Debian 15.13-0+deb12u1)', [15, 13]],
    ['temporal version 1.9.1 (Server 1.32.0, UI 2.54.0)', [1, 9, 1]],
    ['openjdk version "17.0.15" 2025-04-15', [17, 0, 15]],
    ['java version "1.8.0_402"', [1, 8, 0]],
    ['openjdk version "25" 2025-09-16', [25]],
    ['4.3.1 (Commit:0123456789abcdef)', [4, 3, 1]],
    ['command not found', undefined],
  ])('%s', (text, version) => {
    expect(parseVersion(text)).toEqual(version);
  });

  it.each([
    [[18], [18], true],
    [[18, 4], [18], true],
    [[17, 9], [18], false],
    [[1, 10], [1, 9, 1], true],
    [[1, 9], [1, 9, 1], false],
    [[1, 8, 0], [17], false],
  ])('%j against the oldest supported %j: %s', (version, least, expected) => {
    expect(isAtLeast(version, least)).toBe(expected);
  });
});

describe('a server that cannot be had', () => {
  it('is named with what is missing and the three ways out', () => {
    const error = new ServerUnavailableError(
      'Kafka',
      'there is no Maven.',
      'Java 17 and Maven',
      'KAFKA_BROKERS=host:9092',
    );
    expect(error.message).toBe(
      [
        'Kafka cannot be started: there is no Maven.',
        'Three ways out:',
        '  1. install it: Java 17 and Maven',
        '  2. point to your own: KAFKA_BROKERS=host:9092',
        '  3. run everything in containers: docker compose -f deploy/compose.yaml up',
      ].join('\n'),
    );
  });
});

it('shows the end of a log without its empty lines', () => {
  expect(lastLines('one\n\ntwo\n  \nthree\n', 2)).toBe('two\nthree');
});
