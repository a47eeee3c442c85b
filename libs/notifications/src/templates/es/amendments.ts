import type { Mails } from '../shared/mail-template.js';

/** Amendments of a definition. */
export const amendments = {
  'amendment-to-sign': {
    subject: '{{ cycleTitle }}: un cambio espera su firma',
    body: `
Estimado/a {{ reader }}:

Se ha propuesto un cambio de la definición publicada (motivo: {{ reasonCode | reason }}). Cambiaría:

{% for item in changed %}- {{ item }}
{% endfor %}
Le rogamos que lo lea y, si está de acuerdo, lo firme. Entra en vigor con la última firma necesaria.

{{ link | raw }}
`,
  },
  'cycle-amended': {
    subject: '{{ cycleTitle }}: el cambio {{ number }} está en vigor',
    body: `
Estimado/a {{ reader }}:

El cambio {{ number }} de la definición está en vigor (motivo: {{ reasonCode | reason }}). Modifica:

{% for item in changed %}- {{ item }}
{% endfor %}
{{ link | raw }}
`,
  },
  'deadline-to-countersign': {
    subject: '{{ cycleTitle }}: refrende, por favor, un plazo modificado',
    body: `
Estimado/a {{ reader }}:

El cambio {{ number }} ha movido fechas mediante una orden (motivo: {{ reasonCode | reason }}). Está en vigor:

{% for move in moves %}- **{{ move.title }}**{% if move.opens %}, apertura: {{ move.opens.from | instant }}, ahora **{{ move.opens.to | instant }}**{% endif %}{% if move.deadline %}, fecha límite: {{ move.deadline.from | instant }}, ahora **{{ move.deadline.to | instant }}**{% endif %}{% for each in move.steps %}, {{ each.name }}: {% if each.from %}{{ each.from | instant }}, {% endif %}ahora **{% if each.to %}{{ each.to | instant }}{% else %}sin fecha límite{% endif %}**{% endfor %}
{% endfor %}
Una segunda persona del equipo lo refrenda. Si es correcto, le rogamos que lo haga; si no lo es, vuelva a mover las fechas:

    laureate amendment sign {{ cycleId }} {{ amendmentId }} --digest {{ definitionDigest }}

{{ link | raw }}
`,
  },
} satisfies Partial<Mails>;
