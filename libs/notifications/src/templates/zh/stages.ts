import type { Mails } from '../shared/mail-template.js';

/** Reminders, and what happens to a cycle and its stages. */
export const stages = {
  reminder: {
    subject: '{{ cycleTitle }}：{{ stageTitle }}即将截止',
    body: `
{{ reader }}，您好：

**{{ stageTitle }}** 阶段将于 {{ deadlineAt | instant }}截止。您尚有以下事项未完成：

{% for item in owed %}- {{ item }}
{% endfor %}
请见：{{ link | raw }}

如果您在此期间已经完成，谨致谢意：本邮件在此之前刚刚生成。
`,
  },
  'deadline-moved': {
    subject: '{{ cycleTitle }}：{{ stageTitle }}的新截止时间',
    body: `
{{ reader }}，您好：

**{{ stageTitle }}** 阶段的截止时间有变，现为

**{{ deadlineAt | instant }}**

{% if previousDeadlineAt %}（原为：{{ previousDeadlineAt | instant }}。）{% endif %}{% if opensAt %}本阶段于 {{ opensAt | instant }}开始。{% endif %}
`,
  },
  'cycle-paused': {
    subject: '{{ cycleTitle }}：本届评选暂停',
    body: `
{{ reader }}，您好：

**{{ cycleTitle }}** 自 {{ pausedAt | instant }}起暂停。

恢复之前，任何阶段都不开始、不关闭，也不能提交任何内容。其间任何期限都不会届满，您已保存的内容会予以保留。

恢复时，您会收到一封邮件，列出新的截止时间。
`,
  },
  'cycle-cancelled': {
    subject: '{{ cycleTitle }}：本届评选取消',
    body: `
{{ reader }}，您好：

**{{ cycleTitle }}** 已取消。{% if reasonText %}所述原因：

{{ reasonText }}{% elsif reasonCode %}所述原因：{{ reasonCode | reason }}。{% endif %}

此后不再有任何阶段开始、关闭或作出决定；已开放的阶段随之结束。您无需再做任何事情。
`,
  },
  'outage-found': {
    subject: '{{ cycleTitle }}：曾有一段时间无法提交',
    body: `
{{ reader }}，您好：

自 {{ from | instant }}至 {{ to | instant }}，服务无法访问，涉及以下截止时间：

{% for stage in stages %}- **{{ stage.title }}**：{{ stage.deadlineAt | instant }}
{% endfor %}
目前未作任何变动。请您查明是否属实并予以确认；确认后会建议为所有人延长时间，并给出应执行的指令：

laureate outage confirm {{ outageId }} --reason outage
`,
  },
  'stage-reopened': {
    subject: '{{ cycleTitle }}：{{ stageTitle }}重新开放',
    body: `
{{ reader }}，您好：

**{{ stageTitle }}** 阶段重新开放，截止时间为

**{{ deadlineAt | instant }}**

您此前发送的内容保持原样；在此之前您可以补充或修改。
`,
  },
  'cycle-resumed': {
    subject: '{{ cycleTitle }}：本届评选恢复',
    body: `
{{ reader }}，您好：

**{{ cycleTitle }}** 已恢复。{% if stages.size > 0 or own.size > 0 %}新的截止时间：{% else %}截止时间没有变动。{% endif %}

{% for stage in stages %}- **{{ stage.title }}**：**{{ stage.deadlineAt | instant }}**（原为：{{ stage.previousDeadlineAt | instant }}）
{% endfor %}{% for each in own %}- {% if each.kind == 'extension' %}您在 **{{ each.title }}** 阶段获准的延期{% else %}对您在 **{{ each.title }}** 阶段所提申诉的答复{% endif %}：**{{ each.deadlineAt | instant }}**（原为：{{ each.previousDeadlineAt | instant }}）
{% endfor %}`,
  },
  'stage-late': {
    subject: '{{ cycleTitle }}：{{ stageTitle }}无法按时开始',
    body: `
{{ reader }}，您好：

{{ detail }}
`,
  },
  'needs-attention': {
    subject: '{{ cycleTitle }}：有事项需要您处理',
    body: `
{{ reader }}，您好：

{% if stageTitle %}**{{ stageTitle }}** 阶段{% else %}本届评选{% endif %}无法自动继续。系统以英文报告如下：

{{ detail }}

请予处理，然后要求重试：laureate cycle retry --reason put-right，或在 API 中执行相同操作。
`,
  },
} satisfies Partial<Mails>;
