import type { Mails } from '../shared/mail-template.js';

/** Questions to a city about its entry. */
export const clarifications = {
  'clarification-asked': {
    subject: '{{ cycleTitle }} : questions sur « {{ entryTitle }} »',
    body: `
Bonjour {{ reader }},

Avant qu’une décision soit prise sur **{{ entryTitle }}** ({{ cityName }}), nous avons besoin d’en savoir davantage :

{% for each in questions %}- **{{ each.field }}** : {{ each.question }}
{% endfor %}
Nous vous prions de répondre au plus tard le {{ answerBy | instant }}. Vous pouvez modifier ces champs, et aucun autre ; tout le reste demeure tel que vous l’avez déposé. Ce que vous écrivez est enregistré au fur et à mesure, et compte dès que vous l’envoyez.

{{ link | raw }}
`,
  },
  'clarification-deadline': {
    subject: '{{ cycleTitle }} : un délai supplémentaire pour les questions sur « {{ entryTitle }} »',
    body: `
Bonjour {{ reader }},

Vous pouvez désormais répondre à nos questions sur **{{ entryTitle }}** jusqu’au {{ answerBy | instant }}. Le délai précédent courait jusqu’au {{ previousDeadlineAt | instant }}.

{{ link | raw }}
`,
  },
  'clarification-reminder': {
    subject: '{{ cycleTitle }} : les questions sur « {{ entryTitle }} » attendent votre réponse',
    body: `
Bonjour {{ reader }},

Nous n’avons pas encore de réponse au sujet de la candidature **{{ entryTitle }}**. Nous vous prions de l’envoyer au plus tard le {{ answerBy | instant }} :

{% for each in questions %}- **{{ each.field }}** : {{ each.question }}
{% endfor %}
{{ link | raw }}
`,
  },
  'clarification-answered': {
    subject: '{{ cycleTitle }} : {{ cityName }} a répondu sur « {{ entryTitle }} »',
    body: `
Bonjour {{ reader }},

{{ cityName }} a répondu à vos questions sur **{{ entryTitle }}**. La candidature est de nouveau dans votre file.

{{ link | raw }}
`,
  },
  'clarification-timed-out': {
    subject: '{{ cycleTitle }} : pas de réponse sur « {{ entryTitle }} »',
    body: `
Bonjour {{ reader }},

Les questions sur **{{ entryTitle }}** ({{ cityName }}) attendaient une réponse au plus tard le {{ answerBy | instant }}, et n’en ont pas reçu. {% if outcome == 'invalid' %}Selon les règles de ce cycle, la candidature n’est pas valable.{% else %}La décision portera sur la candidature telle qu’elle a été déposée.{% endif %}

{{ link | raw }}
`,
  },
  'clarification-cancelled': {
    subject: '{{ cycleTitle }} : aucune réponse n’est nécessaire sur « {{ entryTitle }} »',
    body: `
Bonjour {{ reader }},

Vous n’avez plus à répondre à nos questions sur **{{ entryTitle }}**. Nous vous remercions.
`,
  },
} satisfies Partial<Mails>;
