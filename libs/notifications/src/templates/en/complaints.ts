import type { Mails } from '../shared/mail-template.js';

/** Complaints about a decision. */
export const complaints = {
  'complaint-received': {
    subject: '{{ cycleTitle }}: your {{ what | complaint }} {{ complaintNumber }}',
    body: `
Dear {{ reader }},

we have received your {{ what | complaint }} about the decision of **{{ stageTitle }}** on **{{ entryTitle }}**, on {{ filedAt | instant }}. Its number is **{{ complaintNumber }}**.

{% if what == 'appeal' %}Somebody{% else %}People{% endif %} who did not take part in the decision will look at it. You will have an answer by {{ answerBy | instant }}.

{{ link | raw }}
`,
  },
  'complaint-filed': {
    subject:
      '{{ cycleTitle }}: {% if what == "appeal" %}an appeal{% else %}a complaint{% endif %} about {{ stageTitle }}',
    body: `
Dear {{ reader }},

{{ cityName }} {% if what == 'appeal' %}appeals against{% else %}complains about{% endif %} the decision of **{{ stageTitle }}** on **{{ entryTitle }}** ({{ what | complaint }} {{ complaintNumber }}). It is to have an answer by {{ answerBy | instant }}.

Please assign {% if what == 'appeal' %}somebody{% else %}two people{% endif %} who did not take part in the decision: laureate {{ what }} assign, with the id {{ complaintId }}.

{{ link | raw }}
`,
  },
  'complaint-assigned': {
    subject: '{{ cycleTitle }}: {% if what == "appeal" %}an appeal{% else %}a complaint{% endif %} to handle',
    body: `
Dear {{ reader }},

{{ what | complaint }} {{ complaintNumber }} about the decision of **{{ stageTitle }}** is assigned to you. {% if what == 'appeal' %}Please decide it: the outcome you record counts.{% else %}One of its handlers records an outcome, another one confirms it.{% endif %} {{ TheEntrant }} is to have an answer by {{ answerBy | instant }}.

{{ link | raw }}

If you took part in the decision, or have anything to do with the entry, please tell the secretariat at once.
`,
  },
  'complaint-to-confirm': {
    subject: '{{ cycleTitle }}: the outcome of complaint {{ complaintNumber }} is to be confirmed',
    body: `
Dear {{ reader }},

an outcome of complaint {{ complaintNumber }} about the decision of **{{ stageTitle }}** is recorded. {% if alone %}It needs a second handler who confirms it: please assign one.{% else %}Please read it, and confirm it or record another one.{% endif %} {{ TheEntrant }} is to have an answer by {{ answerBy | instant }}.

{{ link | raw }}
`,
  },
  'complaint-reminder': {
    subject: '{{ cycleTitle }}: {{ what | complaint }} {{ complaintNumber }} waits',
    body: `
Dear {{ reader }},

{{ what | complaint }} {{ complaintNumber }} about the decision of **{{ stageTitle }}** is to be answered by {{ answerBy | instant }}. {% if assigned == false %}Nobody is assigned to it yet: please assign {% if what == 'appeal' %}somebody{% else %}two people{% endif %} who did not take part in the decision.{% elsif recorded %}Its outcome is recorded and waits for a second handler to confirm it.{% else %}No outcome is recorded yet.{% endif %}

{{ link | raw }}
`,
  },
  'complaint-overdue': {
    subject: '{{ cycleTitle }}: {{ what | complaint }} {{ complaintNumber }} has had no answer in time',
    body: `
Dear {{ reader }},

{{ what | complaint }} {{ complaintNumber }} of {{ cityName }} about the decision of **{{ stageTitle }}** was to be answered by {{ answerBy | instant }}, and is not settled.

Please see who handles it, assign others if need be, and tell {{ theEntrant }} when it may expect an answer.

{{ link | raw }}
`,
  },
  'complaint-outcome': {
    subject: '{{ cycleTitle }}: the answer to your {{ what | complaint }} {{ complaintNumber }}',
    body: `
Dear {{ reader }},

your {{ what | complaint }} {{ complaintNumber }} about the decision of **{{ stageTitle }}** on **{{ entryTitle }}** was looked at by {% if what == 'appeal' %}somebody{% else %}people{% endif %} who did not take part in the decision. It is {% if outcome == 'upheld' %}**upheld**. A decision that corrects it is being prepared; you will hear of it.{% elsif outcome == 'inadmissible' %}**not admissible**.{% else %}**dismissed**.{% endif %}

{{ answer }}

{{ link | raw }}
`,
  },
  'complaint-upheld': {
    subject: '{{ cycleTitle }}: {{ what | complaint }} {{ complaintNumber }} is upheld',
    body: `
Dear {{ reader }},

{{ what | complaint }} {{ complaintNumber }} of {{ cityName }} about the decision of **{{ stageTitle }}** on **{{ entryTitle }}** is upheld. Please propose a decision that supersedes it, of the kind upheld-complaint and with the id {{ complaintId }}. Until it is in force the {{ what | complaint }} shows as upheld, correction pending.

{{ link | raw }}
`,
  },
} satisfies Partial<Mails>;
