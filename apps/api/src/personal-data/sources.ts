import { entriesPersonalData } from '#libs/entries';
import { type PersonalDataSource, identityPersonalData } from '#libs/identity';
import { judgingPersonalData } from '#libs/judging';
import { notificationsPersonalData } from '#libs/notifications';

/** What each lib holds about people. Identity comes last: the others find by the addresses that it erases. */
export const PERSONAL_DATA: PersonalDataSource[] = [
  entriesPersonalData,
  judgingPersonalData,
  notificationsPersonalData,
  identityPersonalData,
];
