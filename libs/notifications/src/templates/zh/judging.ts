import type { Mails } from '../shared/mail-template.js';

/** Assignments, decisions, who certifies them, and their corrections. */
export const judging = {
  assignment: {
    subject: '{{ cycleTitle }}：{{ count }} 个项目待您评审',
    body: `
{{ reader }}，您好：

**{{ stageTitle }}** 阶段有 {{ count }} 个项目分配给您。请在 {{ deadlineAt | instant }}之前完成评审。

{{ link | raw }}

如果您与{% if count == 1 %}该项目{% else %}其中某个项目{% endif %}存在利益冲突，请在继续阅读之前声明，由其他专家接替。
`,
  },
  shortlist: {
    subject: '{{ cycleTitle }}：技术评审结果',
    body: `
{{ reader }}，您好：

技术委员会已完成工作。

{% for entry in entries %}- **{{ entry.title }}**：{% if entry.outcome == 'shortlisted' %}入围，进入评审委员会评审。{% elsif entry.outcome == 'deserving' %}列为优秀项目。{% else %}未入围。{% endif %}
{% endfor %}
在秘书处公布之前，请您保密。
`,
  },
  result: {
    subject: '{{ cycleTitle }}：评选结果',
    body: `
{{ reader }}，您好：

评审委员会已完成工作。

{% for entry in entries %}- **{{ entry.title }}**：{% if entry.outcome == 'winner' %}获奖。谨致祝贺！{% else %}入围。{% endif %}
{% endfor %}
`,
  },
  'stand-in-named': {
    subject: '{{ cycleTitle }}：您被指定为{{ certifier }}的代理人',
    body: `
{{ reader }}，您好：

您被指定为 {{ certifier }} 的代理人：如其不能履职或与某个项目存在利益冲突，由您代为核准 **{{ stageTitle }}** 阶段的决定。两人之中只由一人核准；记录会写明由谁核准、代替谁核准。

可以核准时，我们会通知您。如果您本人与某个项目存在利益冲突，请现在告知秘书处。
`,
  },
  'certification-due': {
    subject: '{{ cycleTitle }}：{{ stageTitle }}可以核准',
    body: `
{{ reader }}，您好：

**{{ stageTitle }}** 阶段的建议现在可以核准。{% if certifier %}您是 {{ certifier }} 的代理人：如其不能履职或与某个项目存在利益冲突，请您核准。{% else %}请您阅读，如无误，请予核准。如果您不能履职或与某个项目存在利益冲突，则由您的代理人代为核准，或由审计人员会签。{% endif %}

{{ link | raw }}
`,
  },
  'co-signed': {
    subject: '{{ cycleTitle }}：审计人员已为您会签',
    body: `
{{ reader }}，您好：

审计人员知悉您与 **{{ stageTitle }}** 阶段决定中的某个项目存在利益冲突，并已会签：您可以核准目前的建议。此事将记录在案。

{{ link | raw }}
`,
  },
  'correction-to-sign': {
    subject: '{{ cycleTitle }}：{{ stageTitle }}的决定将被取代',
    body: `
{{ reader }}，您好：

应 {{ askedBy }} 的要求，**{{ stageTitle }}** 阶段已核准的决定将被取代（{{ kind | supersession }}，{{ reasonCode | reason }}）。在新决定同样经过签署和核准之前，一切不变。请您阅读将有哪些变化、随之有何后续，如无误，请予签署或核准：

{{ command | raw }}

{{ link | raw }}
`,
  },
  'decision-corrected': {
    subject: '{{ cycleTitle }}：{{ stageTitle }}的决定有变',
    body: `
{{ reader }}，您好：

**{{ stageTitle }}** 阶段的决定已由后来的决定取代。对您而言：

{% for entry in entries %}- **{{ entry.title }}**：{% if entry.before %}此前告知的结果为“{{ entry.before | outcome }}”{% else %}此前未显示结果{% endif %}，{% if entry.outcome %}现为“{{ entry.outcome | outcome }}”{% else %}现暂不公布，目前不显示结果{% endif %}。
{% endfor %}{% if publicText %}
{{ publicText }}
{% endif %}
原决定与新决定一并保存。如有疑问，请回复秘书处。
`,
  },
  'finalist-withdrew': {
    subject: '{{ cycleTitle }}：“{{ entryTitle }}”取得名额后退出',
    body: `
{{ reader }}，您好：

{{ cityName }} 的项目 **{{ entryTitle }}** 在 **{{ stageTitle }}** 阶段的决定中取得名额后退出。系统不会自动作出任何后续处理。请查看如以新决定取代该决定会有何后续、由谁递补：

{{ command | raw }}

去掉 --dry-run 即提出新决定，须经签署和核准。下一阶段一经开始，便不再递补。
`,
  },
} satisfies Partial<Mails>;
