import { permissions } from '#libs/platform';

/**
 * Who may do what with cities and entries. Where the role `city` is named, only the city's own
 * people have it, and what they may do for their city decides further. The secretariat acts there
 * on behalf of a person of the city, whom it names.
 */
export const entryPermissions = permissions({
  registerCity: ['own', ['city', 'secretariat']],
  listCities: ['own', ['city', 'secretariat', 'organiser', 'auditor']],
  readCity: ['own', ['city', 'secretariat', 'organiser', 'auditor']],
  readCityRecords: ['city', ['city', 'secretariat', 'organiser', 'auditor']],
  changeCityProfile: ['city', ['city', 'secretariat'], 'edit'],
  verifyCity: ['city', ['secretariat']],
  listCityDuplicates: ['own', ['secretariat']],
  markCityDuplicate: ['city', ['secretariat']],
  mergeCities: ['city', ['secretariat']],
  readTerritories: ['programme', ['secretariat', 'organiser', 'auditor']],
  changeTerritories: ['programme', ['secretariat']],
  readTrustedDomains: ['programme', ['secretariat', 'organiser', 'auditor']],
  changeTrustedDomains: ['programme', ['secretariat']],

  beginEntry: ['cycle', ['city', 'secretariat'], 'edit'],
  listEntries: ['cycle', ['city', 'secretariat', 'organiser', 'auditor']],
  readEntry: ['cycle', ['city', 'secretariat', 'organiser', 'auditor']],
  editEntry: ['cycle', ['city', 'secretariat'], 'edit'],
  submitEntry: ['cycle', ['city', 'secretariat'], 'bind'],
  withdrawEntry: ['cycle', ['city', 'secretariat'], 'bind'],
  changeConsents: ['cycle', ['city', 'secretariat'], 'bind'],
  countEntries: ['cycle', ['secretariat', 'organiser', 'auditor']],
  exportEntries: ['cycle', ['secretariat', 'organiser', 'auditor']],
  grantExtension: ['cycle', ['secretariat']],
  readExtensions: ['cycle', ['secretariat', 'organiser', 'auditor']],
  reopenEntry: ['cycle', ['secretariat']],
  eraseFromEntry: ['cycle', ['secretariat']],
  handlePaper: ['cycle', ['secretariat']],
  listPapers: ['cycle', ['secretariat', 'organiser', 'auditor']],
  addTranslation: ['cycle', ['city', 'secretariat'], 'edit'],
  listUntranslated: ['cycle', ['secretariat', 'organiser', 'auditor']],

  readUndecided: ['cycle', ['secretariat', 'organiser', 'auditor']],
  checkEligibility: ['cycle', ['secretariat']],
  tryRules: ['cycle', ['secretariat']],
  readRuleTrial: ['cycle', ['secretariat', 'auditor']],
  markDuplicate: ['cycle', ['secretariat']],
  askClarification: ['cycle', ['secretariat']],
  listClarifications: ['cycle', ['secretariat', 'organiser', 'auditor']],
  answerClarification: ['cycle', ['city', 'secretariat'], 'edit'],
});
