import type { MailWords } from '../shared/mail-words.js';

export const words: MailWords = {
  demonstration: {
    tag: 'DEMOSTRACIÓN',
    notice: 'DEMOSTRACIÓN — este correo forma parte de un ensayo con datos reales; nada de lo que dice tiene validez.',
  },
  codes: {
    role: {
      secretariat: 'miembro de la secretaría',
      organiser: 'miembro del comité organizador',
      city: 'contacto de una ciudad',
      expert: 'miembro del comité técnico',
      juror: 'miembro del jurado',
      auditor: 'miembro de la auditoría',
    },
    cityRole: { owner: 'responsable', editor: 'edición', reader: 'lectura' },
    complaint: { appeal: 'recurso', complaint: 'reclamación' },
    outcome: {
      valid: 'válida',
      invalid: 'no válida',
      eligible: 'admisible',
      deserving: 'meritoria',
      shortlisted: 'finalista',
      winner: 'ganadora',
      disqualified: 'descalificada',
      withdrawn: 'retirada',
      annulled: 'anulada',
    },
    supersession: {
      correction: 'corrección',
      annulment: 'anulación',
      disqualification: 'descalificación',
      withdrawal: 'retirada',
      withheld: 'resultado retenido',
      'upheld-complaint': 'reclamación estimada',
    },
    reason: {
      'deadline-moved': 'plazo modificado',
      outage: 'interrupción del servicio',
      reopened: 'reapertura de la etapa',
      resumed: 'reanudación del ciclo',
      withdrew: 'candidatura retirada',
    },
  },
};
