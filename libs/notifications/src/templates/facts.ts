/** Facts that every mail about a cycle may show. */
const cycle = ['programme', 'cycleTitle', 'zone'];

/** What each kind of mail may show, in whichever language: an allow-list. */
export const MAIL_FACTS = {
  'amendment-to-sign': [...cycle, 'changed', 'reasonCode', 'link'],
  'cycle-amended': [...cycle, 'number', 'changed', 'reasonCode', 'link'],
  'deadline-to-countersign': [...cycle, 'cycleId', 'number', 'moves', 'reasonCode', 'amendmentId', 'definitionDigest', 'link'],

  'clarification-asked': [...cycle, 'entryTitle', 'cityName', 'questions', 'answerBy', 'link'],
  'clarification-deadline': [...cycle, 'entryTitle', 'previousDeadlineAt', 'answerBy', 'link'],
  'clarification-reminder': [...cycle, 'entryTitle', 'questions', 'answerBy', 'link'],
  'clarification-answered': [...cycle, 'entryTitle', 'cityName', 'link'],
  'clarification-timed-out': [...cycle, 'entryTitle', 'cityName', 'answerBy', 'outcome', 'link'],
  'clarification-cancelled': [...cycle, 'entryTitle'],

  'complaint-received': [...cycle, 'stageTitle', 'what', 'complaintNumber', 'entryTitle', 'filedAt', 'answerBy', 'link'],
  'complaint-filed': [...cycle, 'stageTitle', 'what', 'complaintNumber', 'complaintId', 'entryTitle', 'cityName', 'answerBy', 'link'],
  'complaint-assigned': [...cycle, 'stageTitle', 'what', 'complaintNumber', 'answerBy', 'link'],
  'complaint-to-confirm': [...cycle, 'stageTitle', 'what', 'complaintNumber', 'answerBy', 'link', 'alone'],
  'complaint-reminder': [...cycle, 'stageTitle', 'what', 'complaintNumber', 'answerBy', 'link', 'assigned', 'recorded'],
  'complaint-overdue': [...cycle, 'stageTitle', 'what', 'complaintNumber', 'cityName', 'answerBy', 'link'],
  'complaint-outcome': [...cycle, 'stageTitle', 'what', 'complaintNumber', 'entryTitle', 'outcome', 'answer', 'link'],
  'complaint-upheld': [...cycle, 'stageTitle', 'what', 'complaintNumber', 'complaintId', 'cityName', 'entryTitle', 'link'],

  assignment: [...cycle, 'stageTitle', 'count', 'deadlineAt', 'link'],
  shortlist: [...cycle, 'entries'],
  result: [...cycle, 'entries'],
  'stand-in-named': [...cycle, 'stageTitle', 'certifier'],
  'certification-due': [...cycle, 'stageTitle', 'certifier', 'link'],
  'co-signed': [...cycle, 'stageTitle', 'link'],
  'correction-to-sign': [...cycle, 'stageTitle', 'kind', 'reasonCode', 'askedBy', 'command', 'link'],
  'decision-corrected': [...cycle, 'stageTitle', 'entries', 'publicText'],
  'finalist-withdrew': [...cycle, 'stageTitle', 'entryTitle', 'cityName', 'command'],

  'entry-received': [...cycle, 'cityName', 'entryTitle', 'version', 'submittedAt', 'late', 'early', 'arrivedAt', 'afterReopening', 'receiptId', 'receiptDigest', 'deadlineAt', 'link'],
  'extension-granted': [...cycle, 'cityName', 'entryTitle', 'step', 'until', 'deadlineAt', 'link'],
  'extension-reminder': [...cycle, 'cityName', 'until', 'deadlineAt', 'owed', 'link'],
  'entry-reopened': [...cycle, 'cityName', 'entryTitle', 'version', 'reasonText', 'until', 'link'],
  'paper-to-confirm': [...cycle, 'cityName', 'entryTitle', 'arrivedAt', 'until', 'link'],
  'city-merged': ['cityName', 'intoName', 'link'],
  'city-verified': ['cityName', 'verified', 'link'],
  'eligibility-decision': [...cycle, 'entries', 'appealDays'],

  'sign-in': ['link', 'code', 'expiresAt'],
  invitation: ['role', 'programme', 'cityName', 'cityRole', 'takesOver', 'link', 'expiresAt'],

  reminder: [...cycle, 'stageTitle', 'owed', 'deadlineAt', 'link'],
  'deadline-moved': [...cycle, 'stageTitle', 'deadlineAt', 'previousDeadlineAt', 'opensAt'],
  'cycle-paused': [...cycle, 'pausedAt'],
  'cycle-cancelled': [...cycle, 'reasonCode', 'reasonText'],
  'outage-found': [...cycle, 'outageId', 'from', 'to', 'stages'],
  'stage-reopened': [...cycle, 'stageTitle', 'deadlineAt'],
  'cycle-resumed': [...cycle, 'stages', 'own'],
  'stage-late': [...cycle, 'stageTitle', 'detail'],
  'needs-attention': [...cycle, 'stageTitle', 'detail'],
} satisfies Record<string, string[]>;

export type MailKind = keyof typeof MAIL_FACTS;
