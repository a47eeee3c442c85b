import type { StageWordsByLanguage } from '#libs/cycles';
import type { EligibilitySettings } from './eligibility.type.js';

/** The days a city has where a definition does not say. */
const DAYS = 14;

export type ClarificationMail =
  | 'clarification-asked'
  | 'clarification-deadline'
  | 'clarification-reminder'
  | 'clarification-answered'
  | 'clarification-timed-out'
  | 'clarification-cancelled';

/** Who gets which mail about clarifications. */
export const clarificationMails: Record<keyof StageWordsByLanguage, Record<ClarificationMail, string>> = {
  en: {
    'clarification-asked':
      'When a city is asked about fields of an entry, its people get the questions and the deadline.',
    'clarification-deadline': 'When such a deadline moves, the people of that city get the new one.',
    'clarification-reminder': 'While an answer is missing, the people of that city are reminded by its own deadline.',
    'clarification-answered': 'Whoever asked is told when the city has answered.',
    'clarification-timed-out':
      'Without an answer in time, whoever asked and the people of the city are told what follows.',
    'clarification-cancelled': 'When an answer is needed no more, the people of the city are told.',
  },
  zh: {
    'clarification-asked': '就项目的某些字段向城市提问时，该城市的联系人会收到问题和答复期限。',
    'clarification-deadline': '答复期限变动时，该城市的联系人会收到新的期限。',
    'clarification-reminder': '尚未答复时，该城市的联系人会按其单独的期限收到提醒。',
    'clarification-answered': '城市答复后，提问者会收到通知。',
    'clarification-timed-out': '逾期未答复时，提问者和该城市的联系人会得知后续处理。',
    'clarification-cancelled': '不再需要答复时，该城市的联系人会收到通知。',
  },
  fr: {
    'clarification-asked':
      'Quand une ville est interrogée sur des champs d’une candidature, ses contacts reçoivent les questions et le délai.',
    'clarification-deadline': 'Quand ce délai change, les contacts de cette ville reçoivent le nouveau.',
    'clarification-reminder':
      'Tant qu’une réponse manque, les contacts de cette ville reçoivent un rappel selon son propre délai.',
    'clarification-answered': 'Qui a posé les questions est averti quand la ville a répondu.',
    'clarification-timed-out':
      'Sans réponse à temps, qui a posé les questions et les contacts de la ville apprennent ce qui s’ensuit.',
    'clarification-cancelled': 'Quand une réponse n’est plus nécessaire, les contacts de la ville en sont avertis.',
  },
  es: {
    'clarification-asked':
      'Cuando se pregunta a una ciudad por campos de una candidatura, sus contactos reciben las preguntas y el plazo.',
    'clarification-deadline': 'Cuando cambia ese plazo, los contactos de esa ciudad reciben el nuevo.',
    'clarification-reminder':
      'Mientras falte la respuesta, los contactos de esa ciudad reciben un recordatorio según su propio plazo.',
    'clarification-answered': 'Quien preguntó recibe aviso cuando la ciudad ha respondido.',
    'clarification-timed-out':
      'Sin respuesta a tiempo, quien preguntó y los contactos de la ciudad saben lo que sigue.',
    'clarification-cancelled': 'Cuando ya no hace falta responder, se avisa a los contactos de la ciudad.',
  },
};

/** What a city may still do about its entry: answer questions, and appeal where the definition lets it. With a space before. */
export const besides: Record<
  keyof StageWordsByLanguage,
  (settings: Pick<EligibilitySettings, 'clarifications' | 'appeals'>) => string
> = {
  en: ({ clarifications, appeals }) =>
    ` A city may be asked about fields of its entry, and answers them within ${clarifications?.days ?? DAYS} days${clarifications?.onTimeout === 'invalid' ? '; without an answer the entry is not valid' : ''}.` +
    (appeals
      ? ` Whose entry is not valid may appeal once, within ${appeals.days} days from the mail with the reason.`
      : ''),
  zh: ({ clarifications, appeals }) =>
    `可就项目的某些字段向城市提问，城市须在 ${clarifications?.days ?? DAYS} 天内答复${clarifications?.onTimeout === 'invalid' ? '；未答复的项目即为无效' : ''}。` +
    (appeals ? `项目被判无效的城市可在说明理由的邮件发出后 ${appeals.days} 天内申诉一次。` : ''),
  fr: ({ clarifications, appeals }) =>
    ` Une ville peut être interrogée sur des champs de sa candidature ; elle répond dans les ${clarifications?.days ?? DAYS} jours${clarifications?.onTimeout === 'invalid' ? ' ; sans réponse, la candidature n’est pas valable' : ''}.` +
    (appeals
      ? ` La ville dont la candidature n’est pas valable peut faire appel une fois, dans les ${appeals.days} jours suivant le courriel qui en donne la raison.`
      : ''),
  es: ({ clarifications, appeals }) =>
    ` Se puede preguntar a una ciudad por campos de su candidatura; responde en ${clarifications?.days ?? DAYS} días${clarifications?.onTimeout === 'invalid' ? '; sin respuesta, la candidatura no es válida' : ''}.` +
    (appeals
      ? ` La ciudad cuya candidatura no sea válida puede recurrir una vez, dentro de los ${appeals.days} días siguientes al correo con el motivo.`
      : ''),
};
