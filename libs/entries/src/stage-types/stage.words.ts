import type { Language } from '#libs/contracts';
import type { StageWordsByLanguage } from '#libs/cycles';
import type { CallSettings } from './call-for-entries.type.js';
import { type ClarificationMail, besides, clarificationMails } from './clarification.words.js';
import type { EligibilitySettings } from './eligibility.type.js';
import { languageWords as writtenIn } from './language.words.js';

/** What a city needs before it submits, as the definition asks. */
const verifiedBefore: Record<Language, Record<CallSettings['requiresVerification'], string>> = {
  en: {
    no: '',
    verified: ' A city can submit once it is verified, by the secretariat or by a mail domain it trusts.',
    'by-letter': ' A city can submit once a letter of somebody entitled to bind it has confirmed who acts for it.',
  },
  zh: {
    no: '',
    verified: '城市须先经秘书处或其信任的邮件域名核验，方可提交。',
    'by-letter': '城市须先由有权代表该市的人员以信函确认其经办人，方可提交。',
  },
  fr: {
    no: '',
    verified:
      ' Une ville peut déposer dès qu’elle est vérifiée, par le secrétariat ou par un domaine de messagerie auquel il fait confiance.',
    'by-letter':
      ' Une ville peut déposer dès qu’une lettre d’une personne habilitée à l’engager a confirmé qui agit pour elle.',
  },
  es: {
    no: '',
    verified:
      ' Una ciudad puede presentar en cuanto está verificada, por la secretaría o por un dominio de correo en el que esta confía.',
    'by-letter':
      ' Una ciudad puede presentar en cuanto una carta de alguien facultado para obligarla ha confirmado quién actúa por ella.',
  },
};

/** What people are told of a call for entries. */
export const callWords: StageWordsByLanguage<
  CallSettings,
  'entry-received' | 'reminder' | 'deadline-moved' | 'extension-granted' | 'extension-reminder'
> = {
  en: {
    does: ({ rulesVersion, privacyNoticeVersion, languages, requiresVerification }) =>
      `Cities register, draft entries and submit them; a submitted entry can be changed and submitted again. Whoever submits accepts the rules (version ${rulesVersion}) and the privacy notice (version ${privacyNoticeVersion}). Nothing is decided: what is complete and in time is in.` +
      verifiedBefore.en[requiresVerification] +
      writtenIn.en(languages),
    mails: {
      'entry-received': 'Each time an entry is submitted, the people of its city get the receipt.',
      reminder:
        'People whose city has a draft that was not submitted are reminded, unless it was given more time of its own.',
      'deadline-moved': 'When the deadline moves, the people of every city that has begun an entry get the new one.',
      'extension-granted':
        'Whoever may edit for a city is told when the city, or one of its entries, is given more time.',
      'extension-reminder': 'After the close, whoever has not used the time they were given is reminded of its end.',
    },
  },
  zh: {
    does: ({ rulesVersion, privacyNoticeVersion, languages, requiresVerification }) =>
      `城市注册、起草并提交参评项目；已提交的项目可以修改后再次提交。提交者即接受评选规则（第 ${rulesVersion} 版）和隐私声明（第 ${privacyNoticeVersion} 版）。本阶段不作决定：完整并按时提交的项目即进入评选。` +
      verifiedBefore.zh[requiresVerification] +
      writtenIn.zh(languages),
    mails: {
      'entry-received': '每次提交项目后，该城市的联系人都会收到回执。',
      reminder: '所在城市有草稿尚未提交的联系人会收到提醒；已单独获准延期的除外。',
      'deadline-moved': '截止时间变动时，凡已开始填写项目的城市，其联系人都会收到新的截止时间。',
      'extension-granted': '某城市或其某个项目单独获准延期时，该城市有编辑权的人员会收到通知。',
      'extension-reminder': '征集截止后，已获准延期而尚未提交的城市会收到提醒。',
    },
  },
  fr: {
    does: ({ rulesVersion, privacyNoticeVersion, languages, requiresVerification }) =>
      `Les villes s’inscrivent, rédigent leurs candidatures et les déposent ; une candidature déposée peut être modifiée et déposée à nouveau. Qui dépose accepte le règlement (version ${rulesVersion}) et l’avis de confidentialité (version ${privacyNoticeVersion}). Rien n’est décidé : ce qui est complet et arrivé à temps est retenu.` +
      verifiedBefore.fr[requiresVerification] +
      writtenIn.fr(languages),
    mails: {
      'entry-received': 'À chaque dépôt, les contacts de la ville reçoivent le récépissé.',
      reminder:
        'Un rappel va aux contacts des villes dont un brouillon n’a pas été déposé, sauf si un délai propre leur a été accordé.',
      'deadline-moved':
        'Quand la date limite change, les contacts de chaque ville qui a commencé une candidature reçoivent la nouvelle.',
      'extension-granted':
        'Quand un délai propre est accordé à une ville, ou à l’une de ses candidatures, les personnes qui peuvent y rédiger en sont averties.',
      'extension-reminder': 'Après la clôture, qui n’a pas utilisé son délai propre reçoit des rappels.',
    },
  },
  es: {
    does: ({ rulesVersion, privacyNoticeVersion, languages, requiresVerification }) =>
      `Las ciudades se registran, redactan sus candidaturas y las presentan; una candidatura presentada puede modificarse y presentarse de nuevo. Quien presenta acepta las bases (versión ${rulesVersion}) y el aviso de privacidad (versión ${privacyNoticeVersion}). No se decide nada: lo que está completo y llega a tiempo queda admitido.` +
      verifiedBefore.es[requiresVerification] +
      writtenIn.es(languages),
    mails: {
      'entry-received': 'Cada vez que se presenta una candidatura, los contactos de su ciudad reciben el recibo.',
      reminder:
        'Se recuerda a los contactos de las ciudades con un borrador sin presentar, salvo que tengan un plazo propio.',
      'deadline-moved': 'Si cambia la fecha límite, la reciben los contactos de cada ciudad con una candidatura.',
      'extension-granted':
        'Si una ciudad, o una de sus candidaturas, recibe más tiempo, se avisa a quienes pueden editar por ella.',
      'extension-reminder': 'Tras el cierre se recuerda a quien no lo ha usado.',
    },
  },
};

