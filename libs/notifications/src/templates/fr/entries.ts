import type { Mails } from '../shared/mail-template.js';

/** What a city is told about its entries and about itself. */
export const entries = {
  'entry-received': {
    subject: '{{ cycleTitle }} : nous avons reçu « {{ entryTitle }} »',
    body: `
Bonjour {{ reader }},

La candidature **{{ entryTitle }}** ({{ cityName }}) est déposée (version {{ version }}), {% if arrivedAt %}d’après le dossier papier arrivé le {{ arrivedAt | instant }} ; c’est cette date qui compte. Elle a été confirmée le {{ submittedAt | instant }}.{% else %}et nous l’avons reçue le {{ submittedAt | instant }}.{% endif %}{% if late %} Elle est arrivée après la date limite, dans le délai de grâce ou dans un délai supplémentaire, et elle est signalée comme tardive.{% endif %}{% if early %} Elle compte comme dépôt anticipé, et le reste si vous la déposez à nouveau.{% endif %}

{% if afterReopening %}Vous l’avez confirmée après sa réouverture : elle remplace la version précédente, valable jusque-là. La date limite pour tous est le {{ deadlineAt | instant }}.{% else %}Vous pouvez la modifier et la déposer à nouveau jusqu’à la date limite, le {{ deadlineAt | instant }}.{% endif %}

Votre récépissé porte le numéro {{ receiptId }}. Il prouve ce que vous avez déposé et quand ; quiconque le détient peut le vérifier ici :

{{ link | raw }}

Empreinte : {{ receiptDigest }}
`,
  },
  'extension-granted': {
    subject: '{{ cycleTitle }} : un délai supplémentaire pour {{ cityName }}',
    body: `
Bonjour {{ reader }},

{% if step == 'registration' %}Un délai supplémentaire vous est accordé pour vous inscrire : {{ cityName }} peut commencer des candidatures jusqu’au {{ until | instant }}. Ce qui est commencé peut être déposé jusqu’à la date limite pour tous, le {{ deadlineAt | instant }}.{% elsif step %}Un délai supplémentaire vous est accordé : jusqu’au {{ until | instant }}, des pièces complémentaires peuvent être ajoutées à {% if entryTitle %}la candidature **{{ entryTitle }}**{% else %}chaque candidature déposée{% endif %} ({{ cityName }}). Ce qui a été déposé reste tel quel.{% else %}Un délai supplémentaire vous est accordé : {% if entryTitle %}la candidature **{{ entryTitle }}**{% else %}chaque candidature{% endif %} ({{ cityName }}) peut être déposée jusqu’au {{ until | instant }}. La date limite pour tous est le {{ deadlineAt | instant }}.

Après la clôture pour tous, la candidature ne peut être déposée qu’une fois, et elle est signalée comme tardive ; envoyez-la donc quand elle est achevée.{% endif %}

{{ link | raw }}
`,
  },
  'extension-reminder': {
    subject: '{{ cycleTitle }} : fin prochaine du délai accordé à {{ cityName }}',
    body: `
Bonjour {{ reader }},

La date limite pour tous était le {{ deadlineAt | instant }}. Un délai supplémentaire a été accordé à {{ cityName }} : jusqu’au {{ until | instant }}. Peuvent encore être déposées jusque-là :

{% for item in owed %}- « {{ item }} »
{% endfor %}
Chaque candidature ne peut être déposée qu’une fois, et elle est signalée comme tardive ; envoyez-la donc quand elle est achevée. Vous la trouvez ici : {{ link | raw }}

Si vous l’avez fait entre-temps, nous vous en remercions : ce courriel a été préparé un instant plus tôt.
`,
  },
  'entry-reopened': {
    subject: '{{ cycleTitle }} : vous pouvez de nouveau modifier « {{ entryTitle }} »',
    body: `
Bonjour {{ reader }},

Le secrétariat a rouvert la candidature **{{ entryTitle }}** ({{ cityName }}) pour que vous puissiez la modifier :

> {{ reasonText }}

Modifiez le brouillon et déposez-le à nouveau jusqu’au {{ until | instant }} : ce dépôt, unique, vaut confirmation, et vous recevez un nouveau récépissé. Jusque-là, votre version {{ version }} demeure telle que vous l’avez déposée, avec son récépissé. Sans confirmation de votre part, il en reste ainsi, et ce que vous avez écrit demeure dans le brouillon.

{{ link | raw }}
`,
  },
  'paper-to-confirm': {
    subject: '{{ cycleTitle }} : veuillez confirmer « {{ entryTitle }} »',
    body: `
Bonjour {{ reader }},

La candidature **{{ entryTitle }}** ({{ cityName }}) est arrivée sur papier le {{ arrivedAt | instant }}. Le secrétariat l’a saisie, et un deuxième membre a comparé la saisie avec l’original.

Nous vous prions de la lire à côté de la numérisation de l’original, et de la confirmer en la déposant jusqu’au {{ until | instant }}. Une fois confirmée, elle compte à partir de son arrivée. Si quelque chose n’est pas tel que vous l’avez écrit, veuillez écrire au secrétariat ; vous pourrez modifier vous-même la candidature après l’avoir confirmée, tant que l’appel est ouvert.

{{ link | raw }}
`,
  },
  'city-merged': {
    subject:
      '{{ cityName }} et {{ intoName }} ne forment désormais qu’{% if entrantGender == "masculine" %}un seul{% else %}une seule{% endif %} {{ entrant }}',
    body: `
Bonjour {{ reader }},

**{{ cityName }}** et **{{ intoName }}** étaient {% if entrantGender == 'masculine' %}inscrits{% else %}inscrites{% endif %} comme deux {{ entrants }}, et n’en font qu’{% if entrantGender == 'masculine' %}un{% else %}une{% endif %}. Tout ce qui était à {{ cityName }} appartient maintenant à **{{ intoName }}** : ses candidatures avec toutes leurs versions et tous leurs récépissés, les délais accordés et ses responsables, qui peuvent y faire ce qu’ils pouvaient faire auparavant, ou davantage. Rien de ce qui a été déposé ou décidé n’a changé.

Nous vous prions de vérifier qui agit pour votre {{ entrant }}, et ce qui figure dans son profil :

{{ link | raw }}

Cette réunion est définitive. S’il ne s’agit pas d’{% if entrantGender == 'masculine' %}un seul{% else %}une seule{% endif %} et même {{ entrant }}, veuillez écrire aussitôt au secrétariat.
`,
  },
  'city-verified': {
    subject:
      '{{ cityName }} : {% if verified %}{{ theEntrant }} est {% if entrantGender == "masculine" %}vérifié{% else %}vérifiée{% endif %}{% else %}{{ theEntrant }} n’est plus {% if entrantGender == "masculine" %}vérifié{% else %}vérifiée{% endif %}{% endif %}',
    body: `
Bonjour {{ reader }},

{% if verified %}Le secrétariat, ou un domaine de messagerie auquel il fait confiance, a confirmé que vous agissez au nom de {{ thisEntrant }} : **{{ cityName }}**. Là où un prix demande des {{ entrants }} {% if entrantGender == 'masculine' %}vérifiés{% else %}vérifiées{% endif %}, votre {{ entrant }} peut déposer ses candidatures.{% else %}Le secrétariat a retiré la vérification de {{ thisEntrant }} : **{{ cityName }}**. Là où un prix demande des {{ entrants }} {% if entrantGender == 'masculine' %}vérifiés{% else %}vérifiées{% endif %}, votre {{ entrant }} peut rédiger ses candidatures mais non les déposer ; ce qui a été déposé demeure.{% endif %}

Vous trouverez ici comment et pourquoi, et que faire en cas d’erreur :

{{ link | raw }}
`,
  },
  'eligibility-decision': {
    subject: '{{ cycleTitle }} : recevabilité de vos candidatures',
    body: `
Bonjour {{ reader }},

Vos candidatures ont été examinées selon les règles publiées.

{% for entry in entries %}**{{ entry.title }}** : {% if entry.outcome == 'valid' %}candidature **valable**, qui passe à la sélection technique.{% else %}candidature **non valable**. Si vous pensez qu’il s’agit d’une erreur, {% if appealDays %}vous pouvez faire appel, une seule fois et dans {% if appealDays == 1 %}le jour suivant{% else %}les {{ appealDays }} jours suivant{% endif %} ce courriel ; quelqu’un d’autre décide alors{% else %}veuillez répondre au secrétariat{% endif %}.{% endif %}
{% for reason in entry.reasons %}- {{ reason }}
{% endfor %}
{% endfor %}`,
  },
} satisfies Partial<Mails>;
