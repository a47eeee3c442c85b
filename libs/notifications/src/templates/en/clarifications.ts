import type { Mails } from '../shared/mail-template.js';

/** Questions to a city about its entry. */
export const clarifications = {
  'clarification-asked': {
    subject: '{{ cycleTitle }}: questions about “{{ entryTitle }}”',
    body: `
Dear {{ reader }},

before **{{ entryTitle }}** of {{ cityName }} is decided on, we need to know more:

{% for each in questions %}- **{{ each.field }}**: {{ each.question }}
{% endfor %}
Please answer by {{ answerBy | instant }}. You can change these fields, and no other; everything else stays as you submitted it. What you write is saved as you go, and counts when you send it.

{{ link | raw }}
`,
  },
  'clarification-deadline': {
    subject: '{{ cycleTitle }}: more time for the questions about “{{ entryTitle }}”',
    body: `
Dear {{ reader }},

you can now answer our questions about **{{ entryTitle }}** until {{ answerBy | instant }}. It was {{ previousDeadlineAt | instant }}.

{{ link | raw }}
`,
  },
  'clarification-reminder': {
    subject: '{{ cycleTitle }}: questions about “{{ entryTitle }}” wait for your answer',
    body: `
Dear {{ reader }},

we have no answer yet about **{{ entryTitle }}**. Please send it by {{ answerBy | instant }}:

{% for each in questions %}- **{{ each.field }}**: {{ each.question }}
{% endfor %}
{{ link | raw }}
`,
  },
  'clarification-answered': {
    subject: '{{ cycleTitle }}: {{ cityName }} has answered about “{{ entryTitle }}”',
    body: `
Dear {{ reader }},

{{ cityName }} has answered what you asked about **{{ entryTitle }}**. It is back in your queue.

{{ link | raw }}
`,
  },
  'clarification-timed-out': {
    subject: '{{ cycleTitle }}: no answer about “{{ entryTitle }}”',
    body: `
Dear {{ reader }},

the questions about **{{ entryTitle }}** of {{ cityName }} were to be answered by {{ answerBy | instant }}, and were not. {% if outcome == 'invalid' %}By the rules of this cycle the entry is not valid.{% else %}The entry is decided on as it was submitted.{% endif %}

{{ link | raw }}
`,
  },
  'clarification-cancelled': {
    subject: '{{ cycleTitle }}: no answer is needed about “{{ entryTitle }}”',
    body: `
Dear {{ reader }},

you need not answer our questions about **{{ entryTitle }}** any more. Thank you.
`,
  },
} satisfies Partial<Mails>;
