import { permissions } from '#libs/platform';

/** Who may read and replay what happened. */
export const transparencyPermissions = permissions({
  readTimeline: ['cycle', ['auditor', 'secretariat']],
  auditCycle: ['cycle', ['auditor']],
});
