import type { Mails } from '../shared/mail-template.js';

/** Amendments of a definition. */
export const amendments = {
  'amendment-to-sign': {
    subject: '{{ cycleTitle }} : une modification attend votre signature',
    body: `
Bonjour {{ reader }},

Une modification de la définition publiée est proposée (motif : {{ reasonCode | reason }}). Elle changerait :

{% for item in changed %}- {{ item }}
{% endfor %}
Nous vous prions de la lire et, si vous l’approuvez, de la signer. Elle entre en vigueur avec la dernière signature nécessaire.

{{ link | raw }}
`,
  },
  'cycle-amended': {
    subject: '{{ cycleTitle }} : la modification {{ number }} est en vigueur',
    body: `
Bonjour {{ reader }},

La modification {{ number }} de la définition est en vigueur (motif : {{ reasonCode | reason }}). Elle change :

{% for item in changed %}- {{ item }}
{% endfor %}
{{ link | raw }}
`,
  },
  'deadline-to-countersign': {
    subject: '{{ cycleTitle }} : une date limite déplacée est à contresigner',
    body: `
Bonjour {{ reader }},

La modification {{ number }} a déplacé des dates par une commande (motif : {{ reasonCode | reason }}). Elle est en vigueur :

{% for move in moves %}- **{{ move.title }}**{% if move.opens %}, ouverture : {{ move.opens.from | instant }}, désormais **{{ move.opens.to | instant }}**{% endif %}{% if move.deadline %}, date limite : {{ move.deadline.from | instant }}, désormais **{{ move.deadline.to | instant }}**{% endif %}{% for each in move.steps %}, {{ each.name }} : {% if each.from %}{{ each.from | instant }}, {% endif %}désormais **{% if each.to %}{{ each.to | instant }}{% else %}sans date limite{% endif %}**{% endfor %}
{% endfor %}
Une deuxième personne de l’équipe la contresigne. Si elle est juste, nous vous prions de le faire ; sinon, déplacez de nouveau ces dates :

    laureate amendment sign {{ cycleId }} {{ amendmentId }} --digest {{ definitionDigest }}

{{ link | raw }}
`,
  },
} satisfies Partial<Mails>;
