import { permissions } from '#libs/platform';

/**
 * Who may do what with panels, reviews, ballots and decisions. A seat on the panel, the certifiers
 * of the definition and the handlers of a complaint decide further.
 */
export const judgingPermissions = permissions({
  readPanel: ['cycle', ['secretariat', 'organiser', 'auditor', 'expert', 'juror']],
  readAnyPanel: ['cycle', ['secretariat', 'organiser', 'auditor']],
  appointPanel: ['cycle', ['secretariat', 'organiser']],
  recuse: ['cycle', ['expert', 'juror', 'secretariat']],
  recuseAnybody: ['cycle', ['secretariat']],
  review: ['cycle', ['expert']],
  castBallot: ['cycle', ['juror']],

  readProposal: ['cycle', ['secretariat', 'organiser', 'expert', 'juror', 'auditor']],
  readAnyProposal: ['cycle', ['secretariat', 'organiser']],
  readSignedProposal: ['cycle', ['auditor']],
  adjustProposal: ['cycle', ['secretariat', 'expert', 'juror']],
  adjustWithoutPanel: ['cycle', ['secretariat']],
  coSignDecision: ['cycle', ['auditor']],
  readCertifiers: ['cycle', ['secretariat', 'organiser', 'auditor']],
  nameCertifier: ['cycle', ['secretariat', 'organiser']],
  auditDecisions: ['cycle', ['auditor']],
  readResult: ['cycle', ['city', 'secretariat', 'organiser', 'auditor']],

  readDecisions: ['cycle', ['secretariat', 'organiser', 'expert', 'juror', 'auditor']],
  withholdResult: ['cycle', ['organiser']],

  readComplaints: ['cycle', ['secretariat', 'auditor', 'organiser', 'expert', 'juror']],
  readAnyComplaint: ['cycle', ['secretariat', 'auditor']],
  readOwnComplaints: ['cycle', ['city', 'secretariat', 'auditor']],
  fileComplaint: ['cycle', ['city'], 'bind'],
  assignComplaint: ['cycle', ['secretariat']],
  handleComplaint: ['cycle', ['secretariat', 'organiser', 'expert', 'juror']],
});
