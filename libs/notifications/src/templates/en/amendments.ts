import { type MailTemplate, cycle } from '../mail-template.js';

/** Amendments of a definition. */
export const amendments: Record<string, MailTemplate> = {
  'amendment-to-sign': {
    subject: '{{ cycleTitle }}: an amendment waits for your signature',
    facts: [...cycle, 'changed', 'reasonCode', 'link'],
    body: `
Dear {{ reader }},

a change of the published definition was proposed (reason: {{ reasonCode }}). It would change:

{% for item in changed %}- {{ item }}
{% endfor %}
Please read it, and sign it if you agree. It comes into force with the last signature it needs.

{{ link | raw }}
`,
  },
  'cycle-amended': {
    subject: '{{ cycleTitle }}: amendment {{ number }} is in force',
    facts: [...cycle, 'number', 'changed', 'reasonCode', 'link'],
    body: `
Dear {{ reader }},

amendment {{ number }} of the definition is in force (reason: {{ reasonCode }}). It changes:

{% for item in changed %}- {{ item }}
{% endfor %}
{{ link | raw }}
`,
  },
  'deadline-to-countersign': {
    subject: '{{ cycleTitle }}: please countersign a moved deadline',
    facts: [...cycle, 'cycleId', 'number', 'moves', 'reasonCode', 'amendmentId', 'definitionDigest', 'link'],
    body: `
Dear {{ reader }},

amendment {{ number }} has moved windows by command (reason: {{ reasonCode }}). It is in force:

{% for move in moves %}- **{{ move.title }}**{% if move.opens %}, opening: {{ move.opens.from | instant }}, now **{{ move.opens.to | instant }}**{% endif %}{% if move.deadline %}, deadline: {{ move.deadline.from | instant }}, now **{{ move.deadline.to | instant }}**{% endif %}{% for each in move.steps %}, {% if each.step == 'registration' %}registration{% elsif each.step == 'earlyBird' %}early entries{% else %}supporting material{% endif %}: {% if each.from %}{{ each.from | instant }}, {% endif %}now **{% if each.to %}{{ each.to | instant }}{% else %}none{% endif %}**{% endfor %}
{% endfor %}
A second person of the staff countersigns it. If it is right, please do; if it is not, move it back:

    laureate amendment sign {{ cycleId }} {{ amendmentId }} --digest {{ definitionDigest }}

{{ link | raw }}
`,
  },
};
