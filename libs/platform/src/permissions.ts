import { permissions } from './http/access/permission.js';

/**
 * Who may see and mend what the servers of this installation do for all programmes, and who may act for somebody else.
 */
export const operationPermissions = permissions({
  readEventFailures: ['installation', ['secretariat', 'auditor']],
  redriveEvents: ['installation', ['secretariat']],
  examine: ['installation', ['secretariat', 'auditor']],
  /** Asked of a request that names whom it acts for (`x-on-behalf-of`), for whatever its route is about. */
  actForOthers: ['own', ['secretariat']],
  mend: ['installation', ['secretariat']],
});
