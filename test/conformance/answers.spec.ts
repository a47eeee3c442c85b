import { expect, it } from '@jest/globals';
import { complaints, readAnswers } from './answers.js';

const line = (status: number, count: number, route = '/v1/me') =>
  `laureate_http_request_duration_seconds_count{method="GET",route="${route}",status="${status}"} ${count}\n`;

it('counts answers by status over all routes', () => {
  const metrics = `# TYPE x histogram\n${line(200, 3)}${line(200, 4, '/v1/cycles')}${line(404, 1)}up{status="500"} 1\n`;
  expect([...readAnswers(metrics)]).toEqual([
    [200, 7],
    [404, 1],
  ]);
});

it.each([
  ['nothing at all', '', ['Nothing was asked.']],
  ['nothing wrong', line(200, 990) + line(429, 4) + line(401, 5), []],
  ['a failure', line(200, 9) + line(503, 1), ['1 answers 503.']],
  [
    'too many turned away',
    line(200, 990) + line(429, 4) + line(401, 6),
    ['10 of 1000 answers 401 or 429: it must be less than 1 %.'],
  ],
])('finds %s', (_, metrics, found) => {
  expect(complaints(readAnswers(metrics))).toEqual(found);
});
