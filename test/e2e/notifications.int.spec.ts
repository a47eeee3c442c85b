import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TEMPLATES } from '#libs/notifications';
import { DrivenCycle, type Entrant, REASON, inMs, wholeCycle } from './support/driven-cycle.js';
import { type ReadMail, readMail } from '../support/mail-reader.js';
import { RunningApp, type Somebody, until } from './support/running-app.js';

const HOUR_MS = 3_600_000;

/**
 * Mails that no cycle sends in which nothing is amended, interrupted, corrected or complained
 * about: suites of their own do.
 */
const OUT_OF_THE_ORDINARY = [
  'amendment-to-sign',
  'certification-due',
  'city-merged',
  'city-verified',
  'clarification-answered',
  'clarification-asked',
  'clarification-cancelled',
  'clarification-deadline',
  'clarification-reminder',
  'clarification-timed-out',
  'co-signed',
  'complaint-assigned',
  'complaint-filed',
  'complaint-outcome',
  'complaint-overdue',
  'complaint-received',
  'complaint-reminder',
  'complaint-to-confirm',
  'complaint-upheld',
  'correction-to-sign',
  'cycle-amended',
  'cycle-cancelled',
  'cycle-paused',
  'cycle-resumed',
  'decision-corrected',
  'entry-reopened',
  'extension-granted',
  'extension-reminder',
  'finalist-withdrew',
  'outage-found',
  'paper-to-confirm',
  'stage-reopened',
  'stand-in-named',
];

