import type { Mails } from '../shared/mail-template.js';

/** Assignments, decisions, who certifies them, and their corrections. */
export const judging = {
  assignment: {
    subject:
      '{{ cycleTitle }} : {% if count == 1 %}une candidature{% else %}{{ count }} candidatures{% endif %} à évaluer',
    body: `
Bonjour {{ reader }},

{% if count == 1 %}Une candidature vous est confiée{% else %}{{ count }} candidatures vous sont confiées{% endif %} pour l’étape **{{ stageTitle }}**. Nous vous prions de {% if count == 1 %}l’évaluer{% else %}les évaluer{% endif %} au plus tard le {{ deadlineAt | instant }}.

{{ link | raw }}

Si vous avez un conflit d’intérêts avec {% if count == 1 %}celle-ci{% else %}l’une d’elles{% endif %}, déclarez-le avant de poursuivre votre lecture ; une autre personne prendra la suite.
`,
  },
  shortlist: {
    subject: '{{ cycleTitle }} : résultat de la sélection technique',
    body: `
Bonjour {{ reader }},

Le comité technique a achevé ses travaux.

{% for entry in entries %}- **{{ entry.title }}** : {% if entry.outcome == 'shortlisted' %}retenue sur la liste restreinte. La candidature passe devant le jury.{% elsif entry.outcome == 'deserving' %}citée parmi les candidatures méritantes.{% else %}non retenue sur la liste restreinte.{% endif %}
{% endfor %}
Nous vous prions de garder cette information pour vous jusqu’à sa publication par le secrétariat.
`,
  },
  result: {
    subject: '{{ cycleTitle }} : résultat',
    body: `
Bonjour {{ reader }},

Le jury a achevé ses travaux.

{% for entry in entries %}- **{{ entry.title }}** : {% if entry.outcome == 'winner' %}lauréate du prix. Félicitations !{% else %}finaliste.{% endif %}
{% endfor %}
`,
  },
  'stand-in-named': {
    subject: '{{ cycleTitle }} : vous suppléez {{ certifier }}',
    body: `
Bonjour {{ reader }},

Il vous revient de certifier la décision de l’étape **{{ stageTitle }}** en suppléant {{ certifier }}, si cette personne est empêchée ou en conflit d’intérêts avec une candidature. L’une de vos deux certifications suffit, et une seule est admise ; le dossier indique qui l’a donnée, et à la place de qui.

Nous vous préviendrons dès que la décision pourra être certifiée. Si vous avez vous-même un conflit d’intérêts avec une candidature, veuillez le dire dès maintenant au secrétariat.
`,
  },
  'certification-due': {
    subject: '{{ cycleTitle }} : certification possible, étape {{ stageTitle }}',
    body: `
Bonjour {{ reader }},

La proposition de l’étape **{{ stageTitle }}** peut maintenant être certifiée. {% if certifier %}Vous suppléez {{ certifier }} : nous vous prions de certifier si cette personne est empêchée ou en conflit d’intérêts avec une candidature.{% else %}Nous vous prions de la lire et, si elle est juste, de la certifier. En cas d’empêchement ou de conflit d’intérêts avec une candidature, la personne qui vous supplée certifie à votre place, ou l’équipe d’audit cosigne.{% endif %}

{{ link | raw }}
`,
  },
  'co-signed': {
    subject: '{{ cycleTitle }} : l’équipe d’audit a cosigné pour vous',
    body: `
Bonjour {{ reader }},

L’équipe d’audit sait que vous avez un conflit d’intérêts avec une candidature dans la décision de l’étape **{{ stageTitle }}**, et a cosigné : vous pouvez certifier la proposition actuelle. Le dossier le mentionnera.

{{ link | raw }}
`,
  },
  'correction-to-sign': {
    subject: '{{ cycleTitle }} : une décision à remplacer, étape {{ stageTitle }}',
    body: `
Bonjour {{ reader }},

La décision certifiée de l’étape **{{ stageTitle }}** doit être remplacée ({{ kind | supersession }}, {{ reasonCode | reason }}), à la demande de cette personne : {{ askedBy }}. Rien ne change tant que la nouvelle n’est pas signée et certifiée comme la première. Nous vous prions de lire ce qui changerait et ce qui s’ensuit, puis, si c’est juste, de la signer ou de la certifier :

{{ command | raw }}

{{ link | raw }}
`,
  },
  'decision-corrected': {
    subject: '{{ cycleTitle }} : la décision de l’étape {{ stageTitle }} a changé',
    body: `
Bonjour {{ reader }},

La décision de l’étape **{{ stageTitle }}** a été remplacée par une décision ultérieure. Pour vous, cela signifie :

{% for entry in entries %}- **{{ entry.title }}** : {% if entry.before %}le résultat annoncé était « {{ entry.before | outcome }} »{% else %}aucun résultat n’était affiché{% endif %} ; {% if entry.outcome %}il est désormais « {{ entry.outcome | outcome }} »{% else %}le résultat est désormais suspendu et n’est pas affiché pour le moment{% endif %}.
{% endfor %}{% if publicText %}
{{ publicText }}
{% endif %}
La décision antérieure est conservée à côté de la nouvelle. Si vous avez des questions, veuillez répondre au secrétariat.
`,
  },
  'finalist-withdrew': {
    subject: '{{ cycleTitle }} : retrait de « {{ entryTitle }} » après l’obtention d’une place',
    body: `
Bonjour {{ reader }},

La candidature **{{ entryTitle }}** ({{ cityName }}) a été retirée après que la décision de l’étape **{{ stageTitle }}** lui avait donné une place. Rien n’en découle automatiquement. Voyez ce qui s’ensuivrait si la décision était remplacée, et qui obtiendrait la place :

{{ command | raw }}

Sans --dry-run, le remplacement est proposé, à signer et à certifier. Plus personne n’obtient la place une fois l’étape suivante ouverte.
`,
  },
} satisfies Partial<Mails>;
