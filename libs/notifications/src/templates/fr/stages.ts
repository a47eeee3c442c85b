import type { Mails } from '../shared/mail-template.js';

/** Reminders, and what happens to a cycle and its stages. */
export const stages = {
  reminder: {
    subject: '{{ cycleTitle }} : {{ stageTitle }} se termine bientôt',
    body: `
Bonjour {{ reader }},

L’étape **{{ stageTitle }}** se termine le {{ deadlineAt | instant }}. Ce qui reste à faire de votre côté :

{% for item in owed %}- {{ item }}
{% endfor %}
Vous le trouvez ici : {{ link | raw }}

Si vous l’avez fait entre-temps, nous vous en remercions : ce courriel a été préparé un instant plus tôt.
`,
  },
  'deadline-moved': {
    subject: '{{ cycleTitle }} : nouvelle date limite, {{ stageTitle }}',
    body: `
Bonjour {{ reader }},

La date limite de l’étape **{{ stageTitle }}** a été déplacée. C’est désormais le

**{{ deadlineAt | instant }}**

{% if previousDeadlineAt %}(auparavant : {{ previousDeadlineAt | instant }}).{% endif %}{% if opensAt %} L’étape s’ouvre le {{ opensAt | instant }}.{% endif %}
`,
  },
  'cycle-paused': {
    subject: '{{ cycleTitle }} : le cycle est suspendu',
    body: `
Bonjour {{ reader }},

Le cycle **{{ cycleTitle }}** est suspendu depuis le {{ pausedAt | instant }}.

Jusqu’à la reprise, rien ne s’ouvre ni ne se ferme, et rien ne peut être déposé. Aucun délai n’expire pendant ce temps, et ce que vous avez enregistré est conservé.

À la reprise, vous recevrez un seul courriel avec les nouvelles dates limites.
`,
  },
  'cycle-cancelled': {
    subject: '{{ cycleTitle }} : le cycle est annulé',
    body: `
Bonjour {{ reader }},

Le cycle **{{ cycleTitle }}** est annulé. {% if reasonText %}Le motif indiqué :

{{ reasonText }}{% elsif reasonCode %}Le motif indiqué : {{ reasonCode | reason }}.{% endif %}

Plus rien ne s’ouvre, ne se ferme ni ne se décide ; ce qui était ouvert prend fin avec le cycle. Vous n’avez plus rien à faire.
`,
  },
  'outage-found': {
    subject: '{{ cycleTitle }} : rien n’a pu être envoyé pendant un moment',
    body: `
Bonjour {{ reader }},

Le service est resté inaccessible du {{ from | instant }} au {{ to | instant }}. Cela touche ces dates limites :

{% for stage in stages %}- **{{ stage.title }}** : {{ stage.deadlineAt | instant }}
{% endfor %}
Rien n’a été déplacé. Nous vous prions de vérifier qu’il en a été ainsi, puis de le confirmer ; un délai supplémentaire pour tous est alors proposé, avec la commande à donner :

laureate outage confirm {{ outageId }} --reason outage
`,
  },
  'stage-reopened': {
    subject: '{{ cycleTitle }} : réouverture, {{ stageTitle }}',
    body: `
Bonjour {{ reader }},

L’étape **{{ stageTitle }}** est de nouveau ouverte, jusqu’au

**{{ deadlineAt | instant }}**

Ce que vous aviez envoyé reste tel quel ; vous pouvez le compléter ou le modifier jusque-là.
`,
  },
  'cycle-resumed': {
    subject: '{{ cycleTitle }} : le cycle reprend',
    body: `
Bonjour {{ reader }},

Le cycle **{{ cycleTitle }}** reprend.{% if stages.size > 0 or own.size > 0 %} Les nouvelles dates limites :{% else %} Aucune date limite n’a changé.{% endif %}

{% for stage in stages %}- **{{ stage.title }}** : **{{ stage.deadlineAt | instant }}** (auparavant : {{ stage.previousDeadlineAt | instant }})
{% endfor %}{% for each in own %}- {% if each.kind == 'extension' %}Votre délai supplémentaire, étape **{{ each.title }}**{% else %}La réponse à votre réclamation, étape **{{ each.title }}**{% endif %} : **{{ each.deadlineAt | instant }}** (auparavant : {{ each.previousDeadlineAt | instant }})
{% endfor %}`,
  },
  'stage-late': {
    subject: '{{ cycleTitle }} : {{ stageTitle }} ne peut pas s’ouvrir à temps',
    body: `
Bonjour {{ reader }},

{{ detail }}
`,
  },
  'needs-attention': {
    subject: '{{ cycleTitle }} : votre intervention est nécessaire',
    body: `
Bonjour {{ reader }},

{% if stageTitle %}L’étape **{{ stageTitle }}**{% else %}Le cycle{% endif %} ne peut pas avancer sans aide. Voici ce qui a été signalé, en anglais :

{{ detail }}

Remédiez-y, puis demandez une nouvelle tentative : laureate cycle retry --reason put-right, ou l’équivalent dans l’API.
`,
  },
} satisfies Partial<Mails>;
