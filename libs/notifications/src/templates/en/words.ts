import type { MailWords } from '../shared/mail-words.js';

export const words: MailWords = {
  demonstration: {
    tag: 'DEMONSTRATION',
    notice: 'DEMONSTRATION — this mail is part of a rehearsal with real data; nothing in it counts.',
  },
  codes: {
    role: {
      secretariat: 'member of the secretariat',
      organiser: 'member of the Organizing Committee',
      city: 'contact of a city',
      expert: 'expert of the Technical Committee',
      juror: 'juror',
      auditor: 'auditor',
    },
    cityRole: { owner: 'owner', editor: 'editor', reader: 'reader' },
    complaint: { appeal: 'appeal', complaint: 'complaint' },
    outcome: {
      valid: 'valid',
      invalid: 'not valid',
      eligible: 'eligible',
      deserving: 'deserving',
      shortlisted: 'shortlisted',
      winner: 'winner',
      disqualified: 'disqualified',
      withdrawn: 'withdrawn',
      annulled: 'annulled',
    },
    supersession: {
      correction: 'correction',
      annulment: 'annulment',
      disqualification: 'disqualification',
      withdrawal: 'withdrawal',
      withheld: 'result withheld',
      'upheld-complaint': 'upheld complaint',
    },
    reason: {
      'deadline-moved': 'deadline moved',
      outage: 'outage',
      reopened: 'stage reopened',
      resumed: 'cycle resumed',
      withdrew: 'entry withdrawn',
    },
  },
};
