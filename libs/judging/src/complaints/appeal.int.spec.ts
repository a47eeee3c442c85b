import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RequestContext } from '#libs/platform';
import { type JudgingFixture, openJudgingFixture } from '../../../../test/support/judging-fixture.js';
import { AppealService } from './appeal.service.js';
import { ComplaintHandlingService } from './complaint-handling.service.js';
import { ComplaintService } from './complaint.service.js';
import { SupersessionRequestService } from '../supersession/supersession-request.service.js';

const TEXT = 'We are a city.';
const [VALID, FIRST, SECOND, THIRD] = [0, 1, 2, 3];

describe('appeals against being found invalid', () => {
  let fixture: JudgingFixture;
  let appeals: AppealService;
  let handling: ComplaintHandlingService;
  let cities: RequestContext[];
  let checker: RequestContext, certifier: RequestContext, other: RequestContext;
  let decisionId: string;
  const ref = () => ({ cycleId: fixture.cycleId, stageKey: 'eligibility' });

  beforeAll(async () => {
    fixture = await openJudgingFixture({
      countries: ['KE', 'ES', 'BR', 'CN'],
      eligibilityToDo: true,
      eligibility: { appeals: { days: 3, answer: 'P2D' } },
    });
    appeals = fixture.api.get(AppealService);
    handling = fixture.api.get(ComplaintHandlingService);
    cities = [];
    for (const { cityId } of fixture.entries) cities.push(await fixture.person('city', { cityId }));
    [checker, certifier, other] = [
      await fixture.person('secretariat'),
      await fixture.person('organiser'),
      await fixture.person('organiser'),
    ];
    await fixture.decided('eligibility', 'valid', [fixture.entries[VALID]!.id]);
    const { rows } = await fixture.db.query<{ id: string }>(`select id from judging.decision`);
    decisionId = rows[0]!.id;
    for (const { id } of fixture.entries.slice(1)) {
      await fixture.db.query(`insert into judging.outcome values ($1, $2, 'invalid')`, [decisionId, id]);
      await fixture.db.query(
        `insert into entries.eligibility_check (entry_id, entry_version, stage_key, sequence, rules, outcome, overridden, checked_by, checked_at, revision)
         values ($1, 1, 'eligibility', 1, '[]', null, false, 'service:worker', now(), 1),
           ($1, 1, 'eligibility', 2, '[]', 'invalid', false, $2, now(), 1)`,
        [id, checker.actor.id],
      );
    }
    await fixture.db.query(
      `insert into judging.decision_proposal (decision_id, version, outcomes, log, adjustments, digest, actor_id)
       values ($1, 1, '[]', '[]', '[]', 'test', 'service:worker')`,
      [decisionId],
    );
    await fixture.db.query(
      `insert into judging.decision_signature (id, decision_id, proposal_version, kind, person_id, proposal_digest, command_id, committed)
       values (gen_random_uuid(), $1, 1, 'certification', $2, 'test', 'test', '{}')`,
      [decisionId, certifier.actor.id],
    );
    await fixture.setStage(ref(), `state = 'decided', closed_at = now(), decision_digest = 'test'`);
  });
  afterAll(() => fixture?.close());

  const file = (which: number) => appeals.file(cities[which]!, fixture.entries[which]!.id, TEXT);
  const mail = (which: number, state: string, sentAt: string | null) =>
    fixture.db.query(
      `insert into notifications.delivery (id, kind, occasion, person_id, event, cycle_id, state, message_id, settled_at)
       values (gen_random_uuid(), 'eligibility-decision', $1, $2, '{}', $3, $4, gen_random_uuid()::text, ${sentAt ?? 'null'})`,
      [`eligibility/${fixture.cycleId}/eligibility/${decisionId}`, cities[which]!.actor.id, fixture.cycleId, state],
    );
  const path = (complaintId: string) => ({ cycleId: fixture.cycleId, complaintId });

  it('count from when the reason was sent to the city, not from the decision or its release', async () => {
    await expect(file(FIRST)).rejects.toMatchObject({ code: 'not-open' });
    await fixture.db.query(
      `insert into judging.release (decision_id, audience, released_by, released_at)
       values ($1, 'concerned', 'test', now() - interval '10 days')`,
      [decisionId],
    );
    await expect(file(VALID)).rejects.toMatchObject({ code: 'conflict', document: { outcome: 'valid' } });
    // Without any mail, the release counts: ten days ago.
    await expect(file(THIRD)).rejects.toMatchObject({ code: 'deadline-passed' });
    await mail(THIRD, 'sent', `now() - interval '3 days 1 minute'`);
    await expect(file(THIRD)).rejects.toMatchObject({ code: 'deadline-passed', document: { deadline: {} } });
    await mail(FIRST, 'sent', `now() - interval '2 days 23 hours'`);
    expect(await file(FIRST)).toMatchObject({
      kind: 'appeal',
      number: expect.stringMatching(/^A-/) as unknown,
      stageKey: 'eligibility',
      state: 'filed',
    });
    // A mail that still waits to go out has begun nothing.
    await mail(SECOND, 'pending', null);
    expect(await file(SECOND)).toMatchObject({ kind: 'appeal' });
  });

  it('are made once an entry, by its own city', async () => {
    await expect(file(FIRST)).rejects.toMatchObject({ code: 'conflict' });
    await expect(appeals.file(cities[FIRST]!, fixture.entries[SECOND]!.id, TEXT)).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(
      fixture.api.get(ComplaintService).file(cities[FIRST]!, fixture.entries[FIRST]!.id, { ...ref(), text: TEXT }),
    ).rejects.toMatchObject({ code: 'rule-violated' });
  });

  it('are decided by one who did not decide before, which the database holds too', async () => {
    const [first, second] = await handling.list(fixture.staff.principal, fixture.cycleId, {
      after: undefined,
      limit: 10,
    });
    const refused = handling.assign(fixture.staff, path(first!.id), [checker.actor.id, certifier.actor.id]);
    await expect(refused).rejects.toMatchObject({
      code: 'rule-violated',
      document: { errors: [{ message: 'took part in the decision' }, { message: 'took part in the decision' }] },
    });
    for (const { id } of [first!, second!]) await handling.assign(fixture.staff, path(id), [other.actor.id]);
    const outcome = { outcome: 'upheld' as const, reasonCode: 'is-a-city', text: 'You are.' };
    await expect(handling.record(checker, path(first!.id), outcome)).rejects.toMatchObject({ code: 'forbidden' });
    const settled = await handling.record(other, path(first!.id), outcome);
    expect(settled).toMatchObject({ state: 'upheld', settled: { by: other.actor.id, version: 1 } });
    await expect(handling.record(other, path(first!.id), outcome)).rejects.toMatchObject({ code: 'conflict' });

    // Somebody who checked the entry, past every service.
    await fixture.db.query(`insert into judging.complaint_handler values ($1, $2, 'test')`, [
      second!.id,
      checker.actor.id,
    ]);
    await fixture.db.query(
      `insert into judging.complaint_outcome (complaint_id, version, outcome, reason_code, text, recorded_by)
       values ($1, 1, 'dismissed', 'no', 'No.', $2)`,
      [second!.id, checker.actor.id],
    );
    await expect(
      fixture.as(
        'api',
        'update judging.complaint set settled_version = 1, settled_by = ?, settled_at = now() where id = ?',
        [checker.actor.id, second!.id],
      ),
    ).rejects.toThrow('an appeal is decided by somebody who did not decide before');
    expect(await fixture.events('laureate.complaint.settled.v1')).toHaveLength(1);
  });

  it('bring the entry into a screening that runs, and after its end on the record only', async () => {
    const [listed] = await handling.list(fixture.staff.principal, fixture.cycleId, {
      after: undefined,
      limit: 1,
    });
    const complaintId = listed!.id;
    const service = fixture.api.get(SupersessionRequestService);
    const entryId = fixture.entries[FIRST]!.id;
    const given = {
      kind: 'upheld-complaint' as const,
      changes: [{ entryId, outcome: 'valid' as const }],
      reasonCode: 'appeal-upheld',
      reasonText: 'It is a city.',
      complaintId,
    };
    const effect = async () => (await service.preview(fixture.staff, ref(), given)).stages[0];
    await fixture.openStage(fixture.screening);
    expect(await effect()).toMatchObject({ stageKey: 'screening', joins: [entryId], unmoved: [] });
    await fixture.closeStage(fixture.screening);
    expect(await effect()).toMatchObject({ stageKey: 'screening', joins: [], unmoved: [entryId] });
    await expect(service.preview(fixture.staff, ref(), { ...given, complaintId: randomUUID() })).rejects.toMatchObject({
      code: 'rule-violated',
    });
  });
});
