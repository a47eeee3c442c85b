import type { MailWords } from '../shared/mail-words.js';

export const words: MailWords = {
  demonstration: {
    tag: 'DÉMONSTRATION',
    notice: 'DÉMONSTRATION — ce courriel fait partie d’une répétition avec des données réelles ; rien n’y compte.',
  },
  codes: {
    role: {
      secretariat: 'membre du secrétariat',
      organiser: 'membre du comité d’organisation',
      city: 'contact d’une ville',
      expert: 'membre du comité technique',
      juror: 'membre du jury',
      auditor: 'membre de l’équipe d’audit',
    },
    cityRole: { owner: 'responsable', editor: 'rédaction', reader: 'lecture' },
    complaint: { appeal: 'appel', complaint: 'réclamation' },
    outcome: {
      valid: 'valable',
      invalid: 'non valable',
      eligible: 'éligible',
      deserving: 'méritante',
      shortlisted: 'finaliste',
      winner: 'lauréate',
      disqualified: 'disqualifiée',
      withdrawn: 'retirée',
      annulled: 'annulée',
    },
    supersession: {
      correction: 'correction',
      annulment: 'annulation',
      disqualification: 'disqualification',
      withdrawal: 'retrait',
      withheld: 'résultat suspendu',
      'upheld-complaint': 'réclamation admise',
    },
    reason: {
      'deadline-moved': 'date limite déplacée',
      outage: 'panne',
      reopened: 'réouverture de l’étape',
      resumed: 'reprise du cycle',
      withdrew: 'candidature retirée',
    },
  },
};
