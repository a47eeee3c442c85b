import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { forgetInAnswers, forgetOldAnswers } from '#libs/platform';
import { type PersonalDataSource, recordsOf } from './personal-data/personal-data.js';
import { refusal } from './refusals.words.js';

/** What the erased are called where a name is needed. */
export const ERASED_NAME = 'Erased';

/**
 * What identity holds about people, and how it goes: names and addresses, keys and sessions. Roles
 * end and stay on record.
 */
export const identityPersonalData: PersonalDataSource = {
  records: ({ personId }) => {
    const own = [personId];
    const where = 'person_id = ?';
    const of = (kind: string, table: string, columns: string[]) =>
      recordsOf(kind, { from: `identity.${table}`, id: 'id', columns, where }, own);
    return [
      recordsOf(
        'person',
        {
          from: 'identity.person',
          id: 'id',
          columns: ['id', 'name', 'language', 'zone', 'office', 'created_at', 'signed_in_at'],
          where: 'id = ?',
        },
        own,
      ),
      of('addresses', 'person_address', ['address', 'is_primary']),
      of('roles', 'role_grant', [
        'role',
        'programme',
        'cycle_id',
        'city_id',
        'city_role',
        'granted_at',
        'revoked_at',
        'revoked_reason_code',
        'revoked_reason_text',
      ]),
      of('invitations', 'invitation', ['grant_id', 'invited_at', 'expires_at', 'accepted_at']),
      of('sign-in-requests', 'sign_in_request', ['requested_at']),
      of('privacy-choices', 'privacy_choice', ['kind', 'key', 'granted', 'notice_version', 'language', 'chosen_at']),
      of('legal-holds', 'legal_hold', ['reason_code', 'set_at', 'lifted_at']),
      recordsOf(
        'erasure',
        { from: 'identity.person_erasure', id: 'person_id', columns: ['reason_code', 'erased_at'], where },
        own,
      ),
      recordsOf(
        'api-keys',
        { from: 'auth.apikey k', id: 'k.id', columns: ['k.id', 'k.name', 'k.enabled'], where: 'k."referenceId" = ?' },
        own,
      ),
      recordsOf('sessions', { from: 'auth.session s', id: 's.id', columns: ['s.id'], where: 's."userId" = ?' }, own),
    ];
  },

  retention: [
    {
      kind: 'kept-answers',
      from: 'Answers kept for repeated requests, from the request on',
      days: 30,
      end: forgetOldAnswers,
    },
    {
      kind: 'sign-in-requests',
      from: 'Requests for a sign-in mail, from the request on',
      days: 90,
      end: async ({ em }, before, limit) => {
        const gone = await em.execute<unknown[]>(
          `delete from identity.sign_in_request where id in (
             select r.id from identity.sign_in_request r where r.requested_at < ?
               and not exists (select from identity.held_person h where h.person_id = r.person_id)
             order by r.requested_at limit ?) returning 1 as gone`,
          [before, limit],
        );
        return gone.length;
      },
    },
    {
      kind: 'unanswered-invitations',
      from: 'People who never accepted an invitation nor signed in, and hold no other role, from the end of their last one on',
      days: 180,
      people: (em, before, limit) =>
        idsOf(
          em,
          `not exists (select from identity.role_grant g where g.person_id = p.id and g.revoked_at is null
               and not exists (select from identity.invitation i where i.grant_id = g.id))
             and exists (select from identity.invitation i where i.person_id = p.id)
             and not exists (select from identity.invitation i where i.person_id = p.id
               and (i.accepted_at is not null or i.expires_at >= ?))
             and p.signed_in_at is null and not exists (select from auth.apikey k where k."referenceId" = p.id)`,
          [before, limit],
        ),
    },
    {
      kind: 'people',
      from: 'People without any role, from the end of their last one on, or from when they last signed in or were entered',
      days: 1095,
      people: (em, before, limit) =>
        idsOf(
          em,
          `not exists (select from identity.role_grant g where g.person_id = p.id
               and (g.revoked_at is null or g.revoked_at >= ?)) and p.created_at < ?
             and coalesce(p.signed_in_at, p.created_at) < ?`,
          [before, before, before, limit],
        ),
    },
  ],

  obligations: async (em, { personId }) => {
    const [only] = await em.execute<unknown[]>(
      `select 1 from identity.role_grant g where g.person_id = ? and g.role = 'secretariat' and g.programme is null
         and g.revoked_at is null and not exists (select from identity.role_grant o where o.role = 'secretariat'
           and o.programme is null and o.revoked_at is null and o.person_id <> g.person_id)`,
      [personId],
    );
    return only ? [refusal('role.wholeSecretariat')] : [];
  },

  erase: async (work, { personId, addresses }) => {
    const { em } = work;
    const [before] = await em.execute<{ name: string }[]>('select name from identity.person where id = ?', [personId]);
    const revoked = await em.execute<{ id: string }[]>(
      `update identity.role_grant set revoked_at = now(), revoked_by = ?, revoked_reason_code = 'erased'
       where person_id = ? and revoked_at is null returning id`,
      [work.actor.id, personId],
    );
    for (const { id: grantId } of revoked) {
      const data = { personId, grantId, reasonCode: 'erased' };
      work.emit({ type: 'laureate.role.revoked.v1', subject: personId, data });
    }
    await em.execute('delete from identity.sign_in_request where person_id = ?', [personId]);
    await em.execute('delete from identity.person_address where person_id = ?', [personId]);
    await em.execute('delete from auth.apikey where "referenceId" = ?', [personId]);
    await em.execute('delete from auth.session where "userId" = ?', [personId]);
    await em.execute(`update identity.person set name = ?, zone = 'UTC', erased_at = now() where id = ?`, [
      ERASED_NAME,
      personId,
    ]);
    await forgetInAnswers(work, personId, [before!.name, ...addresses], ERASED_NAME);
  },
};

/** People who are not erased and under no legal hold, for whom a condition on `p` holds. */
async function idsOf(em: SqlEntityManager, condition: string, values: unknown[]): Promise<string[]> {
  const rows = await em.execute<{ id: string }[]>(
    `select p.id from identity.person p where p.erased_at is null
       and not exists (select from identity.held_person h where h.person_id = p.id) and ${condition} order by p.id limit ?`,
    values,
  );
  return rows.map(({ id }) => id);
}