describe('notifications', () => {
  let app: RunningApp;

  beforeAll(async () => {
    app = await RunningApp.open();
  });
  afterAll(() => app?.close());

  const mails = (): ReadMail[] => app.mailbox.taken.map(readMail);
  const mailsTo = ({ address }: Somebody): ReadMail[] => mails().filter(({ to }) => to === address);
  const unsettled = `select kind, state, reason from notifications.delivery where state in ('pending', 'sending')`;
  /** Waits until every event is published and handled, and nothing is left to send. */
  const untilQuiet = async () => {
    await app.untilHandled();
    await until(
      () => app.rows(unsettled),
      ({ length }) => length === 0,
    );
  };

  it('requirement 3: sends one reminder when the notifier was down over two steps', async () => {
    const cycle = await DrivenCycle.publish(app, {
      title: 'A cycle with a ladder',
      stages: [
        {
          key: 'call',
          type: 'call-for-entries',
          window: { opens: inMs(-1000), deadline: inMs(HOUR_MS) },
          ladder: ['PT30M', 'PT29M52S'],
        },
      ],
    });
    await cycle.untilState('call', 'open');
    const entrant = await cycle.draft('Lagos');
    await app.services.stop('notifier');
    // The first step is due at once, the second by the clock, some seconds later.
    await cycle.commanded(cycle.staff, 'call', 'deadline', { deadlineAt: inMs(HOUR_MS / 2), reason: REASON });
    const due = `select data->>'step' as step from platform.outbox where subject = $1 and type = 'laureate.reminder.due.v1'`;
    const steps = await until(
      () => app.rows<{ step: string }>(due, [cycle.cycleId]),
      ({ length }) => length === 2,
    );
    expect(steps.map(({ step }) => step)).toEqual(['PT30M', 'PT29M52S']);
    await app.services.start('notifier');
    const reminders = () => mailsTo(entrant.person).filter(({ subject }) => subject.endsWith('closes soon'));
    await until(
      async () => reminders(),
      ({ length }) => length > 0,
    );
    await untilQuiet();
    const [mail, ...others] = reminders();
    expect(others).toEqual([]);
    expect(mail).toMatchObject({
      subject: 'A cycle with a ladder: Call closes soon',
      text: expect.stringContaining('“Initiative of Lagos” is a draft and has not been submitted'),
    });
    expect(await app.rows(`select occasion from notifications.delivery where kind = 'reminder'`)).toEqual([
      { occasion: expect.stringContaining('/PT29M52S/2') },
    ]);
  });

  it('shows the secretariat what became of the mails of a cycle, and nobody else', async () => {
    const cycle = await DrivenCycle.publish(app, { title: 'A cycle with a mail', stages: wholeCycle() });
    await cycle.untilState('call', 'open');
    const [entrant] = await cycle.enter(['Accra']);
    const path = `${cycle.path}/deliveries`;
    type Deliveries = { items: { kind: string; state: string; personId: string; unknownAt: string | null }[] };
    const deliveries = await until(
      () => app.ask<Deliveries>(cycle.staff, 'GET', `${path}?state=sent`),
      ({ items }) => items.length > 0,
    );
    const { id: personId } = entrant!.person;
    expect(deliveries.items).toMatchObject([{ kind: 'entry-received', state: 'sent', personId, unknownAt: null }]);
    expect(await app.ask<Deliveries>(cycle.staff, 'GET', `${path}?unknown=true`)).toEqual({ items: [], next: null });
    const counts = await app.ask(cycle.staff, 'GET', `${cycle.path}/delivery-counts`);
    expect(counts).toEqual([{ kind: 'entry-received', state: 'sent', count: 1, unknown: 0 }]);
    for (const who of [entrant!.person, null]) expect((await app.send(who, 'GET', path)).status).toBe(who ? 403 : 401);
  });

  describe('of two whole cycles at once', () => {
    const signature = (name: string) => `The office of ${name}`;
    interface Run {
      name: string;
      other: string;
      cycle: DrivenCycle;
      entrants: Entrant[];
    }
    let runs: [Run, Run];
    let shared: Somebody;

    beforeAll(async () => {
      app.mailbox.taken.length = 0;
      await publishLate();
      const demonstration = await publish('Alpha', true);
      const real = await publish('Beta', false);
      const both = await demonstration.draft('Oslo');
      shared = both.person;
      const [alpha, beta] = await Promise.all([
        run(demonstration, 'Alpha', both),
        run(real, 'Beta', {
          ...both,
          entryId: await real.draftFor(shared, both.cityId, { title: 'Beta Initiative of Oslo' }),
        }),
      ]);
      runs = [
        { ...alpha, other: 'Beta' },
        { ...beta, other: 'Alpha' },
      ];
      await app.ask(null, 'POST', '/v1/sign-in', { address: shared.address });
      await app.ask(runs[0].cycle.staff, 'POST', '/v1/invitations', {
        person: { name: 'Ira Invited', zone: 'Asia/Tokyo', addresses: ['ira@people.example'] },
        role: { role: 'organiser', programme: 'guangzhou' },
      });
      const late = `select 1 from notifications.delivery where kind = 'stage-late' and state = 'sent'`;
      await until(
        () => app.rows(late),
        ({ length }) => length > 0,
      );
      await untilQuiet();
    });

    /**
     * A cycle whose ceremony cannot open in time: nobody certifies the eligibility. A definition whose
     * deadline is past before it is published is refused: then with a later one.
     */
    const publishLate = (soon = 5000): Promise<DrivenCycle> =>
      DrivenCycle.publish(app, {
        title: 'Late Award',
        stages: [
          { key: 'call', type: 'call-for-entries', window: { opens: inMs(-1000), deadline: inMs(soon) } },
          { key: 'eligibility', type: 'eligibility', window: { opens: inMs(soon), deadline: inMs(soon + 1000) } },
          { key: 'ceremony', type: 'ceremony', window: { opens: inMs(soon + 1000), deadline: inMs(HOUR_MS) } },
        ],
      }).catch((error: Error) => {
        if (!error.message.includes('is past')) throw error;
        return publishLate(2 * soon);
      });

    const publish = (name: string, demonstration: boolean) =>
      DrivenCycle.publish(app, {
        title: `${name} Award`,
        signature: signature(name),
        demonstration,
        stages: wholeCycle({ shortlisted: 2 }).map((stage) => ({ ...stage, ladder: ['PT30M'] })),
      });

    /** Moves a deadline so that a reminder falls due at once, and waits for it. */
    const remind = async (cycle: DrivenCycle, stageKey: string) => {
      const deadlineAt = inMs(HOUR_MS / 2);
      await cycle.commanded(cycle.staff, stageKey, 'deadline', { deadlineAt, reason: REASON });
      await untilSent(cycle, 'reminder', `%/${stageKey}/PT30M/2`);
    };

    /** Before what they say is settled: a mail with nothing to say any more is dropped. */
    const untilSent = ({ cycleId }: DrivenCycle, kind: string, occasion: string) =>
      until(
        () =>
          app.rows<{ state: string }>(
            'select state from notifications.delivery where kind = $1 and cycle_id = $2 and occasion like $3',
            [kind, cycleId, occasion],
          ),
        (deliveries) => deliveries.length > 0 && deliveries.every(({ state }) => state === 'sent'),
      );

    /** A cycle from its call to its ceremony, with a reminder in each stage and a screening that has to be helped. */
    const run = async (cycle: DrivenCycle, name: string, both: Entrant): Promise<Omit<Run, 'other'>> => {
      await cycle.untilState('call', 'open');
      const own = await Promise.all(
        ['Quito', 'Riga'].map((city) => cycle.draft(`${city} of ${name}`, { title: `${name} Initiative of ${city}` })),
      );
      const entrants = [both, ...own];
      await remind(cycle, 'call');
      for (const entrant of entrants) expect(await cycle.submit(entrant)).toMatchObject({ status: 201 });
      await cycle.closeStage('call');
      await cycle.open('eligibility');
      await remind(cycle, 'eligibility');
      await cycle.checkAll();
      await cycle.closeStage('eligibility');
      await cycle.decide('eligibility');
      await cycle.release('eligibility');

      // Nobody is there to assign the entries to: it is parked until somebody is seated.
      await cycle.open('screening');
      await until(
        () => app.ask<{ attention: object[] }>(cycle.staff, 'GET', `${cycle.path}/status`),
        ({ attention }) => attention.length > 0,
      );
      await untilSent(cycle, 'needs-attention', '%/screening/%');
      const experts = await cycle.seat('screening', [`Expert One of ${name}`, `Expert Two of ${name}`]);
      await cycle.commanded(cycle.staff, 'screening', 'retry', { reason: REASON });
      const path = `${cycle.path}/stages/screening/assignments`;
      await until(
        () => app.ask<unknown[]>(experts[0]!, 'GET', path),
        ({ length }) => length > 0,
      );
      await remind(cycle, 'screening');
      await cycle.reviewAll(experts, (id) => 5 - entrants.findIndex(({ entryId }) => entryId === id));
      await cycle.closeStage('screening');
      await cycle.decide('screening', experts[0]);
      await cycle.release('screening');

      const jurors = await cycle.seat('jury', [`Juror One of ${name}`, `Juror Two of ${name}`]);
      await cycle.open('jury');
      await remind(cycle, 'jury');
      const finalists = entrants.slice(0, 2).map(({ entryId }) => entryId);
      for (const juror of jurors) await cycle.cast(juror, finalists);
      await cycle.closeStage('jury');
      await cycle.decide('jury', jurors[0]);
      await cycle.release('jury');
      return { name, cycle, entrants };
    };

    /** The mails of a cycle, with their kinds. */
    const mailsOf = async ({ cycle }: Run): Promise<(ReadMail & { kind: string })[]> => {
      const rows = await app.rows<{ id: string; kind: string }>(
        'select message_id as id, kind from notifications.delivery where cycle_id = $1',
        [cycle.cycleId],
      );
      const kinds = new Map(rows.map(({ id, kind }) => [id, kind]));
      return mails().flatMap((mail) => {
        const kind = kinds.get(mail.messageId);
        return kind ? [{ ...mail, kind }] : [];
      });
    };

    it('sends every kind of mail there is, each once, and loses none', async () => {
      const deliveries = await app.rows<{ kind: string; state: string; reason: string | null; attempts: number }>(
        'select kind, state, reason, attempts from notifications.delivery',
      );
      const kinds = [...new Set(deliveries.map(({ kind }) => kind)), ...OUT_OF_THE_ORDINARY];
      expect(kinds.toSorted()).toEqual(Object.keys(TEMPLATES.en).toSorted());
      for (const { kind, ...delivery } of deliveries) {
        expect([kind, delivery]).toEqual([kind, { state: 'sent', reason: null, attempts: 1 }]);
      }
      const ids = mails().map(({ messageId }) => messageId);
      expect(new Set(ids).size).toBe(ids.length);
    });

    it('requirement 4: reminds in every type of stage those who owe something, and nobody else', async () => {
      for (const run of runs) {
        const reminders = (await mailsOf(run)).filter(({ kind }) => kind === 'reminder');
        const stages = reminders.map(({ subject }) => /: (.*) closes soon$/.exec(subject)?.[1]);
        expect([...new Set(stages)].sort()).toEqual(['Call for entries', 'Eligibility', 'Jury', 'Screening']);
      }
    });

    it('renders every mail in text and HTML, with nothing missing and both zones', () => {
      for (const { subject, text, html } of mails()) {
        for (const part of [subject, text, html]) {
          expect(part).not.toMatch(/\{\{|\{%|undefined|\[object|null|Invalid DateTime/);
          expect(part).not.toMatch(/\b(CST|CET|EET|EAT|UTC\+)\b/);
        }
        expect(text).toMatch(/^(DEMONSTRATION[^\n]*\n\n)?Dear /);
        expect(html).toMatch(/^<!doctype html>/i);
        const instants = [...text.matchAll(/\d{4}(?: at|,) \d\d:\d\d:\d\d \(([^)]+)\)/g)].map(([, zone]) => zone!);
        if (subject.includes('Award:') && instants.length > 0) expect(instants).toContain('Asia/Shanghai');
      }
      const [reminder] = mailsTo(shared).filter(({ subject }) => subject.endsWith('closes soon'));
      expect(reminder!.text).toMatch(/\(Asia\/Shanghai\) = .* \(Africa\/Nairobi\)/);
    });

    it('requirement 1: mixes up no two cycles: name, signature, entries and links are of the one it is about', async () => {
      for (const run of runs) {
        const { name, other, cycle } = run;
        const all = await mailsOf(run);
        expect(all.length).toBeGreaterThan(20);
        for (const { from, subject, text, html } of all) {
          expect(from).toContain('Test Award');
          expect(subject).toContain(`${name} Award`);
          expect(text.trimEnd()).toMatch(new RegExp(`${signature(name)}$`));
          for (const part of [subject, text, html]) expect(part).not.toContain(other);
          const cycles = [...text.matchAll(/\/v1\/cycles\/([0-9a-f-]{36})/g)].map(([, id]) => id);
          expect(cycles.filter((id) => id !== cycle.cycleId)).toEqual([]);
        }
      }
      expect(new Set(mailsTo(shared).map(({ subject }) => subject.match(/Alpha|Beta/)?.[0]))).toEqual(
        new Set(['Alpha', 'Beta', undefined]),
      );
    });

    it('says DEMONSTRATION in every mail of a demonstration and in no other', async () => {
      const [demonstration, real] = await Promise.all(runs.map(mailsOf));
      for (const { subject, text, html } of demonstration!) {
        expect(subject).toMatch(/^\[DEMONSTRATION\] Alpha Award/);
        for (const part of [text, html]) expect(part).toContain('DEMONSTRATION');
      }
      for (const { subject, text, html } of real!)
        for (const part of [subject, text, html]) expect(part).not.toContain('DEMONSTRATION');
    });

    it("tells no city of another city's entries", async () => {
      const towns = ['Oslo', 'Quito', 'Riga'];
      for (const { entrants } of runs) {
        for (const [index, { person }] of entrants.entries()) {
          const own = mailsTo(person);
          expect(own.length).toBeGreaterThan(4);
          for (const { text, html } of own)
            for (const town of towns.filter((_, other) => other !== index))
              expect([text, html].join()).not.toContain(town);
        }
      }
    });

    it('tells each city what became of its entry', async () => {
      for (const { name, entrants } of runs) {
        const outcomes = ['winner of the award', 'finalist', null];
        for (const [index, { person }] of entrants.entries()) {
          const [result] = mailsTo(person).filter(({ subject }) => subject.endsWith(`${name} Award: result`));
          const outcome = outcomes[index];
          if (outcome) expect(result!.text).toContain(outcome);
          else expect(result).toBeUndefined();
        }
      }
    });
  });
});