type EligibilityMail = 'reminder' | 'eligibility-decision' | ClarificationMail;

/** What people are told of the check of eligibility. */
export const eligibilityWords: StageWordsByLanguage<EligibilitySettings, EligibilityMail> = {
  en: {
    does: ({ rules, ...settings }) =>
      `The published rules (${rules.length}) look at every submitted entry; the secretariat confirms what they find, or overrides it with a reason. Each entry ends as valid or not valid.${besides.en(settings)}`,
    mails: {
      reminder: 'The secretariat is reminded while entries are still to be checked.',
      'eligibility-decision':
        'At the release, the people of each city learn which of their own entries are valid, with the reasons.',
      ...clarificationMails.en,
    },
  },
  zh: {
    does: ({ rules, ...settings }) =>
      `按公布的规则（${rules.length} 条）检查每个已提交的项目；秘书处确认检查结果，或附理由予以更改。每个项目最终为有效或无效。${besides.zh(settings)}`,
    mails: {
      reminder: '仍有项目待检查时，秘书处会收到提醒。',
      'eligibility-decision': '发布时，各城市的联系人会得知本市哪些项目有效，并附理由。',
      ...clarificationMails.zh,
    },
  },
  fr: {
    does: ({ rules, ...settings }) =>
      `Les règles publiées (${rules.length}) examinent chaque candidature déposée ; le secrétariat confirme leur constat, ou s’en écarte en donnant la raison. Chaque candidature est finalement valable ou non.${besides.fr(settings)}`,
    mails: {
      reminder: 'Un rappel va au secrétariat tant que des candidatures restent à vérifier.',
      'eligibility-decision':
        'À l’annonce, les contacts de chaque ville apprennent lesquelles de leurs propres candidatures sont valables, avec les raisons.',
      ...clarificationMails.fr,
    },
  },
  es: {
    does: ({ rules, ...settings }) =>
      `Las reglas publicadas (${rules.length}) examinan cada candidatura presentada; la secretaría confirma lo que encuentran o lo cambia indicando el motivo. Cada candidatura queda como válida o no válida.${besides.es(settings)}`,
    mails: {
      reminder: 'Se envía un recordatorio a la secretaría mientras queden candidaturas por comprobar.',
      'eligibility-decision':
        'Al comunicarse la decisión, los contactos de cada ciudad saben cuáles de sus propias candidaturas son válidas, y por qué.',
      ...clarificationMails.es,
    },
  },
};
