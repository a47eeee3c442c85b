import type { Mails } from '../shared/mail-template.js';

/** Assignments, decisions, who certifies them, and their corrections. */
export const judging = {
  assignment: {
    subject: '{{ cycleTitle }}: {% if count == 1 %}one entry{% else %}{{ count }} entries{% endif %} to review',
    body: `
Dear {{ reader }},

{% if count == 1 %}one entry is{% else %}{{ count }} entries are{% endif %} assigned to you for **{{ stageTitle }}**. Please review {% if count == 1 %}it{% else %}them{% endif %} until {{ deadlineAt | instant }}.

{{ link | raw }}

If you have a conflict of interest with {% if count == 1 %}it{% else %}one of them{% endif %}, declare it before you read on; somebody else takes it over.
`,
  },
  shortlist: {
    subject: '{{ cycleTitle }}: result of the technical screening',
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
    body: `
Dear {{ reader }},

the Jury has finished its work.

{% for entry in entries %}- **{{ entry.title }}**: {% if entry.outcome == 'winner' %}winner of the award. Congratulations!{% else %}finalist.{% endif %}
{% endfor %}
`,
  },
  'stand-in-named': {
    subject: '{{ cycleTitle }}: you stand in for {{ certifier }}',
    body: `
Dear {{ reader }},

you are named to certify the decision of **{{ stageTitle }}** in the place of {{ certifier }}, should {{ certifier }} be prevented or be in conflict with an entry. One of you certifies, not both; the record says who it was and in whose place.

You will hear from us when it can be certified. If you are in conflict with an entry yourself, please tell the secretariat now.
`,
  },
  'certification-due': {
    subject: '{{ cycleTitle }}: {{ stageTitle }} can be certified',
    body: `
Dear {{ reader }},

the proposal of **{{ stageTitle }}** can be certified now. {% if certifier %}You stand in for {{ certifier }}: please certify if {{ certifier }} is prevented or in conflict with an entry.{% else %}Please read it, and certify it if it is right. If you are prevented or in conflict with an entry, your stand-in certifies in your place, or an auditor co-signs.{% endif %}

{{ link | raw }}
`,
  },
  'co-signed': {
    subject: '{{ cycleTitle }}: an auditor has co-signed for you',
    body: `
Dear {{ reader }},

an auditor knows that you are in conflict with an entry in the decision of **{{ stageTitle }}**, and has co-signed: you may certify the present proposal. The record will say so.

{{ link | raw }}
`,
  },
  'correction-to-sign': {
    subject: '{{ cycleTitle }}: a decision of {{ stageTitle }} is to be superseded',
    body: `
Dear {{ reader }},

the certified decision of **{{ stageTitle }}** is to be superseded ({{ kind | supersession }}, {{ reasonCode | reason }}), as {{ askedBy }} asks. Nothing changes until it is signed and certified like the first one. Please read what would change and what follows, then sign or certify it if it is right:

{{ command | raw }}

{{ link | raw }}
`,
  },
  'decision-corrected': {
    subject: '{{ cycleTitle }}: the decision of {{ stageTitle }} has changed',
    body: `
Dear {{ reader }},

the decision of **{{ stageTitle }}** was superseded by a later one. For you this means:

{% for entry in entries %}- **{{ entry.title }}**: {% if entry.before %}was told to you as “{{ entry.before | outcome }}”{% else %}no result was shown{% endif %}, and is now {% if entry.outcome %}“{{ entry.outcome | outcome }}”{% else %}withheld: no result is shown at present{% endif %}.
{% endfor %}{% if publicText %}
{{ publicText }}
{% endif %}
The earlier decision is kept beside it. If you have questions, please answer to the secretariat.
`,
  },
  'finalist-withdrew': {
    subject: '{{ cycleTitle }}: “{{ entryTitle }}” was withdrawn after it had won a place',
    body: `
Dear {{ reader }},

**{{ entryTitle }}** of {{ cityName }} was withdrawn after the decision of **{{ stageTitle }}** had given it a place. Nothing follows by itself. See what would follow if the decision was superseded, and who would move up:

{{ command | raw }}

Without --dry-run it is proposed, to be signed and certified. Nobody moves up any more once the next stage has opened.
`,
  },
} satisfies Partial<Mails>;
