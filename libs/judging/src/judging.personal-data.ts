import { type PersonalDataSource, recordsOf } from '#libs/identity';
import { refusal } from './refusals.words.js';

/**
 * What judging holds about people. Nothing of it names them: reviews, signatures and outcomes are
 * what decisions are made of.
 */
export const judgingPersonalData: PersonalDataSource = {
  records: ({ personId }) => {
    const of = (kind: string, from: string, id: string, columns: string[], where = 'person_id = ?') =>
      recordsOf(kind, { from: `judging.${from}`, id, columns, where }, [personId]);
    const stage = ['cycle_id', 'stage_key'];
    return [
      of('panels', 'panel_member', `cycle_id || '/' || stage_key`, [
        ...stage,
        'seat',
        'country_codes',
        'city_ids',
        'appointed_at',
      ]),
      of('recusals', 'recusal', 'id', [...stage, 'entry_id', 'reason_code', 'declared_at']),
      of('assignments', 'assignment', 'id', [...stage, 'entry_id', 'state', 'made_at']),
      of(
        'reviews',
        'review r join judging.assignment a on a.id = r.assignment_id',
        `a.id || '/' || r.version`,
        ['a.entry_id', 'r.version', 'r.scores', 'r.comment', 'r.written_at'],
        'a.person_id = ?',
      ),
      of('ballots-cast', 'ballot_cast', 'id', stage),
      of('decisions-signed', 'decision_signature', 'id', ['decision_id', 'kind', 'proposal_digest', 'signed_at']),
      of('certifier', 'certifier', `cycle_id || '/' || stage_key`, [
        ...stage,
        'stands_in_for',
        'country_codes',
        'city_ids',
        'employers',
        'entry_ids',
        'named_at',
      ]),
      of(
        'co-signatures',
        'co_signature',
        'id',
        ['decision_id', 'person_id', 'auditor_id', 'signed_at'],
        '? in (person_id, auditor_id)',
      ),
      of('complaints-in-hand', 'complaint_handler', 'complaint_id', ['complaint_id', 'assigned_at']),
      of('complaints-filed', 'complaint', 'id', ['number', 'entry_id', 'text', 'filed_at'], 'filed_by = ?'),
      of(
        'complaints-answered',
        'complaint_outcome',
        `complaint_id || '/' || version`,
        ['complaint_id', 'outcome', 'reason_code', 'text', 'recorded_at'],
        'recorded_by = ?',
      ),
    ];
  },

  obligations: async (em, { personId }) => {
    const rows = await em.execute<{ title: string }[]>(
      `select s.title from judging.panel_member m join cycles.stage s on s.cycle_id = m.cycle_id and s.key = m.stage_key
       where m.person_id = ? and s.state in ('scheduled', 'open', 'closing', 'deciding') order by s.title`,
      [personId],
    );
    return rows.map(({ title }) => refusal('seat.toBeTakenOver', { title }));
  },
};
