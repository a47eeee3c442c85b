import type { Mails } from '../shared/mail-template.js';

/** What a city is told about its entries and about itself. */
export const entries = {
  'entry-received': {
    subject: '{{ cycleTitle }}: we have received “{{ entryTitle }}”',
    body: `
Dear {{ reader }},

the entry **{{ entryTitle }}** of {{ cityName }} is submitted (version {{ version }}), {% if arrivedAt %}from the paper that arrived on {{ arrivedAt | instant }}, and counts from then. It was confirmed on {{ submittedAt | instant }}.{% else %}received on {{ submittedAt | instant }}.{% endif %}{% if late %} It came after the deadline, within the time of grace or an extension, and is marked as late.{% endif %}{% if early %} It counts as an early entry, and stays one when you submit it again.{% endif %}

{% if afterReopening %}You confirmed it after it had been reopened: it stands in place of the version before, which was in until now. The deadline for all is {{ deadlineAt | instant }}.{% else %}You may change it and submit it again until the deadline, {{ deadlineAt | instant }}.{% endif %}

Your receipt is {{ receiptId }}. It proves what you submitted and when; anybody who has it can verify it here:

{{ link | raw }}

Digest: {{ receiptDigest }}
`,
  },
  'extension-granted': {
    subject: '{{ cycleTitle }}: more time for {{ cityName }}',
    body: `
Dear {{ reader }},

{% if step == 'registration' %}you were given more time to register: {{ cityName }} can begin entries until {{ until | instant }}. What was begun can be submitted until the deadline for all, {{ deadlineAt | instant }}.{% elsif step %}you were given more time: supporting material can be added to {% if entryTitle %}the entry **{{ entryTitle }}**{% else %}each submitted entry{% endif %} of {{ cityName }} until {{ until | instant }}. What was submitted stays as it is.{% else %}you were given more time: {% if entryTitle %}the entry **{{ entryTitle }}** of {{ cityName }} can{% else %}each entry of {{ cityName }} can{% endif %} be submitted until {{ until | instant }}. The deadline for all is {{ deadlineAt | instant }}.

After the close for all it can be submitted once, and is marked as late; so send it when it is finished.{% endif %}

{{ link | raw }}
`,
  },
  'extension-reminder': {
    subject: '{{ cycleTitle }}: the time that {{ cityName }} was given ends soon',
    body: `
Dear {{ reader }},

the deadline for all was {{ deadlineAt | instant }}. {{ cityName }} was given more time: until {{ until | instant }}. Until then these can be submitted:

{% for item in owed %}- “{{ item }}”
{% endfor %}
Each can be submitted once, and is marked as late; so send it when it is finished. You find it here: {{ link | raw }}

If you have done it in the meantime, thank you: this mail was made a moment before.
`,
  },
  'entry-reopened': {
    subject: '{{ cycleTitle }}: “{{ entryTitle }}” is reopened for you to edit',
    body: `
Dear {{ reader }},

the secretariat has reopened the entry **{{ entryTitle }}** of {{ cityName }}, so that you can edit it:

> {{ reasonText }}

Edit the draft and submit it again until {{ until | instant }}: that confirms it, once, and you get a new receipt. Until then your version {{ version }} stands as you submitted it, with its receipt. If you do not confirm, it stays so, and what you wrote stays in the draft.

{{ link | raw }}
`,
  },
  'paper-to-confirm': {
    subject: '{{ cycleTitle }}: please confirm “{{ entryTitle }}”',
    body: `
Dear {{ reader }},

the entry **{{ entryTitle }}** of {{ cityName }} arrived on paper on {{ arrivedAt | instant }}. The secretariat has typed it, and a second member has compared it with the original.

Please read it beside the scan of the original, and confirm it by submitting it until {{ until | instant }}. It counts from its arrival, once you have confirmed it. If something is not as you wrote it, please write to the secretariat; you can change the entry yourself when it is confirmed, while the call is open.

{{ link | raw }}
`,
  },
  'city-merged': {
    subject: '{{ cityName }} and {{ intoName }} are one {{ entrant }} now',
    body: `
Dear {{ reader }},

**{{ cityName }}** and **{{ intoName }}** were registered as two {{ entrants }}, and are one. Everything of {{ cityName }} belongs to **{{ intoName }}** now: its entries with all their versions and receipts, the time it was given, and its people, who may do there what they could do before, or more. Nothing that was submitted or decided has changed.

Please look who acts for your {{ entrant }}, and what stands in its profile:

{{ link | raw }}

This cannot be undone. If the two are not one {{ entrant }}, please write to the secretariat at once.
`,
  },
  'city-verified': {
    subject: '{% if verified %}{{ cityName }} is verified{% else %}{{ cityName }} is not verified any more{% endif %}',
    body: `
Dear {{ reader }},

{% if verified %}the secretariat, or a mail domain it trusts, has confirmed that you speak for **{{ cityName }}**. Where an award asks for verified {{ entrants }}, your {{ entrant }} can submit its entries.{% else %}the secretariat has taken back that **{{ cityName }}** is verified. Where an award asks for verified {{ entrants }}, your {{ entrant }} can draft its entries but not submit them; what was submitted stays.{% endif %}

How and why, and what to do if it is wrong, is written here:

{{ link | raw }}
`,
  },
  'eligibility-decision': {
    subject: '{{ cycleTitle }}: eligibility of your entries',
    body: `
Dear {{ reader }},

your entries were checked against the published rules.

{% for entry in entries %}**{{ entry.title }}** is {% if entry.outcome == 'valid' %}**valid** and goes on to technical screening.{% else %}**not valid**. If you believe that this is a mistake, {% if appealDays %}you can appeal, once and within {{ appealDays }} {% if appealDays == 1 %}day{% else %}days{% endif %} from this mail; somebody else decides then{% else %}please answer to the secretariat{% endif %}.{% endif %}
{% for reason in entry.reasons %}- {{ reason }}
{% endfor %}
{% endfor %}`,
  },
} satisfies Partial<Mails>;
