import type { Messages } from './messages.js';

export const fr: Messages = {
  moment: (day, time) => `${day} à ${time}`,
  utc: (moment) => `${moment} UTC`,
  bothZones: (local, zone, utc) => `${local} (${zone}), soit ${utc}`,
  quoted: (title) => `« ${title} »`,
  space: ' ',
  demonstration:
    'Ceci est une DÉMONSTRATION : chaque résultat et chaque courriel le signale, et rien de tout cela ne compte.',
  paused: (since) =>
    `Le cycle est suspendu depuis ${since}. Rien ne s’ouvre, ne se ferme ni n’est accepté ; ce qui reste à venir sera décalé à la reprise.`,

  heading: (cycle) => `Déroulement de ${cycle}`,
  introduction: ({ programme, edition, from, to }) => `${programme}, édition ${edition}. Début : ${from}. Fin : ${to}.`,
  zone: (zone) => `Les heures sont celles du fuseau ${zone}, suivies de l’heure UTC.`,
  opens: (when) => `Ouverture : ${when}.`,
  waitsFor: (stages) => `Elle attend que ceci soit achevé : ${stages}.`,
  deadline: (when) => `Date limite : ${when}.`,
  hardClose: (when) =>
    `Clôture définitive : ${when}. Jusque-là, ce qui arrive encore est accepté et signalé comme tardif.`,
  noGrace: 'La clôture est définitive à la date limite ; il n’y a pas de délai de grâce.',
  steps: {
    registration: {
      says: (when) =>
        `Une candidature peut être commencée jusqu’au ${when} ; ce qui est commencé à temps se poursuit jusqu’à la date limite.`,
      event: (stage) => `Fin des inscriptions : ${stage}`,
      short: (when) => `Inscriptions : ${when}`,
    },
    earlyBird: {
      says: (when) =>
        `Ce qui est déposé pour la première fois avant le ${when} est signalé comme anticipé ; rien n’est refusé pour cela.`,
      event: (stage) => `Fin des dépôts anticipés : ${stage}`,
      short: (when) => `Dépôts anticipés : ${when}`,
    },
    supportingMaterial: {
      says: (when) =>
        `Des pièces complémentaires peuvent être ajoutées à une candidature déposée jusqu’au ${when} ; ce qui a été déposé reste tel quel.`,
      event: (stage) => `Fin des pièces complémentaires : ${stage}`,
      short: (when) => `Pièces complémentaires : ${when}`,
    },
  },
  stepGrace: (when) => `Ce qui arrive encore jusqu’au ${when} est pris aussi.`,
  unknownType: 'Ce qui se fait pendant cette étape n’est pas décrit.',
  remindersNone: 'Aucun rappel n’est envoyé.',
  reminder: (duration, when) => `${duration} avant : ${when}`,
  certified: (count, roles) =>
    count === 1
      ? `Une personne ${roles} certifie la décision.`
      : `${count} personnes différentes ${roles} certifient la décision.`,
  roles: {
    secretariat: 'du secrétariat',
    organiser: 'du comité d’organisation',
    city: 'des villes',
    expert: 'du comité technique',
    juror: 'du jury',
    auditor: 'de l’équipe d’audit',
  },
  releases: {
    concerned: {
      at: (when) => `Les villes concernées apprennent le résultat : ${when}.`,
      decided: 'Les villes concernées apprennent le résultat dès qu’il est certifié.',
      command: 'Les villes concernées apprennent le résultat lorsque le secrétariat le communique.',
    },
    public: {
      at: (when) => `Le résultat est rendu public : ${when}.`,
      decided: 'Le résultat est rendu public dès qu’il est certifié.',
      command: 'Le résultat est rendu public lorsque le secrétariat le publie.',
    },
  },

  mailsHeading: 'Qui reçoit quel courriel',
  mailsLead:
    'Personne ne reçoit deux fois le même courriel, et avant chaque envoi il est vérifié que son contenu est toujours exact.',
  generalHeading: 'À tout moment',
  mails: {
    'sign-in': 'Quiconque demande à se connecter reçoit un lien et un code.',
    invitation: 'Quiconque est invité à tenir un rôle reçoit un lien pour l’accepter.',
    'city-verified': 'Quand une ville est vérifiée, ou ne l’est plus, ses responsables en sont informés.',
    'paper-to-confirm':
      'Quand un dossier reçu sur papier est saisi et vérifié, les personnes qui peuvent engager la ville sont invitées à le confirmer, avec la date limite.',
    'entry-reopened':
      'Quand le secrétariat rouvre une candidature déposée, les personnes qui peuvent rédiger pour la ville apprennent pourquoi, et jusqu’à quand la confirmer.',
    'city-merged':
      'Quand deux villes n’en sont en fait qu’une et sont réunies, leurs responsables apprennent ce qu’il en est désormais.',
    'certification-due':
      'Quand une décision peut être certifiée, les personnes désignées pour la certifier et leurs suppléants en sont avertis.',
    'stand-in-named': 'Quiconque est désigné pour suppléer une personne qui certifie en est averti.',
    'co-signed':
      'Une personne en conflit d’intérêts, pour qui l’équipe d’audit a cosigné, apprend qu’elle peut maintenant certifier.',
    'complaint-received':
      'Une ville qui réclame contre une décision reçoit un accusé de réception, avec la date à laquelle elle aura une réponse.',
    'complaint-filed': 'Quand une ville réclame contre une décision, le secrétariat en est averti.',
    'complaint-assigned': 'Quiconque est chargé de traiter une réclamation en est averti.',
    'complaint-to-confirm':
      'Quand l’issue d’une réclamation est consignée, la personne qui doit la confirmer en est avertie.',
    'complaint-reminder':
      'Les personnes qui traitent une réclamation reçoivent un rappel avant la date de la réponse ; le secrétariat, tant que personne ne la traite.',
    'complaint-overdue': 'Quand une réclamation reste sans réponse à temps, le secrétariat en est averti une fois.',
    'complaint-outcome': 'La ville qui a réclamé apprend l’issue dès que deux personnes l’ont arrêtée.',
    'complaint-upheld':
      'Quand une réclamation est admise, le secrétariat est invité à proposer une décision qui la corrige.',
    'stage-late': 'Quand une étape ne peut s’ouvrir à temps, le secrétariat en reçoit une fois la raison.',
    'needs-attention': 'Quand quelque chose ne peut avancer tout seul, le secrétariat en reçoit une fois la raison.',
    'correction-to-sign':
      'Quand une décision certifiée doit être corrigée, ceux qui doivent signer la correction en sont informés.',
    'decision-corrected':
      'Quand une correction est publiée, ceux dont elle change le résultat apprennent quel est désormais leur résultat.',
    'finalist-withdrew':
      'Quand un finaliste se retire, le secrétariat apprend ce qu’il peut faire de la place libérée.',
    'amendment-to-sign':
      'Quand une modification de cette définition est proposée, ceux qui peuvent la signer en sont informés : le secrétariat et les organisateurs, ou le jury concerné pour sa propre méthode.',
    'cycle-amended':
      'Quand une modification de cette définition entre en vigueur, le secrétariat et les organisateurs apprennent ce qu’elle change.',
    'deadline-to-countersign':
      'Quand une échéance a été déplacée par une commande, les autres membres de l’équipe sont priés de la contresigner.',
    'cycle-paused': 'Quand le cycle est suspendu, tous ceux qui y ont quelque chose en cours en sont informés.',
    'outage-found':
      'Quand le service a été inaccessible dans les dernières heures d’une étape ou à son échéance, le secrétariat est prévenu ; il décide d’un délai supplémentaire pour tous.',
    'stage-reopened':
      'Quand une étape close est rouverte, toutes les personnes concernées et le secrétariat reçoivent la nouvelle date limite.',
    'cycle-cancelled':
      'Si le cycle est annulé, toutes les villes ayant une candidature, tous les membres des jurys et le secrétariat en apprennent le motif.',
    'cycle-resumed':
      'Quand le cycle reprend après une suspension, chaque personne concernée reçoit tous ses nouveaux délais en un seul courriel.',
  },
  otherMails:
    'Quiconque est concerné par une réclamation, une rectification, une modification de cette définition, une pause, une annulation, une réouverture ou une panne en est averti, ainsi que de la suite. Demandez tous les courriels pour les avoir un à un.',

  undecidedHeading: 'Ce que personne n’a encore décidé',
  undecidedNone: 'Rien : tout ce qu’une définition peut dire est dit.',
  undecided: {
    signature: (instead) => `La signature des courriels. Sans « signature », ils se terminent par « ${instead} ».`,
    mailLanguage: (language) =>
      `Qui rédige les courriels en ${language} : il n’y en a pas encore, et ils partent en anglais.`,
    inStage: (stage, question) => `${stage} : ${question}`,
    certifiers: (count, roles) =>
      count === 1
        ? `quelle personne certifie. Toute personne ${roles} le peut ; la définition ne nomme personne.`
        : `quelles sont les ${count} personnes qui certifient. Toute personne ${roles} le peut ; la définition ne nomme personne.`,
    method: 'la méthode. Le groupe qui décide l’adopte au début de ses travaux.',
    reminders: 'si des rappels sont envoyés. Il n’y a pas de « ladder ».',
    release: {
      concerned: 'si et quand les villes concernées sont prévenues par courriel. Aucune annonce n’est prévue.',
      public: 'si et quand le résultat est rendu public. Aucune annonce n’est prévue.',
    },
    date: {
      concerned: 'le jour où les villes concernées sont prévenues. Il dépend du secrétariat.',
      public: 'le jour où le résultat est publié. Il dépend du secrétariat.',
    },
  },

  events: {
    opens: (stage) => `${stage} : ouverture`,
    deadline: (stage) => `${stage} : date limite`,
    hardClose: (stage) => `${stage} : clôture définitive`,
    reminder: (stage, duration) => `${stage} : rappel, ${duration} avant la date limite`,
    release: {
      concerned: (stage) => `${stage} : les villes concernées apprennent le résultat`,
      public: (stage) => `${stage} : le résultat est rendu public`,
    },
  },

  picture: {
    heading: (cycle) => `Calendrier : ${cycle}`,
    zone: (zone) => `Heures du fuseau ${zone}`,
    span: (opens, deadline) => `${opens} – ${deadline}`,
    window: 'ouverte, jusqu’à la date limite',
    grace: 'grâce, jusqu’à la clôture définitive',
    step: 'autre date limite',
    reminder: 'rappel',
    release: 'annonce à date fixe',
    byCommand: 'annonce encore sans date',
    reminders: (durations) => `Rappels : ${durations} avant`,
    hardClose: (when) => `Clôture définitive : ${when}`,
    released: {
      concerned: (when) => `Villes concernées : ${when}`,
      public: (when) => `Public : ${when}`,
    },
    decided: 'dès la certification',
    command: 'jour non décidé',
  },
};
