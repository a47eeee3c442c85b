import { permissions } from '#libs/platform';

/** Who may see the mails of a cycle. */
export const notificationPermissions = permissions({
  readDeliveries: ['cycle', ['secretariat', 'auditor']],
  countDeliveries: ['cycle', ['secretariat', 'organiser', 'auditor']],
});
