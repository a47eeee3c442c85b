import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { LaureateEvent } from '#libs/contracts';
import { type EventMessage, MalformedEvent, fromMessage, toMessage } from './cloud-event.js';

const text = fc.string({ minLength: 1, unit: 'binary' });
const instant = fc.date({ noInvalidDate: true, min: new Date('2000-01-01'), max: new Date('2100-01-01') });

const event: fc.Arbitrary<LaureateEvent> = fc
  .record({
    id: fc.uuid(),
    subject: fc.uuid(),
    sequence: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
    time: instant.map((date) => date.toISOString()),
    actor: text,
    onBehalfOf: fc.option(text),
    cause: text,
    traceparent: fc.option(text),
    reasonCode: fc.option(fc.string({ maxLength: 60, unit: 'binary' })),
  })
  .map(({ reasonCode, ...rest }) => ({
    ...rest,
    type: 'laureate.cycle.cancelled.v1',
    data: { cycleId: rest.subject, reasonCode },
  }));

/** As Kafka gives back what it was given. */
const received = ({ value, headers }: EventMessage) => ({
  value: Buffer.from(value),
  headers: Object.fromEntries(Object.entries(headers).map(([name, content]) => [name, Buffer.from(content)])),
});

const sample: LaureateEvent = {
  id: '0199f000-0000-7000-8000-000000000001',
  type: 'laureate.entry.withdrawn.v1',
  subject: '0199f000-0000-7000-8000-000000000002',
  sequence: 3,
  time: '2026-11-23T10:00:00.000Z',
  actor: '0199f000-0000-7000-8000-000000000003',
  onBehalfOf: null,
  cause: 'http:abc',
  traceparent: null,
  data: {
    entryId: '0199f000-0000-7000-8000-000000000002',
    cycleId: '0199f000-0000-7000-8000-000000000004',
    at: '2026-11-23T10:00:00.000Z',
    reasonCode: null,
  },
};

describe('events on Kafka', () => {
  it('come back as they went', () => {
    fc.assert(fc.property(event, (given) => expect(fromMessage(received(toMessage(given)))).toEqual(given)));
  });

  it('are CloudEvents 1.0 in binary mode, keyed by their subject', () => {
    expect(toMessage(sample)).toEqual({
      key: sample.subject,
      value: JSON.stringify(sample.data),
      headers: {
        'content-type': 'application/json',
        ce_specversion: '1.0',
        ce_id: sample.id,
        ce_type: 'laureate.entry.withdrawn.v1',
        ce_source: '/laureate/entries',
        ce_subject: sample.subject,
        ce_time: '2026-11-23T10:00:00.000Z',
        ce_sequence: '3',
        ce_actor: sample.actor,
        ce_cause: 'http:abc',
      },
    });
  });

  it('are refused when their data does not fit their type, on both sides', () => {
    const broken = { ...sample, data: { entryId: 'x' } } as unknown as LaureateEvent;
    expect(() => toMessage(broken)).toThrow(/laureate.entry.withdrawn.v1 is not valid: \/entryId/);
    expect(() => fromMessage(received({ ...toMessage(sample), value: '{}' }))).toThrow(MalformedEvent);
  });

  it.each([
    ['no headers', { headers: {} }],
    ['no JSON', { value: 'text' }],
    ['another version', { headers: { ...toMessage(sample).headers, ce_specversion: '2.0' } }],
    ['an unknown type', { headers: { ...toMessage(sample).headers, ce_type: 'constructor' } }],
    ['no sequence', { headers: { ...toMessage(sample).headers, ce_sequence: 'first' } }],
  ])('are malformed with %s', (_, change) => {
    expect(() => fromMessage(received({ ...toMessage(sample), ...change }))).toThrow(MalformedEvent);
  });
});
