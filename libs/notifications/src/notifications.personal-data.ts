import { type PersonalDataSource, recordsOf } from '#libs/identity';

/**
 * What notifications hold about people: that a mail was to go. Neither its text nor an address is
 * kept, so there is nothing to erase.
 */
export const notificationsPersonalData: PersonalDataSource = {
  records: ({ personId }) => [
    recordsOf(
      'mails',
      {
        from: 'notifications.delivery',
        id: 'id',
        columns: ['kind', 'occasion', 'cycle_id', 'state', 'created_at', 'settled_at'],
        where: 'person_id = ?',
      },
      [personId],
    ),
  ],
};
