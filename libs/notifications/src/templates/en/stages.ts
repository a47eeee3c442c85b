import type { Mails } from '../shared/mail-template.js';

/** Reminders, and what happens to a cycle and its stages. */
export const stages = {
  reminder: {
    subject: '{{ cycleTitle }}: {{ stageTitle }} closes soon',
    body: `
Dear {{ reader }},

**{{ stageTitle }}** closes on {{ deadlineAt | instant }}. What is still open on your side:

{% for item in owed %}- {{ item }}
{% endfor %}
You find it here: {{ link | raw }}

If you have done it in the meantime, thank you: this mail was made a moment before.
`,
  },
  'deadline-moved': {
    subject: '{{ cycleTitle }}: new deadline of {{ stageTitle }}',
    body: `
Dear {{ reader }},

the deadline of **{{ stageTitle }}** was moved. It is now

**{{ deadlineAt | instant }}**

{% if previousDeadlineAt %}(before: {{ previousDeadlineAt | instant }}).{% endif %}{% if opensAt %} It opens on {{ opensAt | instant }}.{% endif %}
`,
  },
  'cycle-paused': {
    subject: '{{ cycleTitle }} is paused',
    body: `
Dear {{ reader }},

**{{ cycleTitle }}** is paused since {{ pausedAt | instant }}.

Until it goes on, nothing opens or closes and nothing can be submitted. No deadline runs out meanwhile, and what you have saved is kept.

You will get one mail with the new deadlines when it goes on.
`,
  },
  'cycle-cancelled': {
    subject: '{{ cycleTitle }} is cancelled',
    body: `
Dear {{ reader }},

**{{ cycleTitle }}** is cancelled. {% if reasonText %}The reason that was given:

{{ reasonText }}{% elsif reasonCode %}The reason that was given: {{ reasonCode | reason }}.{% endif %}

Nothing opens, closes or is decided any more; what was open ends with it. You have nothing left to do.
`,
  },
  'outage-found': {
    subject: '{{ cycleTitle }}: nothing could be sent for a while',
    body: `
Dear {{ reader }},

from {{ from | instant }} to {{ to | instant }} the service could not be reached. That touches these deadlines:

{% for stage in stages %}- **{{ stage.title }}**: {{ stage.deadlineAt | instant }}
{% endfor %}
Nothing has moved. Please look whether it was so, and confirm it; more time for all is proposed then, with the command to give:

laureate outage confirm {{ outageId }} --reason outage
`,
  },
  'stage-reopened': {
    subject: '{{ cycleTitle }}: {{ stageTitle }} is open again',
    body: `
Dear {{ reader }},

**{{ stageTitle }}** is open again, until

**{{ deadlineAt | instant }}**

What you sent before stays as it is; you may add to it or change it until then.
`,
  },
  'cycle-resumed': {
    subject: '{{ cycleTitle }} goes on',
    body: `
Dear {{ reader }},

**{{ cycleTitle }}** goes on.{% if stages.size > 0 or own.size > 0 %} The new deadlines:{% else %} No deadline has moved.{% endif %}

{% for stage in stages %}- **{{ stage.title }}**: **{{ stage.deadlineAt | instant }}** (before: {{ stage.previousDeadlineAt | instant }})
{% endfor %}{% for each in own %}- {% if each.kind == 'extension' %}Your extension of **{{ each.title }}**{% else %}The answer to what you complained about in **{{ each.title }}**{% endif %}: **{{ each.deadlineAt | instant }}** (before: {{ each.previousDeadlineAt | instant }})
{% endfor %}`,
  },
  'stage-late': {
    subject: '{{ cycleTitle }}: {{ stageTitle }} cannot open in time',
    body: `
Dear {{ reader }},

{{ detail }}
`,
  },
  'needs-attention': {
    subject: '{{ cycleTitle }}: something needs you',
    body: `
Dear {{ reader }},

{% if stageTitle %}**{{ stageTitle }}**{% else %}The cycle{% endif %} cannot go on by itself:

{{ detail }}

Put it right, then tell it to try again: laureate cycle retry --reason put-right, or the same in the API.
`,
  },
} satisfies Partial<Mails>;
