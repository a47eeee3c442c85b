import type { Mails } from '../shared/mail-template.js';

/** Questions to a city about its entry. */
export const clarifications = {
  'clarification-asked': {
    subject: '{{ cycleTitle }}: preguntas sobre «{{ entryTitle }}»',
    body: `
Estimado/a {{ reader }}:

Antes de que se decida sobre **{{ entryTitle }}** de {{ cityName }}, necesitamos saber más:

{% for each in questions %}- **{{ each.field }}**: {{ each.question }}
{% endfor %}
Le rogamos que responda a más tardar el {{ answerBy | instant }}. Puede modificar estos campos, y ningún otro; todo lo demás queda como lo presentó. Lo que escriba se guarda sobre la marcha, y cuenta cuando lo envíe.

{{ link | raw }}
`,
  },
  'clarification-deadline': {
    subject: '{{ cycleTitle }}: más tiempo para las preguntas sobre «{{ entryTitle }}»',
    body: `
Estimado/a {{ reader }}:

Ahora puede responder a nuestras preguntas sobre **{{ entryTitle }}** hasta el {{ answerBy | instant }}. El plazo anterior terminaba el {{ previousDeadlineAt | instant }}.

{{ link | raw }}
`,
  },
  'clarification-reminder': {
    subject: '{{ cycleTitle }}: las preguntas sobre «{{ entryTitle }}» esperan su respuesta',
    body: `
Estimado/a {{ reader }}:

Todavía no tenemos respuesta sobre **{{ entryTitle }}**. Le rogamos que la envíe a más tardar el {{ answerBy | instant }}:

{% for each in questions %}- **{{ each.field }}**: {{ each.question }}
{% endfor %}
{{ link | raw }}
`,
  },
  'clarification-answered': {
    subject: '{{ cycleTitle }}: {{ cityName }} ha respondido sobre «{{ entryTitle }}»',
    body: `
Estimado/a {{ reader }}:

{{ cityName }} ha respondido a lo que usted preguntó sobre **{{ entryTitle }}**. La candidatura está de nuevo en su lista.

{{ link | raw }}
`,
  },
  'clarification-timed-out': {
    subject: '{{ cycleTitle }}: sin respuesta sobre «{{ entryTitle }}»',
    body: `
Estimado/a {{ reader }}:

Las preguntas sobre **{{ entryTitle }}** de {{ cityName }} debían responderse a más tardar el {{ answerBy | instant }}, y no se respondieron. {% if outcome == 'invalid' %}Según las reglas de este ciclo, la candidatura no es válida.{% else %}Se decidirá sobre la candidatura tal como se presentó.{% endif %}

{{ link | raw }}
`,
  },
  'clarification-cancelled': {
    subject: '{{ cycleTitle }}: no hace falta responder sobre «{{ entryTitle }}»',
    body: `
Estimado/a {{ reader }}:

Ya no hace falta que responda a nuestras preguntas sobre **{{ entryTitle }}**. Muchas gracias.
`,
  },
} satisfies Partial<Mails>;
