import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SmtpSink } from '../../../../test/support/smtp-sink.js';
import { MailTransport } from './mail-transport.js';

const mail = {
  to: 'a@city.example',
  subject: 'Hello',
  text: 'text',
  html: '<p>html</p>',
  messageId: '<one@award.example>',
};

describe('mail transport', () => {
  let sink: SmtpSink;
  let transport: MailTransport;

  beforeEach(async () => {
    sink = await SmtpSink.start();
    transport = new MailTransport({ url: sink.url, from: 'Award <no-reply@award.example>', domain: 'award.example' });
  });
  afterEach(async () => {
    transport.close();
    await sink.stop();
  });

  it('says taken only for what the server took', async () => {
    expect(await transport.send({ ...mail, fromName: 'Guangzhou Award' })).toEqual({ outcome: 'taken' });
    expect(sink.taken).toMatchObject([{ to: ['a@city.example'], messageId: '<one@award.example>', subject: 'Hello' }]);
    expect(sink.taken[0]!.raw).toMatch(/^From: (")?Guangzhou Award(")? <no-reply@award.example>/m);
    expect(sink.taken[0]!.raw).toMatch(/^Auto-Submitted: auto-generated/m);
  });

  it.each([
    ['refuse', 'refused'],
    ['busy', 'later'],
    ['drop-before-data', 'later'],
    ['drop-after-data', 'unknown'],
  ] as const)('when the server does "%s" the mail is %s', async (mood, outcome) => {
    sink.mood = mood;
    expect(await transport.send(mail)).toMatchObject({ outcome, reason: expect.any(String) });
  });

  it('is to be tried later when nobody listens', async () => {
    await sink.stop();
    expect(await transport.send(mail)).toMatchObject({ outcome: 'later' });
  });

  it('sends on when a pooled connection was closed in between', async () => {
    await transport.send(mail);
    const port = sink.port;
    await sink.stop();
    const again = await SmtpSink.start(port);
    const outcomes = [await transport.send(mail), await transport.send(mail)];
    expect(outcomes.at(-1)).toEqual({ outcome: 'taken' });
    expect(outcomes[0]!.outcome).toMatch(/taken|later/);
    expect(again.taken).toHaveLength(outcomes.filter(({ outcome }) => outcome === 'taken').length);
    await again.stop();
  });
});
