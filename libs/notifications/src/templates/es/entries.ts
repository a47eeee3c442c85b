import type { Mails } from '../shared/mail-template.js';

/** What a city is told about its entries and about itself. */
export const entries = {
  'entry-received': {
    subject: '{{ cycleTitle }}: hemos recibido «{{ entryTitle }}»',
    body: `
Estimado/a {{ reader }}:

La candidatura **{{ entryTitle }}** de {{ cityName }} está presentada (versión {{ version }}), {% if arrivedAt %}a partir de la documentación en papel que llegó el {{ arrivedAt | instant }}, y cuenta desde entonces. Se confirmó el {{ submittedAt | instant }}.{% else %}y la recibimos el {{ submittedAt | instant }}.{% endif %}{% if late %} Llegó después de la fecha límite, dentro del plazo de gracia o de una ampliación, y queda marcada como tardía.{% endif %}{% if early %} Cuenta como presentación anticipada, y lo sigue siendo si la presenta de nuevo.{% endif %}

{% if afterReopening %}Usted la confirmó después de su reapertura: sustituye a la versión anterior, que valía hasta ahora. La fecha límite para todos es el {{ deadlineAt | instant }}.{% else %}Puede modificarla y presentarla de nuevo hasta la fecha límite, el {{ deadlineAt | instant }}.{% endif %}

Su recibo es {{ receiptId }}. Acredita qué presentó y cuándo; cualquiera que lo tenga puede comprobarlo aquí:

{{ link | raw }}

Huella digital: {{ receiptDigest }}
`,
  },
  'extension-granted': {
    subject: '{{ cycleTitle }}: más tiempo para {{ cityName }}',
    body: `
Estimado/a {{ reader }}:

{% if step == 'registration' %}Se le ha dado más tiempo para inscribirse: {{ cityName }} puede empezar candidaturas hasta el {{ until | instant }}. Lo que se haya empezado puede presentarse hasta la fecha límite para todos, el {{ deadlineAt | instant }}.{% elsif step %}Se le ha dado más tiempo: se puede añadir material de apoyo a {% if entryTitle %}la candidatura **{{ entryTitle }}**{% else %}cada candidatura presentada{% endif %} de {{ cityName }} hasta el {{ until | instant }}. Lo presentado queda como está.{% else %}Se le ha dado más tiempo: {% if entryTitle %}la candidatura **{{ entryTitle }}**{% else %}cada candidatura{% endif %} de {{ cityName }} puede presentarse hasta el {{ until | instant }}. La fecha límite para todos es el {{ deadlineAt | instant }}.

Después del cierre para todos puede presentarse una sola vez, y queda marcada como tardía; envíela, por tanto, cuando esté terminada.{% endif %}

{{ link | raw }}
`,
  },
  'extension-reminder': {
    subject: '{{ cycleTitle }}: el tiempo adicional de {{ cityName }} termina pronto',
    body: `
Estimado/a {{ reader }}:

La fecha límite para todos fue el {{ deadlineAt | instant }}. A {{ cityName }} se le dio más tiempo: hasta el {{ until | instant }}. Hasta entonces pueden presentarse:

{% for item in owed %}- «{{ item }}»
{% endfor %}
Cada una puede presentarse una sola vez, y queda marcada como tardía; envíela, por tanto, cuando esté terminada. La encontrará aquí: {{ link | raw }}

Si entretanto ya lo ha hecho, muchas gracias: este correo se preparó un momento antes.
`,
  },
  'entry-reopened': {
    subject: '{{ cycleTitle }}: puede editar de nuevo «{{ entryTitle }}»',
    body: `
Estimado/a {{ reader }}:

La secretaría ha reabierto la candidatura **{{ entryTitle }}** de {{ cityName }} para que pueda editarla:

> {{ reasonText }}

Edite el borrador y preséntelo de nuevo hasta el {{ until | instant }}: eso la confirma, una sola vez, y se le expide un recibo nuevo. Hasta entonces, su versión {{ version }} vale tal como la presentó, con su recibo. Si no la confirma, así queda, y lo que haya escrito permanece en el borrador.

{{ link | raw }}
`,
  },
  'paper-to-confirm': {
    subject: '{{ cycleTitle }}: confirme, por favor, «{{ entryTitle }}»',
    body: `
Estimado/a {{ reader }}:

La candidatura **{{ entryTitle }}** de {{ cityName }} llegó en papel el {{ arrivedAt | instant }}. La secretaría la ha transcrito, y un segundo miembro ha cotejado la transcripción con el original.

Le rogamos que la lea junto a la copia escaneada del original y que la confirme presentándola hasta el {{ until | instant }}. Una vez confirmada, cuenta desde su llegada. Si algo no es como usted lo escribió, escriba a la secretaría; usted podrá modificar la candidatura cuando esté confirmada, mientras la convocatoria siga abierta.

{{ link | raw }}
`,
  },
  'city-merged': {
    subject:
      '{{ cityName }} es ahora {% if entrantGender == "masculine" %}el mismo{% else %}la misma{% endif %} {{ entrant }} que {{ intoName }}',
    body: `
Estimado/a {{ reader }}:

Además de **{{ intoName }}** estaba {% if entrantGender == 'masculine' %}registrado{% else %}registrada{% endif %} **{{ cityName }}** como {% if entrantGender == 'masculine' %}otro{% else %}otra{% endif %} {{ entrant }}, y {% if entrantGender == 'masculine' %}los dos son uno solo{% else %}las dos son una sola{% endif %}. Todo lo de {{ cityName }} pertenece ahora a **{{ intoName }}**: sus candidaturas, con todas sus versiones y recibos, el tiempo que se le dio y su gente, que puede hacer allí lo que podía hacer antes, o más. Nada de lo presentado o decidido ha cambiado.

Le rogamos que compruebe quién actúa por su {{ entrant }} y qué figura en su perfil:

{{ link | raw }}

Esto no puede deshacerse. Si no se trata de {% if entrantGender == 'masculine' %}un mismo{% else %}una misma{% endif %} {{ entrant }}, escriba de inmediato a la secretaría.
`,
  },
  'city-verified': {
    subject:
      '{% if verified %}{{ cityName }} está {% if entrantGender == "masculine" %}verificado{% else %}verificada{% endif %}{% else %}{{ cityName }} ya no está {% if entrantGender == "masculine" %}verificado{% else %}verificada{% endif %}{% endif %}',
    body: `
Estimado/a {{ reader }}:

{% if verified %}La secretaría, o un dominio de correo en el que esta confía, ha confirmado que usted habla en nombre de **{{ cityName }}**. Cuando un premio pide {{ entrants }} {% if entrantGender == 'masculine' %}verificados{% else %}verificadas{% endif %}, su {{ entrant }} puede presentar sus candidaturas.{% else %}La secretaría ha retirado la verificación de **{{ cityName }}**. Cuando un premio pide {{ entrants }} {% if entrantGender == 'masculine' %}verificados{% else %}verificadas{% endif %}, su {{ entrant }} puede redactar sus candidaturas, pero no presentarlas; lo ya presentado se mantiene.{% endif %}

Aquí se explica cómo y por qué, y qué hacer si hay un error:

{{ link | raw }}
`,
  },
  'eligibility-decision': {
    subject: '{{ cycleTitle }}: admisibilidad de sus candidaturas',
    body: `
Estimado/a {{ reader }}:

Sus candidaturas se han comprobado según las reglas publicadas.

{% for entry in entries %}**{{ entry.title }}**: {% if entry.outcome == 'valid' %}candidatura **válida**, que pasa a la selección técnica.{% else %}candidatura **no válida**. Si cree que se trata de un error, {% if appealDays %}puede recurrir, una sola vez y en un plazo de {{ appealDays }} {% if appealDays == 1 %}día{% else %}días{% endif %} desde este correo; entonces decide otra persona{% else %}responda a la secretaría{% endif %}.{% endif %}
{% for reason in entry.reasons %}- {{ reason }}
{% endfor %}
{% endfor %}`,
  },
} satisfies Partial<Mails>;
