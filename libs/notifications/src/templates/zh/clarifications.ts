import type { Mails } from '../shared/mail-template.js';

/** Questions to a city about its entry. */
export const clarifications = {
  'clarification-asked': {
    subject: '{{ cycleTitle }}：关于“{{ entryTitle }}”的问题',
    body: `
{{ reader }}，您好：

在对 {{ cityName }} 的项目 **{{ entryTitle }}** 作出决定之前，我们需要了解以下情况：

{% for each in questions %}- **{{ each.field }}**：{{ each.question }}
{% endfor %}
请在 {{ answerBy | instant }}之前答复。您可以修改这些字段，但不能修改其他字段；其余内容保持您提交时的原样。您填写的内容会随时保存，发送后即生效。

{{ link | raw }}
`,
  },
  'clarification-deadline': {
    subject: '{{ cycleTitle }}：关于“{{ entryTitle }}”的问题，答复期限已延长',
    body: `
{{ reader }}，您好：

关于项目 **{{ entryTitle }}** 的问题，您现在可以在 {{ answerBy | instant }}之前答复。原期限为 {{ previousDeadlineAt | instant }}。

{{ link | raw }}
`,
  },
  'clarification-reminder': {
    subject: '{{ cycleTitle }}：关于“{{ entryTitle }}”的问题等待您答复',
    body: `
{{ reader }}，您好：

关于项目 **{{ entryTitle }}**，我们尚未收到您的答复。请在 {{ answerBy | instant }}之前发送：

{% for each in questions %}- **{{ each.field }}**：{{ each.question }}
{% endfor %}
{{ link | raw }}
`,
  },
  'clarification-answered': {
    subject: '{{ cycleTitle }}：{{ cityName }}已就“{{ entryTitle }}”作出答复',
    body: `
{{ reader }}，您好：

{{ cityName }} 已答复您就项目 **{{ entryTitle }}** 提出的问题。该项目已回到您的待办列表。

{{ link | raw }}
`,
  },
  'clarification-timed-out': {
    subject: '{{ cycleTitle }}：未收到关于“{{ entryTitle }}”的答复',
    body: `
{{ reader }}，您好：

关于 {{ cityName }} 的项目 **{{ entryTitle }}** 的问题，应在 {{ answerBy | instant }}之前答复，但未收到答复。{% if outcome == 'invalid' %}按照本届评选的规则，该项目无效。{% else %}将按提交时的内容对该项目作出决定。{% endif %}

{{ link | raw }}
`,
  },
  'clarification-cancelled': {
    subject: '{{ cycleTitle }}：关于“{{ entryTitle }}”的问题无需答复',
    body: `
{{ reader }}，您好：

关于项目 **{{ entryTitle }}** 的问题，您无需再作答复。感谢您的配合。
`,
  },
} satisfies Partial<Mails>;
