import type { Mails } from '../shared/mail-template.js';

/** Complaints about a decision. */
export const complaints = {
  'complaint-received': {
    subject: '{{ cycleTitle }} : votre {{ what | complaint }} {{ complaintNumber }}',
    body: `
Bonjour {{ reader }},

Nous avons reçu votre {{ what | complaint }} contre la décision de l’étape **{{ stageTitle }}** sur **{{ entryTitle }}**, le {{ filedAt | instant }}. Son numéro est **{{ complaintNumber }}**.

{% if what == 'appeal' %}Une personne qui n’a pas pris part à la décision l’examinera{% else %}Des personnes qui n’ont pas pris part à la décision l’examineront{% endif %}. Vous aurez une réponse au plus tard le {{ answerBy | instant }}.

{{ link | raw }}
`,
  },
  'complaint-filed': {
    subject:
      '{{ cycleTitle }} : {% if what == "appeal" %}un appel{% else %}une réclamation{% endif %} sur l’étape {{ stageTitle }}',
    body: `
Bonjour {{ reader }},

{{ cityName }} {% if what == 'appeal' %}fait appel de{% else %}réclame contre{% endif %} la décision de l’étape **{{ stageTitle }}** sur **{{ entryTitle }}** ({{ what | complaint }} {{ complaintNumber }}). Une réponse est due au plus tard le {{ answerBy | instant }}.

Nous vous prions de désigner {% if what == 'appeal' %}une personne qui n’a pas pris part à la décision{% else %}deux personnes qui n’ont pas pris part à la décision{% endif %} : laureate {{ what }} assign, avec l’identifiant {{ complaintId }}.

{{ link | raw }}
`,
  },
  'complaint-assigned': {
    subject: '{{ cycleTitle }} : {% if what == "appeal" %}un appel{% else %}une réclamation{% endif %} à traiter',
    body: `
Bonjour {{ reader }},

{% if what == 'appeal' %}L’appel{% else %}La réclamation{% endif %} {{ complaintNumber }} contre la décision de l’étape **{{ stageTitle }}** vous est {% if what == 'appeal' %}confié. Nous vous prions d’en décider : l’issue que vous consignez fait foi.{% else %}confiée. Une des personnes chargées du dossier consigne une issue, une autre la confirme.{% endif %} {{ TheEntrant }} doit avoir une réponse au plus tard le {{ answerBy | instant }}.

{{ link | raw }}

Si vous avez pris part à la décision, ou si un lien quelconque vous unit à la candidature, veuillez le dire aussitôt au secrétariat.
`,
  },
  'complaint-to-confirm': {
    subject: '{{ cycleTitle }} : l’issue de la réclamation {{ complaintNumber }} est à confirmer',
    body: `
Bonjour {{ reader }},

Une issue est consignée pour la réclamation {{ complaintNumber }} contre la décision de l’étape **{{ stageTitle }}**. {% if alone %}Il faut qu’une deuxième personne la confirme : nous vous prions de la désigner.{% else %}Nous vous prions de la lire, puis de la confirmer ou d’en consigner une autre.{% endif %} {{ TheEntrant }} doit avoir une réponse au plus tard le {{ answerBy | instant }}.

{{ link | raw }}
`,
  },
  'complaint-reminder': {
    subject: '{{ cycleTitle }} : {{ what | complaint }} {{ complaintNumber }} en attente',
    body: `
Bonjour {{ reader }},

Une réponse à {% if what == 'appeal' %}l’appel{% else %}la réclamation{% endif %} {{ complaintNumber }} contre la décision de l’étape **{{ stageTitle }}** est due au plus tard le {{ answerBy | instant }}. {% if assigned == false %}Personne n’en a encore la charge : nous vous prions de désigner {% if what == 'appeal' %}une personne qui n’a pas pris part à la décision{% else %}deux personnes qui n’ont pas pris part à la décision{% endif %}.{% elsif recorded %}L’issue est consignée et attend qu’une deuxième personne la confirme.{% else %}Aucune issue n’est encore consignée.{% endif %}

{{ link | raw }}
`,
  },
  'complaint-overdue': {
    subject: '{{ cycleTitle }} : {{ what | complaint }} {{ complaintNumber }} sans réponse à temps',
    body: `
Bonjour {{ reader }},

{% if what == 'appeal' %}L’appel déposé{% else %}La réclamation déposée{% endif %} par {{ cityName }} contre la décision de l’étape **{{ stageTitle }}** ({{ complaintNumber }}) attendait une réponse au plus tard le {{ answerBy | instant }}. Le dossier n’est pas réglé.

Nous vous prions de voir qui s’en occupe, de désigner au besoin d’autres personnes, et de dire {{ toTheEntrant }} quand {% if entrantGender == 'masculine' %}il{% else %}elle{% endif %} peut attendre une réponse.

{{ link | raw }}
`,
  },
  'complaint-outcome': {
    subject: '{{ cycleTitle }} : la réponse à votre {{ what | complaint }} {{ complaintNumber }}',
    body: `
Bonjour {{ reader }},

Votre {{ what | complaint }} {{ complaintNumber }} contre la décision de l’étape **{{ stageTitle }}** sur **{{ entryTitle }}** a été {% if what == 'appeal' %}examiné par une personne qui n’a pas pris part à la décision{% else %}examinée par des personnes qui n’ont pas pris part à la décision{% endif %}. Issue : {% if outcome == 'upheld' %}**demande admise**. Une décision rectificative est en préparation ; nous vous en informerons.{% elsif outcome == 'inadmissible' %}**demande irrecevable**.{% else %}**demande rejetée**.{% endif %}

{{ answer }}

{{ link | raw }}
`,
  },
  'complaint-upheld': {
    subject: '{{ cycleTitle }} : {{ what | complaint }} {{ complaintNumber }}, demande admise',
    body: `
Bonjour {{ reader }},

{% if what == 'appeal' %}L’appel déposé{% else %}La réclamation déposée{% endif %} par {{ cityName }} contre la décision de l’étape **{{ stageTitle }}** sur **{{ entryTitle }}** ({{ complaintNumber }}) a été {% if what == 'appeal' %}admis{% else %}admise{% endif %}. Nous vous prions de proposer, à la place de cette décision, une décision nouvelle, de type upheld-complaint et avec l’identifiant {{ complaintId }}. Tant qu’elle n’est pas en vigueur, le dossier apparaît comme admis, rectification en attente.

{{ link | raw }}
`,
  },
} satisfies Partial<Mails>;
