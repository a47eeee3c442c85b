import type { Mails } from '../shared/mail-template.js';

/** Reminders, and what happens to a cycle and its stages. */
export const stages = {
  reminder: {
    subject: '{{ cycleTitle }}: {{ stageTitle }} se cierra pronto',
    body: `
Estimado/a {{ reader }}:

La etapa **{{ stageTitle }}** se cierra el {{ deadlineAt | instant }}. De su parte queda pendiente:

{% for item in owed %}- {{ item }}
{% endfor %}
Lo encontrará aquí: {{ link | raw }}

Si entretanto ya lo ha hecho, muchas gracias: este correo se preparó un momento antes.
`,
  },
  'deadline-moved': {
    subject: '{{ cycleTitle }}: nueva fecha límite de {{ stageTitle }}',
    body: `
Estimado/a {{ reader }}:

Ha cambiado la fecha límite de la etapa **{{ stageTitle }}**. Ahora es el

**{{ deadlineAt | instant }}**

{% if previousDeadlineAt %}(antes: {{ previousDeadlineAt | instant }}).{% endif %}{% if opensAt %} Se abre el {{ opensAt | instant }}.{% endif %}
`,
  },
  'cycle-paused': {
    subject: '{{ cycleTitle }}: ciclo suspendido',
    body: `
Estimado/a {{ reader }}:

El ciclo **{{ cycleTitle }}** está suspendido desde el {{ pausedAt | instant }}.

Hasta que se reanude, nada se abre ni se cierra, y no se puede presentar nada. Entretanto no vence ningún plazo, y lo que haya guardado se conserva.

Cuando se reanude recibirá un solo correo con las nuevas fechas límite.
`,
  },
  'cycle-cancelled': {
    subject: '{{ cycleTitle }}: ciclo cancelado',
    body: `
Estimado/a {{ reader }}:

El ciclo **{{ cycleTitle }}** se ha cancelado. {% if reasonText %}El motivo indicado:

{{ reasonText }}{% elsif reasonCode %}El motivo indicado: {{ reasonCode | reason }}.{% endif %}

Ya nada se abre, se cierra ni se decide; lo que estaba abierto termina con el ciclo. No le queda nada por hacer.
`,
  },
  'outage-found': {
    subject: '{{ cycleTitle }}: durante un tiempo no se pudo enviar nada',
    body: `
Estimado/a {{ reader }}:

Desde el {{ from | instant }} hasta el {{ to | instant }} no se pudo acceder al servicio. Afecta a estas fechas límite:

{% for stage in stages %}- **{{ stage.title }}**: {{ stage.deadlineAt | instant }}
{% endfor %}
No se ha movido nada. Le rogamos que compruebe si fue así y lo confirme; entonces se propone más tiempo para todos, con la orden que debe dar:

laureate outage confirm {{ outageId }} --reason outage
`,
  },
  'stage-reopened': {
    subject: '{{ cycleTitle }}: {{ stageTitle }} está abierta de nuevo',
    body: `
Estimado/a {{ reader }}:

La etapa **{{ stageTitle }}** está abierta de nuevo, hasta el

**{{ deadlineAt | instant }}**

Lo que envió antes queda como está; hasta entonces puede completarlo o modificarlo.
`,
  },
  'cycle-resumed': {
    subject: '{{ cycleTitle }}: el ciclo se reanuda',
    body: `
Estimado/a {{ reader }}:

El ciclo **{{ cycleTitle }}** se reanuda.{% if stages.size > 0 or own.size > 0 %} Las nuevas fechas límite:{% else %} No ha cambiado ninguna fecha límite.{% endif %}

{% for stage in stages %}- **{{ stage.title }}**: **{{ stage.deadlineAt | instant }}** (antes: {{ stage.previousDeadlineAt | instant }})
{% endfor %}{% for each in own %}- {% if each.kind == 'extension' %}Su tiempo adicional en **{{ each.title }}**{% else %}La respuesta a su reclamación en **{{ each.title }}**{% endif %}: **{{ each.deadlineAt | instant }}** (antes: {{ each.previousDeadlineAt | instant }})
{% endfor %}`,
  },
  'stage-late': {
    subject: '{{ cycleTitle }}: {{ stageTitle }} no puede abrirse a tiempo',
    body: `
Estimado/a {{ reader }}:

{{ detail }}
`,
  },
  'needs-attention': {
    subject: '{{ cycleTitle }}: se necesita su intervención',
    body: `
Estimado/a {{ reader }}:

{% if stageTitle %}La etapa **{{ stageTitle }}**{% else %}El ciclo{% endif %} no puede continuar sin ayuda. Esto es lo que se ha comunicado, en inglés:

{{ detail }}

Corríjalo y pida que se intente de nuevo: laureate cycle retry --reason put-right, o lo equivalente en la API.
`,
  },
} satisfies Partial<Mails>;
