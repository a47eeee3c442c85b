import { describe, expect, it } from '@jest/globals';
import type { ConsumerStatus } from './event-operations.js';
import { type EventsView, eventsFindings } from './events-checkup.rules.js';

const consumer = (nextOffset: number, endOffset = 10, change: Partial<ConsumerStatus> = {}): ConsumerStatus => ({
  name: 'notifier',
  topics: ['laureate.cycles'],
  startedAt: '2027-01-01T00:00:00.000Z',
  replayWanted: false,
  deadLetters: 0,
  lag: Math.max(0, endOffset - nextOffset),
  partitions: [
    { topic: 'laureate.cycles', partition: 0, nextOffset, endOffset, lag: Math.max(0, endOffset - nextOffset) },
  ],
  ...change,
});
const view = (change: Partial<EventsView> = {}): EventsView => ({
  waiting: { count: 0, seconds: 0 },
  failed: [],
  topics: [{ topic: 'laureate.cycles', published: 10, kept: 10 }],
  consumers: [consumer(10)],
  before: [consumer(10)],
  expected: ['notifier'],
  ...change,
});
const codes = (change: Partial<EventsView>) => eventsFindings(view(change)).map(({ code }) => code);
const failure = {
  eventId: 'e',
  type: 'laureate.cycle.completed.v1',
  topic: 'laureate.cycles',
  subject: 's',
  reason: 'MESSAGE_TOO_LARGE',
  failedAt: '2027-01-01T00:00:00.000Z',
  waiting: 3,
};

describe('outbox, Kafka and consumers', () => {
  it('agree when everything is published and read, also when Kafka holds a message twice', () => {
    expect(codes({})).toEqual([]);
    expect(codes({ topics: [{ topic: 'laureate.cycles', published: 10, kept: 11 }] })).toEqual([]);
  });

  it('publish again what Kafka holds less of than was published, or than was read', () => {
    const emptied = eventsFindings(view({ topics: [{ topic: 'laureate.cycles', published: 10, kept: 0 }] }));
    expect(emptied).toMatchObject([
      { code: 'events-lost-by-kafka', republish: 'laureate.cycles', refusedBecause: null },
    ]);
    const [grown] = eventsFindings(view({ consumers: [consumer(10, 4)], before: [consumer(10, 4)] }));
    expect(grown).toMatchObject({ code: 'events-lost-by-kafka', what: expect.stringContaining('notifier had read') });
  });

  it('say that events wait, not of those behind a refused one', () => {
    expect(codes({ waiting: { count: 5, seconds: 59 } })).toEqual([]);
    expect(codes({ waiting: { count: 5, seconds: 61 } })).toEqual(['events-wait']);
    expect(codes({ waiting: { count: 3, seconds: 900 }, failed: [failure] })).toEqual(['event-refused']);
    expect(codes({ waiting: { count: 4, seconds: 900 }, failed: [failure] })).toEqual(['event-refused', 'events-wait']);
  });

  it('tell a consumer that stands still from one that goes on', () => {
    expect(codes({ before: [consumer(7)], consumers: [consumer(7)] })).toEqual(['consumer-stands-still']);
    expect(codes({ before: [consumer(7)], consumers: [consumer(8)] })).toEqual([]);
    expect(codes({ before: [consumer(10)], consumers: [consumer(10, 11)] })).toEqual([]);
    const far = { before: [consumer(7, 5_000)], consumers: [consumer(900, 5_000)] };
    expect(codes(far)).toEqual(['consumer-far-behind']);
  });

  it('say what a consumer gave up, and which one never ran', () => {
    expect(codes({ consumers: [consumer(10, 10, { deadLetters: 2 })] })).toEqual(['dead-letters']);
    expect(codes({ expected: ['notifier', 'auditor'] })).toEqual(['consumer-unknown']);
  });
});
