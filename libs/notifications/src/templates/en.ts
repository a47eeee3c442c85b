import type { MailTemplate } from './mail-template.js';

const cycle = ['programme', 'cycleTitle', 'zone'];

/** The English mails. `instant` shows an instant in the award's zone and in the reader's. Links are ours, so they are `raw`. */
export const en: Record<string, MailTemplate> = {
  'sign-in': {
    subject: 'Your sign-in to Laureate',
    facts: ['link', 'code', 'expiresAt'],
    body: `
Dear {{ reader }},

you, or somebody who knows your address, asked to sign in. Open this page and press its button:

{{ link | raw }}

or type this code: **{{ code }}**

Both work once, until {{ expiresAt | instant }}. If it was not you, do nothing: without this mail nobody gets in.
`,
  },
  invitation: {
    subject: 'You are invited to Laureate as {{ role }}',
    facts: ['role', 'programme', 'link', 'expiresAt'],
    body: `
Dear {{ reader }},

you are invited to take part{% if programme %} in {{ programme }}{% endif %} as **{{ role }}**. Open this page and press its button to accept:

{{ link | raw }}

The invitation holds until {{ expiresAt | instant }}.
`,
  },
  'entry-received': {
    subject: '{{ cycleTitle }}: we have received “{{ entryTitle }}”',
    facts: [
      ...cycle,
      'cityName',
      'entryTitle',
      'version',
      'submittedAt',
      'late',
      'receiptId',
      'receiptDigest',
      'deadlineAt',
      'link',
    ],
    body: `
Dear {{ reader }},

the entry **{{ entryTitle }}** of {{ cityName }} is submitted (version {{ version }}), received on {{ submittedAt | instant }}.{% if late %} It came after the deadline, within the time of grace or an extension, and is marked as late.{% endif %}

You may change it and submit it again until the deadline, {{ deadlineAt | instant }}.

Your receipt is {{ receiptId }}. It proves what you submitted and when; anybody who has it can verify it here:

{{ link | raw }}

Digest: {{ receiptDigest }}
`,
  },
  'eligibility-decision': {
    subject: '{{ cycleTitle }}: eligibility of your entries',
    facts: [...cycle, 'entries'],
    body: `
Dear {{ reader }},

your entries were checked against the published rules.

{% for entry in entries %}**{{ entry.title }}** is {% if entry.outcome == 'valid' %}**valid** and goes on to technical screening.{% else %}**not valid**. If you believe that this is a mistake, please answer to the secretariat.{% endif %}
{% for reason in entry.reasons %}- {{ reason }}
{% endfor %}
{% endfor %}`,
  },
  assignment: {
    subject: '{{ cycleTitle }}: {{ count }} entries to review',
    facts: [...cycle, 'stageTitle', 'count', 'deadlineAt', 'link'],
    body: `
Dear {{ reader }},

{{ count }} entries are assigned to you for **{{ stageTitle }}**. Please review them until {{ deadlineAt | instant }}.

{{ link | raw }}

If you have a conflict of interest with one of them, declare it before you read on; somebody else takes it over.
`,
  },
  reminder: {
    subject: '{{ cycleTitle }}: {{ stageTitle }} closes soon',
    facts: [...cycle, 'stageTitle', 'owed', 'deadlineAt', 'link'],
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
    facts: [...cycle, 'stageTitle', 'deadlineAt', 'previousDeadlineAt'],
    body: `
Dear {{ reader }},

the deadline of **{{ stageTitle }}** was moved. It is now

**{{ deadlineAt | instant }}**

(before: {{ previousDeadlineAt | instant }}).
`,
  },
  shortlist: {
    subject: '{{ cycleTitle }}: result of the technical screening',
    facts: [...cycle, 'entries'],
    body: `
Dear {{ reader }},

the Technical Committee has finished its work.

{% for entry in entries %}- **{{ entry.title }}**: {% if entry.outcome == 'shortlisted' %}shortlisted. It goes on to the jury.{% elsif entry.outcome == 'deserving' %}named among the deserving initiatives.{% else %}not shortlisted.{% endif %}
{% endfor %}
Please keep this to yourself until the secretariat has published it.
`,
  },
  result: {
    subject: '{{ cycleTitle }}: result',
    facts: [...cycle, 'entries'],
    body: `
Dear {{ reader }},

the Jury has finished its work.

{% for entry in entries %}- **{{ entry.title }}**: {% if entry.outcome == 'winner' %}winner of the award. Congratulations!{% else %}finalist.{% endif %}
{% endfor %}
`,
  },
  'needs-attention': {
    subject: '{{ cycleTitle }}: something needs you',
    facts: [...cycle, 'stageTitle', 'detail'],
    body: `
Dear {{ reader }},

{% if stageTitle %}**{{ stageTitle }}**{% else %}The cycle{% endif %} cannot go on by itself:

{{ detail }}

Put it right, then tell it to try again: laureate cycle retry, or the same in the API.
`,
  },
};
