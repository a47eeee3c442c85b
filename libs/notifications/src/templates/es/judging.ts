import type { Mails } from '../shared/mail-template.js';

/** Assignments, decisions, who certifies them, and their corrections. */
export const judging = {
  assignment: {
    subject:
      '{{ cycleTitle }}: {% if count == 1 %}una candidatura{% else %}{{ count }} candidaturas{% endif %} por evaluar',
    body: `
Estimado/a {{ reader }}:

{% if count == 1 %}Se le ha asignado una candidatura{% else %}Se le han asignado {{ count }} candidaturas{% endif %} en la etapa **{{ stageTitle }}**. Le rogamos que {% if count == 1 %}la evalúe{% else %}las evalúe{% endif %} a más tardar el {{ deadlineAt | instant }}.

{{ link | raw }}

Si tiene un conflicto de intereses con {% if count == 1 %}ella{% else %}alguna de ellas{% endif %}, declárelo antes de seguir leyendo; otra persona le relevará.
`,
  },
  shortlist: {
    subject: '{{ cycleTitle }}: resultado de la selección técnica',
    body: `
Estimado/a {{ reader }}:

El comité técnico ha terminado su trabajo.

{% for entry in entries %}- **{{ entry.title }}**: {% if entry.outcome == 'shortlisted' %}finalista. Pasa al jurado.{% elsif entry.outcome == 'deserving' %}figura entre las candidaturas meritorias.{% else %}no es finalista.{% endif %}
{% endfor %}
Le rogamos que no lo comunique a nadie hasta que la secretaría lo haya publicado.
`,
  },
  result: {
    subject: '{{ cycleTitle }}: resultado',
    body: `
Estimado/a {{ reader }}:

El jurado ha terminado su trabajo.

{% for entry in entries %}- **{{ entry.title }}**: {% if entry.outcome == 'winner' %}ganadora del premio. ¡Enhorabuena!{% else %}finalista.{% endif %}
{% endfor %}
`,
  },
  'stand-in-named': {
    subject: '{{ cycleTitle }}: suplencia de {{ certifier }}',
    body: `
Estimado/a {{ reader }}:

Se le ha designado suplente de {{ certifier }} para certificar la decisión de la etapa **{{ stageTitle }}**, por si esa persona no pudiera hacerlo o tuviera un conflicto de intereses con una candidatura. Certifica una de las dos personas, no ambas; queda constancia de quién lo hizo y en lugar de quién.

Le avisaremos cuando se pueda certificar. Si usted también tiene un conflicto de intereses con una candidatura, comuníquelo ahora a la secretaría.
`,
  },
  'certification-due': {
    subject: '{{ cycleTitle }}: {{ stageTitle }} se puede certificar',
    body: `
Estimado/a {{ reader }}:

La propuesta de la etapa **{{ stageTitle }}** ya se puede certificar. {% if certifier %}Usted es suplente de {{ certifier }}: le rogamos que certifique si esa persona no puede hacerlo o tiene un conflicto de intereses con una candidatura.{% else %}Le rogamos que la lea y, si es correcta, la certifique. Si no puede hacerlo o tiene un conflicto de intereses con una candidatura, su suplente certifica en su lugar, o la auditoría cofirma.{% endif %}

{{ link | raw }}
`,
  },
  'co-signed': {
    subject: '{{ cycleTitle }}: la auditoría ha cofirmado por usted',
    body: `
Estimado/a {{ reader }}:

La auditoría sabe que usted tiene un conflicto de intereses con una candidatura en la decisión de la etapa **{{ stageTitle }}**, y ha cofirmado: puede certificar la propuesta actual. Quedará constancia de ello.

{{ link | raw }}
`,
  },
  'correction-to-sign': {
    subject: '{{ cycleTitle }}: una decisión de {{ stageTitle }} por sustituir',
    body: `
Estimado/a {{ reader }}:

La decisión certificada de la etapa **{{ stageTitle }}** debe sustituirse ({{ kind | supersession }}, {{ reasonCode | reason }}), a petición de {{ askedBy }}. Nada cambia hasta que la nueva se firme y se certifique como la primera. Le rogamos que lea qué cambiaría y qué se seguiría de ello y, si es correcto, que la firme o la certifique:

{{ command | raw }}

{{ link | raw }}
`,
  },
  'decision-corrected': {
    subject: '{{ cycleTitle }}: la decisión de {{ stageTitle }} ha cambiado',
    body: `
Estimado/a {{ reader }}:

La decisión de la etapa **{{ stageTitle }}** ha sido sustituida por otra posterior. Para usted significa lo siguiente:

{% for entry in entries %}- **{{ entry.title }}**: {% if entry.before %}el resultado comunicado era «{{ entry.before | outcome }}»{% else %}no se mostraba ningún resultado{% endif %}; {% if entry.outcome %}ahora es «{{ entry.outcome | outcome }}»{% else %}ahora está retenido y por el momento no se muestra{% endif %}.
{% endfor %}{% if publicText %}
{{ publicText }}
{% endif %}
La decisión anterior se conserva junto a la nueva. Si tiene preguntas, responda a la secretaría.
`,
  },
  'finalist-withdrew': {
    subject: '{{ cycleTitle }}: «{{ entryTitle }}» se retiró después de obtener una plaza',
    body: `
Estimado/a {{ reader }}:

La candidatura **{{ entryTitle }}** de {{ cityName }} se retiró después de que la decisión de la etapa **{{ stageTitle }}** le hubiera dado una plaza. De ello no se sigue nada automáticamente. Vea qué se seguiría si se sustituyera la decisión, y quién obtendría la plaza:

{{ command | raw }}

Sin --dry-run queda propuesta, por firmar y certificar. Una vez abierta la etapa siguiente, ya nadie obtiene la plaza.
`,
  },
} satisfies Partial<Mails>;
