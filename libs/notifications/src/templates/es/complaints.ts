import type { Mails } from '../shared/mail-template.js';

/** Complaints about a decision. */
export const complaints = {
  'complaint-received': {
    subject: '{{ cycleTitle }}: su {{ what | complaint }} {{ complaintNumber }}',
    body: `
Estimado/a {{ reader }}:

Hemos recibido su {{ what | complaint }} contra la decisión de la etapa **{{ stageTitle }}** sobre **{{ entryTitle }}**, el {{ filedAt | instant }}. Su número es **{{ complaintNumber }}**.

{% if what == 'appeal' %}Lo examinará una persona que no participó{% else %}La examinarán personas que no participaron{% endif %} en la decisión. Tendrá respuesta a más tardar el {{ answerBy | instant }}.

{{ link | raw }}
`,
  },
  'complaint-filed': {
    subject:
      '{{ cycleTitle }}: {% if what == "appeal" %}un recurso{% else %}una reclamación{% endif %} sobre {{ stageTitle }}',
    body: `
Estimado/a {{ reader }}:

{{ cityName }} {% if what == 'appeal' %}recurre{% else %}reclama contra{% endif %} la decisión de la etapa **{{ stageTitle }}** sobre **{{ entryTitle }}** ({{ what | complaint }} {{ complaintNumber }}). Debe tener respuesta a más tardar el {{ answerBy | instant }}.

Le rogamos que encargue el asunto a {% if what == 'appeal' %}una persona que no participó{% else %}dos personas que no participaron{% endif %} en la decisión: laureate {{ what }} assign, con el identificador {{ complaintId }}.

{{ link | raw }}
`,
  },
  'complaint-assigned': {
    subject: '{{ cycleTitle }}: {% if what == "appeal" %}un recurso{% else %}una reclamación{% endif %} por tramitar',
    body: `
Estimado/a {{ reader }}:

Se le ha encargado {% if what == 'appeal' %}el recurso{% else %}la reclamación{% endif %} {{ complaintNumber }} contra la decisión de la etapa **{{ stageTitle }}**. {% if what == 'appeal' %}Le rogamos que lo resuelva: el resultado que registre es el que cuenta.{% else %}Una de las personas encargadas registra un resultado y otra lo confirma.{% endif %} {{ TheEntrant }} debe tener respuesta a más tardar el {{ answerBy | instant }}.

{{ link | raw }}

Si participó en la decisión, o tiene alguna relación con la candidatura, comuníquelo de inmediato a la secretaría.
`,
  },
  'complaint-to-confirm': {
    subject: '{{ cycleTitle }}: el resultado de la reclamación {{ complaintNumber }} está por confirmar',
    body: `
Estimado/a {{ reader }}:

Se ha registrado un resultado de la reclamación {{ complaintNumber }} contra la decisión de la etapa **{{ stageTitle }}**. {% if alone %}Necesita que una segunda persona lo confirme: le rogamos que la designe.{% else %}Le rogamos que lo lea y lo confirme, o que registre otro.{% endif %} {{ TheEntrant }} debe tener respuesta a más tardar el {{ answerBy | instant }}.

{{ link | raw }}
`,
  },
  'complaint-reminder': {
    subject: '{{ cycleTitle }}: {{ what | complaint }} {{ complaintNumber }} en espera',
    body: `
Estimado/a {{ reader }}:

{% if what == 'appeal' %}El recurso{% else %}La reclamación{% endif %} {{ complaintNumber }} contra la decisión de la etapa **{{ stageTitle }}** debe tener respuesta a más tardar el {{ answerBy | instant }}. {% if assigned == false %}Nadie tiene todavía el encargo: le rogamos que designe a {% if what == 'appeal' %}una persona que no participó{% else %}dos personas que no participaron{% endif %} en la decisión.{% elsif recorded %}Su resultado está registrado y espera a que una segunda persona lo confirme.{% else %}Todavía no hay ningún resultado registrado.{% endif %}

{{ link | raw }}
`,
  },
  'complaint-overdue': {
    subject: '{{ cycleTitle }}: {{ what | complaint }} {{ complaintNumber }} sin respuesta a tiempo',
    body: `
Estimado/a {{ reader }}:

{% if what == 'appeal' %}El recurso{% else %}La reclamación{% endif %} {{ complaintNumber }} de {{ cityName }} contra la decisión de la etapa **{{ stageTitle }}** debía tener respuesta a más tardar el {{ answerBy | instant }}, y sigue sin resolver.

Le rogamos que vea quién se ocupa, que designe a otras personas si hace falta, y que comunique {{ toTheEntrant }} cuándo puede esperar una respuesta.

{{ link | raw }}
`,
  },
  'complaint-outcome': {
    subject: '{{ cycleTitle }}: la respuesta a su {{ what | complaint }} {{ complaintNumber }}',
    body: `
Estimado/a {{ reader }}:

Su {{ what | complaint }} {{ complaintNumber }} contra la decisión de la etapa **{{ stageTitle }}** sobre **{{ entryTitle }}** ha sido {% if what == 'appeal' %}examinado por una persona que no participó{% else %}examinada por personas que no participaron{% endif %} en la decisión. Resultado: {% if outcome == 'upheld' %}**se estima**. Se está preparando una decisión que corrige la anterior; le informaremos.{% elsif outcome == 'inadmissible' %}**no se admite a trámite**.{% else %}**se desestima**.{% endif %}

{{ answer }}

{{ link | raw }}
`,
  },
  'complaint-upheld': {
    subject:
      '{{ cycleTitle }}: se estima {% if what == "appeal" %}el recurso{% else %}la reclamación{% endif %} {{ complaintNumber }}',
    body: `
Estimado/a {{ reader }}:

Se ha estimado {% if what == 'appeal' %}el recurso{% else %}la reclamación{% endif %} {{ complaintNumber }} de {{ cityName }} contra la decisión de la etapa **{{ stageTitle }}** sobre **{{ entryTitle }}**. Le rogamos que proponga una decisión que la sustituya, del tipo upheld-complaint y con el identificador {{ complaintId }}. Mientras no esté en vigor, {% if what == 'appeal' %}el recurso figura como estimado{% else %}la reclamación figura como estimada{% endif %}, con la corrección pendiente.

{{ link | raw }}
`,
  },
} satisfies Partial<Mails>;
