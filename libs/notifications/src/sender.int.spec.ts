import { eventually } from '../../../test/support/event-lab.js';
import { randomUUID } from 'node:crypto';
import { EntityManager } from '@mikro-orm/postgresql';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Test, type TestingModule } from '@nestjs/testing';
import type { Audience, Language, LaureateEvent } from '#libs/contracts';
import { MailTransport, PlatformModule, UnitOfWork, platformMigrations } from '#libs/platform';
import { readMail } from '../../../test/support/mail-reader.js';
import { SmtpSink } from '../../../test/support/smtp-sink.js';
import { createTestDatabase } from '../../../test/support/test-database.js';
import { Audiences } from './audiences.js';
import { claimDeliveries, markSending } from './deliveries.js';
import { notificationsMigrations } from './migrations/index.js';
import { NotificationPlanner } from './notification-planner.js';
import { DeliverySender } from './sender.js';

const FACTS = {
  programme: 'Guangzhou Award',
  cycleTitle: '7th',
  zone: 'Asia/Shanghai',
  stageTitle: 'Jury',
  deadlineAt: '2026-12-01T00:00:00.000Z',
  link: 'https://award.example/x',
};

const BALLOT: Record<Language, string> = { en: 'your ballot', zh: '选票', fr: 'votre bulletin', es: 'su voto' };

