import type { Mails } from '../shared/mail-template.js';

/** Amendments of a definition. */
export const amendments = {
  'amendment-to-sign': {
    subject: '{{ cycleTitle }}：一项修改等待您签署',
    body: `
{{ reader }}，您好：

有人提议修改已公布的规程（原因：{{ reasonCode | reason }}）。拟修改的内容：

{% for item in changed %}- {{ item }}
{% endfor %}
请您阅读，如同意，请予签署。所需的最后一个签名完成后，修改即生效。

{{ link | raw }}
`,
  },
  'cycle-amended': {
    subject: '{{ cycleTitle }}：第 {{ number }} 号修改已生效',
    body: `
{{ reader }}，您好：

规程的第 {{ number }} 号修改已生效（原因：{{ reasonCode | reason }}）。修改的内容：

{% for item in changed %}- {{ item }}
{% endfor %}
{{ link | raw }}
`,
  },
  'deadline-to-countersign': {
    subject: '{{ cycleTitle }}：请会签截止时间的变动',
    body: `
{{ reader }}，您好：

第 {{ number }} 号修改以指令变动了时间安排（原因：{{ reasonCode | reason }}），现已生效：

{% for move in moves %}- **{{ move.title }}**{% if move.opens %}；开始：{{ move.opens.from | instant }}，现为 **{{ move.opens.to | instant }}**{% endif %}{% if move.deadline %}；截止：{{ move.deadline.from | instant }}，现为 **{{ move.deadline.to | instant }}**{% endif %}{% for each in move.steps %}；{{ each.name }}：{% if each.from %}{{ each.from | instant }}，{% endif %}现为 **{% if each.to %}{{ each.to | instant }}{% else %}不设截止时间{% endif %}**{% endfor %}
{% endfor %}
须由另一位工作人员会签。如无误，请您会签；如有误，请改回：

    laureate amendment sign {{ cycleId }} {{ amendmentId }} --digest {{ definitionDigest }}

{{ link | raw }}
`,
  },
} satisfies Partial<Mails>;
