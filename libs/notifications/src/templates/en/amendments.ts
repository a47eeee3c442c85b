import type { Mails } from '../shared/mail-template.js';

/** Amendments of a definition. */
export const amendments = {
  'amendment-to-sign': {
    subject: '{{ cycleTitle }}: an amendment waits for your signature',
    body: `
Dear {{ reader }},

a change of the published definition was proposed (reason: {{ reasonCode | reason }}). It would change:

{% for item in changed %}- {{ item }}
{% endfor %}
Please read it, and sign it if you agree. It comes into force with the last signature it needs.

{{ link | raw }}
`,
  },
  'cycle-amended': {
    subject: '{{ cycleTitle }}: amendment {{ number }} is in force',
    body: `
Dear {{ reader }},

amendment {{ number }} of the definition is in force (reason: {{ reasonCode | reason }}). It changes:

{% for item in changed %}- {{ item }}
{% endfor %}
{{ link | raw }}
`,
  },
  'deadline-to-countersign': {
    subject: '{{ cycleTitle }}: please countersign a moved deadline',
    body: `
Dear {{ reader }},

amendment {{ number }} has moved windows by command (reason: {{ reasonCode | reason }}). It is in force:

{% for move in moves %}- **{{ move.title }}**{% if move.opens %}, opening: {{ move.opens.from | instant }}, now **{{ move.opens.to | instant }}**{% endif %}{% if move.deadline %}, deadline: {{ move.deadline.from | instant }}, now **{{ move.deadline.to | instant }}**{% endif %}{% for each in move.steps %}, {{ each.name }}: {% if each.from %}{{ each.from | instant }}, {% endif %}now **{% if each.to %}{{ each.to | instant }}{% else %}none{% endif %}**{% endfor %}
{% endfor %}
A second person of the staff countersigns it. If it is right, please do; if it is not, move it back:

    laureate amendment sign {{ cycleId }} {{ amendmentId }} --digest {{ definitionDigest }}

{{ link | raw }}
`,
  },
} satisfies Partial<Mails>;