describe('deliveries', () => {
  let module: TestingModule;
  let unitOfWork: UnitOfWork;
  let em: EntityManager;
  let sink: SmtpSink;
  let transport: MailTransport;
  let people: string[];
  let owes: (personId: string) => boolean;
  /** The languages of people, by position; English for whoever has none here. */
  let languages: Language[];

  const audience: Audience<'laureate.reminder.due.v1'> = {
    kind: 'reminder',
    on: 'laureate.reminder.due.v1',
    occasion: ({ data }) => `${data.cycleId}/${data.stageKey}/${data.step}/${data.deadlineVersion}`,
    people: async () => people.filter((personId) => owes(personId)),
    facts: async (_, personId, language) => (owes(personId) ? { ...FACTS, owed: [BALLOT[language]] } : null),
  };
  const audiences = new Audiences([audience as Audience]);
  const directory = {
    findPeople: async (ids: readonly string[]) =>
      ids.map((id) => ({
        id,
        name: 'Ada',
        language: languages[people.indexOf(id)] ?? ('en' as const),
        zone: 'UTC',
        address: `${id}@city.example`,
        office: false,
      })),
  };
  const planner = new NotificationPlanner(audiences, 'award.example');
  const sender = (options = {}) =>
    new DeliverySender(unitOfWork, transport, audiences, directory, () => undefined, {
      pollMs: 20,
      backoffSeconds: 0,
      ...options,
    });
  const due = (step = 'P1D'): LaureateEvent => ({
    id: randomUUID(),
    type: 'laureate.reminder.due.v1',
    subject: randomUUID(),
    sequence: 1,
    time: new Date().toISOString(),
    actor: 'service:worker',
    onBehalfOf: null,
    cause: 'workflow:x',
    traceparent: null,
    data: { cycleId: randomUUID(), stageKey: 'jury', step, deadlineVersion: 1, deadlineAt: FACTS.deadlineAt },
  });
  const plan = (event: LaureateEvent) =>
    unitOfWork.run({ actor: { id: 'service:notifier' }, cause: `event:${event.id}` }, (work) =>
      planner.plan(event, work),
    );
  const rows = (event: LaureateEvent) =>
    em
      .fork()
      .execute<{ state: string; attempts: number; unknown: boolean }[]>(
        `select state, attempts, unknown_at is not null as unknown from notifications.delivery where event->>'id' = ? order by person_id`,
        [event.id],
      );
  /** Pretends that the lease ran out, as it would after the sender's death. */
  const leaseRunsOut = () =>
    em
      .fork()
      .execute(
        `update notifications.delivery set lease_until = now() - interval '1 second' where state in ('pending', 'sending')`,
      );

  beforeAll(async () => {
    const database = await createTestDatabase([...platformMigrations, ...notificationsMigrations]);
    module = await Test.createTestingModule({
      imports: [PlatformModule.forRoot({ app: 'notifier', database, entities: [] })],
    }).compile();
    unitOfWork = module.get(UnitOfWork);
    em = module.get(EntityManager);
  });
  afterAll(() => module.close());
  beforeEach(async () => {
    sink = await SmtpSink.start();
    transport = new MailTransport({ url: sink.url, from: 'no-reply@award.example', domain: 'award.example' });
    people = [randomUUID(), randomUUID(), randomUUID()].toSorted();
    owes = () => true;
    languages = [];
    await em
      .fork()
      .execute('update notifications.delivery set state = ? where state in (?, ?)', ['dropped', 'pending', 'sending']);
  });
  afterEach(async () => {
    transport.close();
    await sink.stop();
  });

  it('requirement 3: makes one delivery per person, however often and at once the event comes', async () => {
    const event = due();
    const planned = await Promise.all([plan(event), plan(event), plan(event)]);
    expect(planned.toSorted()).toEqual([0, 0, 3]);
    await sender().sendDue();
    expect(sink.taken.map(({ to }) => to[0]).toSorted()).toEqual(people.map((id) => `${id}@city.example`));
    const sent = { state: 'sent', attempts: 1, unknown: false };
    expect(await rows(event)).toEqual([sent, sent, sent]);
  });

  it('writes to each person in their language, its facts too', async () => {
    languages = ['fr', 'zh'];
    await plan(due());
    await sender().sendDue();
    const mails = new Map(sink.taken.map(readMail).map((mail) => [mail.to, mail]));
    const [french, chinese, english] = people.map((id) => mails.get(`${id}@city.example`));
    expect(french).toMatchObject({
      subject: '7th : Jury se termine bientôt',
      text: expect.stringMatching(/^Bonjour Ada,[^]*- votre bulletin\n/),
    });
    expect(chinese).toMatchObject({
      subject: '7th：Jury即将截止',
      text: expect.stringMatching(/^Ada，您好：[^]*- 选票\n/),
    });
    expect(english).toMatchObject({
      subject: '7th: Jury closes soon',
      text: expect.stringMatching(/^Dear Ada,[^]*- your ballot\n/),
    });
  });

  it('requirement 3: is sent once when two senders work at the same time', async () => {
    people = Array.from({ length: 40 }, () => randomUUID());
    await plan(due());
    const two = [sender(), sender()];
    two.forEach((one) => one.start());
    await eventually(() => sink.taken.length >= 40, 'the sink has taken a mail for each of 40 people');
    await Promise.all(two.map((one) => one.stop()));
    expect(new Set(sink.taken.map(({ messageId }) => messageId)).size).toBe(40);
    expect(sink.taken).toHaveLength(40);
  });

  it('requirement 4: asks once more at the claim: who owes nothing any more gets no mail', async () => {
    const event = due();
    await plan(event);
    const [done] = people;
    owes = (personId) => personId !== done;
    await sender().sendDue();
    expect(sink.taken).toHaveLength(2);
    expect((await rows(event)).map(({ state }) => state)).toEqual(['dropped', 'sent', 'sent']);
  });

  it('sends nothing to a juror who votes while the mail server is away', async () => {
    await sink.stop();
    const event = due();
    await plan(event);
    await sender().sendDue();
    expect((await rows(event)).map(({ state }) => state)).toEqual(['pending', 'pending', 'pending']);
    owes = () => false;
    sink = await SmtpSink.start(sink.port);
    await sender().sendDue();
    expect(sink.taken).toEqual([]);
    expect((await rows(event)).map(({ state }) => state)).toEqual(['dropped', 'dropped', 'dropped']);
  });

  it('is sent after the server comes back, and only then', async () => {
    await sink.stop();
    const event = due();
    await plan(event);
    await sender().sendDue();
    sink = await SmtpSink.start(sink.port);
    await sender().sendDue();
    expect(sink.taken).toHaveLength(3);
    expect((await rows(event)).map(({ state }) => state)).toEqual(['sent', 'sent', 'sent']);
  });

  it('waits longer after each failure, also when the mail cannot be written', async () => {
    people = [people[0]!];
    const event = due();
    await plan(event);
    const broken = { ...audience, facts: () => Promise.reject(new Error('not now')) } as Audience;
    const failing = new DeliverySender(unitOfWork, transport, new Audiences([broken]), directory, () => undefined, {
      backoffSeconds: 10,
    });
    const waits: number[] = [];
    for (let i = 0; i < 3; i++) {
      expect(await failing.sendDue()).toBe(1);
      const sql = `update notifications.delivery set due_at = now()
        from (select id, extract(epoch from due_at - now()) as wait from notifications.delivery where event->>'id' = ?) before
        where delivery.id = before.id returning round(before.wait)::int as wait`;
      const [row] = await em.fork().execute<{ wait: number }[]>(sql, [event.id]);
      waits.push(row!.wait);
    }
    expect(waits).toEqual([10, 20, 40]);
    expect(sink.taken).toEqual([]);
  });

  it('gives up on what the server refuses for good, tries again what it puts off', async () => {
    const event = due();
    await plan(event);
    sink.mood = 'busy';
    await sender().sendDue();
    expect((await rows(event)).map(({ state }) => state)).toEqual(['pending', 'pending', 'pending']);
    sink.mood = 'refuse';
    await sender().sendDue();
    expect((await rows(event)).map(({ state }) => state)).toEqual(['failed', 'failed', 'failed']);
    expect(sink.taken).toEqual([]);
  });

  it('requirement 3: repeats once, with the same Message-ID, what was in flight when its sender died', async () => {
    people = [people[0]!];
    const event = due();
    await plan(event);
    const context = { actor: { id: 'service:notifier' }, cause: 'delivery:x' };
    const [inHand] = await unitOfWork.run(context, (work) => claimDeliveries(work.em, 'dying', 1));
    await unitOfWork.run(context, (work) => markSending(work.em, inHand!));
    await transport.send({ to: 'x@city.example', subject: 's', text: 't', html: 'h', messageId: inHand!.messageId });
    expect(await sender().sendDue()).toBe(0);
    await leaseRunsOut();
    await sender().sendDue();
    expect(sink.taken.map(({ messageId }) => messageId)).toEqual([inHand!.messageId, inHand!.messageId]);
    expect(await rows(event)).toEqual([{ state: 'sent', attempts: 2, unknown: true }]);
  });

  it('sends only once what was claimed, but not yet in flight, when its sender died', async () => {
    people = [people[0]!];
    const event = due();
    await plan(event);
    await unitOfWork.run({ actor: { id: 'service:notifier' }, cause: 'delivery:x' }, (work) =>
      claimDeliveries(work.em, 'dying', 1),
    );
    await leaseRunsOut();
    await sender().sendDue();
    expect(await rows(event)).toEqual([{ state: 'sent', attempts: 2, unknown: false }]);
  });

  it('counts as unknown what broke off after the content, and repeats it once only', async () => {
    people = [people[0]!];
    const event = due();
    await plan(event);
    sink.mood = 'drop-after-data';
    await sender().sendDue();
    expect(await rows(event)).toEqual([{ state: 'pending', attempts: 1, unknown: true }]);
    await sender().sendDue();
    expect(await rows(event)).toEqual([{ state: 'unknown', attempts: 2, unknown: true }]);
    await sender().sendDue();
    expect(sink.taken).toHaveLength(2);
  });

  it('a sender that lost its lease cannot settle what another has claimed', async () => {
    people = [people[0]!];
    const event = due();
    await plan(event);
    const held = Promise.withResolvers<() => void>();
    sink.mood = { onArrival: held.resolve };
    const slow = sender().sendDue();
    const goOn = await held.promise;
    await leaseRunsOut();
    sink.mood = 'take';
    await sender().sendDue();
    expect(await rows(event)).toEqual([{ state: 'sent', attempts: 2, unknown: true }]);
    goOn();
    await slow;
    expect(sink.taken).toHaveLength(2);
    expect(await rows(event)).toEqual([{ state: 'sent', attempts: 2, unknown: true }]);
  });
});
