import { type PersonalDataSource, recordsOf } from '#libs/identity';
import { refusal } from './refusals.words.js';

/**
 * What entries hold about people, and how it goes: contacts and signatories. What a city wrote is the city's; ids stay.
 */
export const entriesPersonalData: PersonalDataSource = {
  records: ({ personId, addresses }) => {
    const by = (kind: string, from: string, id: string, columns: string[], where: string) =>
      recordsOf(kind, { from: `entries.${from}`, id, columns, where }, [personId]);
    const versioned = ['entry_id', 'version'];
    return [
      ...(addresses.length > 0
        ? [
            recordsOf(
              'entry-contacts',
              {
                from: 'entries.entry_contact',
                id: `entry_id || '/' || position`,
                columns: ['entry_id', 'name', 'office', 'email', 'phone'],
                where: 'lower(email) in (?)',
              },
              [[...addresses]],
            ),
          ]
        : []),
      by('signatories', 'signatory', 'id', [...versioned, 'act', 'name', 'function', 'signed_at'], 'account_id = ?'),
      by('entries-begun', 'entry', 'id', ['id', 'cycle_id', 'city_id', 'state', 'created_at'], 'created_by = ?'),
      by(
        'sections-saved',
        'entry_section_version',
        `entry_id || '/' || key || '/' || lpad(version::text, 9, '0')`,
        [...versioned, 'key', 'saved_at'],
        'saved_by = ?',
      ),
      by(
        'versions-submitted',
        'entry_version',
        `entry_id || '/' || version`,
        [...versioned, 'digest', 'submitted_at'],
        'submitted_by = ?',
      ),
      by(
        'consents',
        'consent',
        `entry_id || '/' || version`,
        [...versioned, 'rules_version', 'privacy_notice_version', 'language', 'publication', 'accepted_at'],
        'accepted_by = ?',
      ),
      by(
        'consent-changes',
        'consent_change',
        'id',
        ['entry_id', 'field_group', 'granted', 'changed_at'],
        'changed_by = ?',
      ),
      by(
        'attachments',
        'attachment',
        'id',
        ['id', 'entry_id', 'name', 'size', 'digest', 'created_at'],
        'created_by = ?',
      ),
      by(
        'translations-added',
        'translation',
        'id',
        ['id', 'entry_id', 'entry_version', 'language', 'source', 'digest', 'added_at'],
        'added_by = ?',
      ),
      by(
        'translations-withdrawn',
        'translation_withdrawal',
        'translation_id',
        ['translation_id', 'reason_code', 'withdrawn_at'],
        'withdrawn_by = ?',
      ),
      by('clarifications-asked', 'clarification', 'id', ['id', 'entry_id', 'asked_at'], 'asked_by = ?'),
      by('clarifications-answered', 'clarification', 'id', ['id', 'entry_id', 'answered_at'], 'answered_by = ?'),
      by(
        'eligibility-checks',
        'eligibility_check',
        `entry_id || '/' || entry_version || '/' || stage_key || '/' || sequence`,
        ['entry_id', 'entry_version', 'stage_key', 'outcome', 'reason_code', 'reason_text', 'checked_at'],
        'checked_by = ?',
      ),
      by(
        'checks-in-hand',
        'eligibility_claim',
        `entry_id || '/' || stage_key`,
        ['entry_id', 'stage_key', 'until'],
        'person_id = ?',
      ),
      by(
        'entries-reopened',
        'reopening',
        'id',
        ['id', 'entry_id', 'version', 'reason_code', 'reason_text', 'reopened_at'],
        'reopened_by = ?',
      ),
      by('papers-registered', 'paper', 'id', ['id', 'entry_id', 'arrived_at', 'registered_at'], 'registered_by = ?'),
      by('papers-typed', 'paper_typist', 'paper_id', ['paper_id', 'since'], 'typed_by = ?'),
      by('papers-checked', 'paper', 'id', ['id', 'entry_id', 'attested_at'], 'attested_by = ?'),
      by(
        'papers-declared',
        'paper',
        'id',
        ['id', 'entry_id', 'declared_code', 'declared_text', 'declared_at'],
        'declared_by = ?',
      ),
      by('papers-seconded', 'paper', 'id', ['id', 'entry_id', 'seconded_at'], 'seconded_by = ?'),
      by('cities-merged', 'city_merge', 'id', ['city_id', 'into_id', 'reason_code', 'done_at'], 'done_by = ?'),
      by('done-for-cities', 'city_act', 'id', ['city_id', 'kind', 'entry_id', 'done_at'], 'done_by = ?'),
      by('done-for-you', 'city_act', 'id', ['city_id', 'kind', 'entry_id', 'done_at'], 'on_behalf_of = ?'),
    ];
  },

  retention: [
    {
      kind: 'entry-contacts',
      from: 'Contacts of an entry, from the end of its cycle on',
      days: 1095,
      end: async ({ em }, before, limit) => {
        const gone = await em.execute<unknown[]>(
          `with gone as (delete from entries.entry_contact where (entry_id, position) in (
             select c.entry_id, c.position from entries.entry_contact c join entries.entry e on e.id = c.entry_id
             join cycles.cycle y on y.id = e.cycle_id
             where y.ended_at < ? and not exists (select from identity.held_person h where h.address = lower(c.email))
             order by c.entry_id, c.position limit ?) returning entry_id),
           changed as (update entries.entry set contacts_version = contacts_version + 1
             where id in (select entry_id from gone))
           select entry_id from gone`,
          [before, limit],
        );
        return gone.length;
      },
    },
    {
      kind: 'signatories',
      from: 'Who acted by a shared office account, from the end of the cycle on',
      days: 1095,
      end: async ({ em }, before, limit) => {
        const gone = await em.execute<unknown[]>(
          `update entries.signatory set name = null, function = null where id in (
             select s.id from entries.signatory s join entries.entry e on e.id = s.entry_id
             join cycles.cycle y on y.id = e.cycle_id
             where y.ended_at < ? and s.name is not null
               and not exists (select from identity.held_person h where h.person_id::text = s.account_id)
             order by s.id limit ?) returning 1 as gone`,
          [before, limit],
        );
        return gone.length;
      },
    },
    {
      kind: 'letter-signers',
      from: 'Who signed the letter of a city, from its verification on',
      days: 1095,
      end: async ({ em }, before, limit) => {
        const gone = await em.execute<unknown[]>(
          `update entries.city_verification set letter = letter || '{"signedBy": null, "function": null}' where id in (
             select id from entries.city_verification
             where done_at < ? and letter ->> 'signedBy' is not null order by id limit ?) returning 1 as gone`,
          [before, limit],
        );
        return gone.length;
      },
    },
  ],

  obligations: async (em, { soleOwnerOf }) => {
    if (soleOwnerOf.length === 0) return [];
    const rows = await em.execute<{ name: string }[]>(
      `select c.name from entries.city c where c.id in (?) and exists (
         select from entries.entry e join cycles.cycle y on y.id = e.cycle_id
         where e.city_id = c.id and e.state <> 'withdrawn' and y.status = 'published') order by c.name`,
      [[...soleOwnerOf]],
    );
    return rows.map(({ name }) => refusal('city.ownerToHandOver', { name }));
  },

  erase: async ({ em }, { personId, addresses }) => {
    if (addresses.length > 0)
      await em.execute(
        `with gone as (delete from entries.entry_contact where lower(email) in (?) returning entry_id)
         update entries.entry set contacts_version = contacts_version + 1 where id in (select entry_id from gone)`,
        [[...addresses]],
      );
    await em.execute('update entries.signatory set name = null, function = null where account_id = ?', [personId]);
  },
};
