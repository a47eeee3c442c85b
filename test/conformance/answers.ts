const COUNT = /^laureate_http_request_duration_seconds_count\{.*status="(\d+)".*\} (\d+)$/gm;
/** Refused for who asks or how often: more would say that the other answers say little. */
const TURNED_AWAY = [401, 429];
const MOST_TURNED_AWAY = 0.01;

/** How many requests the API answered with each status, from its metrics. */
export function readAnswers(metrics: string): Map<number, number> {
  const answers = new Map<number, number>();
  for (const [, status, count] of metrics.matchAll(COUNT)) {
    answers.set(Number(status), (answers.get(Number(status)) ?? 0) + Number(count));
  }
  return answers;
}

/** What must not be: an answer of 500 or more, nothing asked, or 1 % and more turned away with 401 or 429. */
export function complaints(answers: Map<number, number>): string[] {
  const total = [...answers.values()].reduce((sum, count) => sum + count, 0);
  const failures = [...answers].filter(([status]) => status >= 500);
  const turnedAway = TURNED_AWAY.reduce((sum, status) => sum + (answers.get(status) ?? 0), 0);
  return [
    ...(total === 0 ? ['Nothing was asked.'] : []),
    ...failures.map(([status, count]) => `${count} answers ${status}.`),
    ...(total > 0 && turnedAway / total >= MOST_TURNED_AWAY
      ? [`${turnedAway} of ${total} answers 401 or 429: it must be less than 1 %.`]
      : []),
  ];
}
