import { ROLES } from '#libs/contracts';
import { permissions } from '#libs/platform';

/**
 * Who may do what with people, their roles and what is held about them. Giving and taking roles is
 * narrowed by `mayGrant`.
 */
export const identityPermissions = permissions({
  readSelf: ['own', ROLES],
  createPerson: ['own', ['secretariat']],
  listPeople: ['own', ['secretariat', 'organiser', 'auditor']],
  grantRole: ['own', ['secretariat', 'organiser']],
  revokeRole: ['own', ['secretariat', 'organiser']],
  inviteToRole: ['own', ['secretariat', 'organiser']],
  manageOwnAccount: ['own', ROLES],
  manageAnyAccount: ['installation', ['secretariat']],
  publishPrivacyNotice: ['installation', ['secretariat']],
  erasePerson: ['installation', ['secretariat']],
  setRetention: ['installation', ['secretariat']],
  holdPersonalData: ['installation', ['secretariat']],
  readCityPeople: ['city', ['city', 'secretariat', 'organiser', 'auditor']],
  manageCityPeople: ['city', ['city', 'secretariat'], 'bind'],
});
