import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LaureateEvent } from '#libs/contracts';
import { CycleContextService, StageHandlers } from '#libs/cycles';
import { EligibilityService } from '#libs/entries';
import { PeopleService } from '#libs/identity';
import { type RequestContext, UnitOfWork } from '#libs/platform';
import { type JudgingFixture, openJudgingFixture } from '../../../../test/support/judging-fixture.js';
import { CertificationService } from './certification.service.js';
import { CertifierService } from './certifier.service.js';
import { DecisionRecordService } from './decision-record.service.js';
import { DecisionService } from './decision.service.js';
import { judgingAudiences } from '../judging.audiences.js';
import { ProposalService } from './proposal.service.js';

const system = { actor: { id: 'service:worker' }, cause: 'workflow:test' };
const NONE: Record<'countryCodes' | 'cityIds' | 'employers' | 'entryIds', string[]> = {
  countryCodes: [],
  cityIds: [],
  employers: [],
  entryIds: [],
};

describe('named certifiers, stand-ins and co-signatures on PostgreSQL', () => {
  let fixture: JudgingFixture;
  let ref: { cycleId: string; stageKey: string };
  let decisions: DecisionService;
  let certifiers: CertifierService;
  let ana: RequestContext, ben: RequestContext, sam: RequestContext, auditor: RequestContext, other: RequestContext;

  beforeAll(async () => {
    fixture = await openJudgingFixture({ countries: ['KE', 'ES', 'BR'], eligibilityToDo: true });
    ref = { cycleId: fixture.cycleId, stageKey: 'eligibility' };
    decisions = fixture.worker.get(DecisionService);
    certifiers = fixture.api.get(CertifierService);
    [ana, ben, sam] = [
      await fixture.person('organiser'),
      await fixture.person('organiser'),
      await fixture.person('organiser'),
    ];
    auditor = await fixture.person('auditor');
    other = await fixture.person('organiser');
    await fixture.openStage(ref);
    await decisions.prepare(system, ref);
  });
  afterAll(() => fixture?.close());

  const id = (who: RequestContext) => who.actor.id;
  const name = (who: RequestContext, standsInFor: RequestContext | null, known: Partial<typeof NONE> = {}) =>
    certifiers.name(fixture.staff, ref, {
      personId: id(who),
      standsInFor: standsInFor && id(standsInFor),
      ...NONE,
      ...known,
    });
  const digest = async () => (await fixture.proposal(ref)).proposalDigest;
  const certify = async (who: RequestContext) =>
    decisions.certify(system, ref, fixture.command(who, ref, await digest()));
  const coSign = async (who: RequestContext, certifier: RequestContext) =>
    fixture.api.get(CertificationService).coSign(who, ref, { personId: id(certifier), proposalDigest: await digest() });

  it('names people of the certifying roles, and one stand-in each', async () => {
    await name(ana, null, { countryCodes: ['KE'] });
    await name(ben, null, { entryIds: [fixture.entries[1]!.id] });
    await name(sam, ana);
    await name(sam, ana, { countryCodes: ['FR'] });
    await expect(name(other, ana)).rejects.toMatchObject({ code: 'conflict' });
    await expect(name(ben, ana)).rejects.toMatchObject({ code: 'conflict' });
    await expect(name(auditor, null)).rejects.toMatchObject({ code: 'rule-violated' });
    await expect(certifiers.remove(fixture.staff, ref, id(ana))).rejects.toMatchObject({ code: 'conflict' });
    await name(other, ben);
    await certifiers.remove(fixture.staff, ref, id(other));
    const { certifiers: list, proposalDigest } = await certifiers.list(ref);
    expect(proposalDigest).toBeNull();
    expect(list.map(({ personId, standsInFor, inConflict }) => [personId, standsInFor, inConflict])).toEqual([
      [id(ana), null, null],
      [id(sam), id(ana), null],
      [id(ben), null, null],
    ]);
  });

  it('names nobody once the stage has closed', async () => {
    for (const { id: entryId } of fixture.entries)
      await fixture.api.get(EligibilityService).check(fixture.staff, ref, entryId, {
        outcome: 'valid',
        version: 1,
        reasonCode: 'accepted',
        reasonText: 'Sample text is enough for a test.',
      });
    await fixture.closeStage(ref);
    await expect(name(other, ben)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('named beforehand'),
    });
    await expect(certifiers.remove(fixture.staff, ref, id(sam))).rejects.toMatchObject({ code: 'conflict' });
    await decisions.propose(system, ref);
  });

  it('lets only the named certify, and says with how many entries they are in conflict', async () => {
    await expect(certify(fixture.staff)).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('named'),
    });
    await expect(certify(ana)).rejects.toMatchObject({
      code: 'conflict-of-interest',
      document: { status: 409, entries: 1, conflicts: ['same-country'], action: expect.stringContaining('co-sign') },
    });
    await expect(certify(ben)).rejects.toMatchObject({ document: { entries: 1, conflicts: ['declared'] } });
    const { certifiers: list } = await certifiers.list(ref);
    expect(list.map(({ inConflict }) => inConflict?.entries)).toEqual([1, 0, 1]);
  });

  it('lets the stand-in certify in the place of the certifier, and then not both', async () => {
    const { decision, signature, stage } = await certify(sam);
    expect([decision.certifications, stage.state]).toEqual([1, 'deciding']);
    expect(signature).toEqual({
      kind: 'certification',
      personId: id(sam),
      inPlaceOf: id(ana),
      conflicts: [],
      coSignedBy: null,
    });
    await expect(certify(ana)).rejects.toMatchObject({
      code: 'conflict',
      message: 'Your stand-in has certified in your place.',
    });
    await expect(certify(sam)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('takes a co-signature of an independent auditor only, where there is a conflict', async () => {
    const both = await fixture.person('auditor', { cycleId: fixture.cycleId });
    await fixture.db.query(
      `insert into entries.entry_contact (entry_id, position, name, email)
       select $1, 1, 'A contact', upper(address) from identity.person_address where person_id = $2`,
      [fixture.entries[2]!.id, id(both)],
    );
    await expect(coSign(both, ben)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(coSign(auditor, sam)).rejects.toMatchObject({ code: 'conflict' });
    await expect(coSign(auditor, fixture.staff)).rejects.toMatchObject({ code: 'conflict' });
    await expect(
      fixture.api.get(CertificationService).coSign(auditor, ref, { personId: id(ben), proposalDigest: 'f'.repeat(64) }),
    ).rejects.toMatchObject({ code: 'conflict' });
    expect(await coSign(auditor, ben)).toMatchObject({ entries: 1, conflicts: ['declared'], proposalVersion: 1 });
    expect(JSON.stringify(await fixture.events('laureate.decision.co-signed.v1'))).not.toContain(
      fixture.entries[1]!.id,
    );
  });

  it('asks again for a conflict that came up since', async () => {
    const cities = (ids: string[]) =>
      fixture.db.query('update judging.certifier set city_ids = $1 where person_id = $2', [
        JSON.stringify(ids),
        id(ben),
      ]);
    await cities([fixture.entries[0]!.cityId]);
    await expect(certify(ben)).rejects.toMatchObject({ document: { entries: 2 } });
    await cities([]);
  });

  it('lets the conflicted certifier certify after it, and the record says all of it', async () => {
    const notifier = await fixture.start('notifier');
    const audiences = judgingAudiences({
      unitOfWork: notifier.get(UnitOfWork),
      cycles: notifier.get(CycleContextService),
      people: notifier.get(PeopleService),
      handlers: notifier.get(StageHandlers),
      linkTo: (path) => `https://award.example${path}`,
    });
    const told = async (type: string, kind: string, at = -1) => {
      const event = { type, data: (await fixture.events(type)).at(at)! } as unknown as LaureateEvent;
      const audience = audiences.find((each) => each.on === type && each.kind === kind)!;
      const people = audience.occasion(event) === null ? [] : await audience.people(event);
      return Promise.all(people.map(async (who) => [who, await audience.facts(event, who, 'en')] as const));
    };
    const named = await told('laureate.certifier.named.v1', 'stand-in-named', 2);
    expect(named).toMatchObject([[id(sam), { certifier: 'A organiser', stageTitle: 'Eligibility' }]]);
    // Another was named last, and is not any more.
    expect(await told('laureate.certifier.named.v1', 'stand-in-named')).toEqual([[id(other), null]]);
    // Of Ana and her stand-in one has certified.
    const due = await told('laureate.decision.proposed.v1', 'certification-due');
    expect(due).toMatchObject([[id(ben), { certifier: null }]]);
    expect(await told('laureate.decision.co-signed.v1', 'co-signed')).toMatchObject([
      [id(ben), { zone: 'Asia/Shanghai' }],
    ]);

    const { stage, signature } = await certify(ben);
    expect(stage.state).toBe('decided');
    expect(signature).toMatchObject({ inPlaceOf: null, conflicts: ['declared'], coSignedBy: id(auditor) });
    expect(await told('laureate.decision.proposed.v1', 'certification-due')).toEqual([]);
    expect(await told('laureate.decision.co-signed.v1', 'co-signed')).toEqual([[id(ben), null]]);
    const { standing } = await fixture.api.get(DecisionRecordService).ofStage(ref);
    const seen = await fixture.api.get(ProposalService).read(fixture.staff.principal, ref);
    for (const list of [standing, seen.standing])
      expect(list).toMatchObject([
        { personId: id(sam), inPlaceOf: id(ana), coSignedBy: null },
        { personId: id(ben), inPlaceOf: null, conflicts: ['declared'], coSignedBy: id(auditor) },
      ]);
    expect(await fixture.events('laureate.decision.certified.v1')).toMatchObject([
      { inPlaceOf: id(ana) },
      { coSignedBy: id(auditor) },
    ]);
    await expect(coSign(auditor, ana)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('cannot be made to hold both, or a conflict without a co-signature, whatever writes it', async () => {
    const copy = (columns: string) =>
      fixture.db.query(
        `insert into judging.decision_signature (id, decision_id, proposal_version, kind, person_id, proposal_digest,
           command_id, committed, in_place_of, conflicts, co_signed_by)
         select gen_random_uuid(), decision_id, proposal_version, kind, gen_random_uuid(), proposal_digest,
           gen_random_uuid()::text, committed, ${columns} from judging.decision_signature where person_id = $1`,
        [id(sam)],
      );
    await expect(copy(`in_place_of, '[]', null`)).rejects.toThrow(/one_of_both/);
    await expect(copy(`null, '["same-city"]', null`)).rejects.toThrow(/check constraint/);
  });
});
