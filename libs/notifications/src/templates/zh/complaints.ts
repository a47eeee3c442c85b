import type { Mails } from '../shared/mail-template.js';

/** Complaints about a decision. */
export const complaints = {
  'complaint-received': {
    subject: '{{ cycleTitle }}：您的{{ what | complaint }} {{ complaintNumber }}',
    body: `
{{ reader }}，您好：

我们已于 {{ filedAt | instant }}收到您对 **{{ stageTitle }}** 阶段关于 **{{ entryTitle }}** 的决定提出的{{ what | complaint }}，编号为 **{{ complaintNumber }}**。

该{{ what | complaint }}将由未参与该决定的人员审查。您将在 {{ answerBy | instant }}之前收到答复。

{{ link | raw }}
`,
  },
  'complaint-filed': {
    subject: '{{ cycleTitle }}：对{{ stageTitle }}的{{ what | complaint }}',
    body: `
{{ reader }}，您好：

{{ cityName }} 对 **{{ stageTitle }}** 阶段关于 **{{ entryTitle }}** 的决定提出{{ what | complaint }}（编号 {{ complaintNumber }}）。应在 {{ answerBy | instant }}之前答复。

请指派{% if what == 'appeal' %}一位{% else %}两位{% endif %}未参与该决定的人员：laureate {{ what }} assign，标识为 {{ complaintId }}。

{{ link | raw }}
`,
  },
  'complaint-assigned': {
    subject: '{{ cycleTitle }}：有一项{{ what | complaint }}待您处理',
    body: `
{{ reader }}，您好：

对 **{{ stageTitle }}** 阶段决定的{{ what | complaint }} {{ complaintNumber }} 已指派给您。{% if what == 'appeal' %}请您作出决定：以您记录的结果为准。{% else %}由一位处理人记录结果，另一位予以确认。{% endif %}应在 {{ answerBy | instant }}之前答复{{ thisEntrant }}。

{{ link | raw }}

如果您参与过该决定，或与该项目有任何关联，请立即告知秘书处。
`,
  },
  'complaint-to-confirm': {
    subject: '{{ cycleTitle }}：申诉 {{ complaintNumber }} 的处理结果待确认',
    body: `
{{ reader }}，您好：

对 **{{ stageTitle }}** 阶段决定的申诉 {{ complaintNumber }} 已记录处理结果。{% if alone %}须由第二位处理人确认，请您指派一位。{% else %}请您阅读，并予以确认，或另行记录结果。{% endif %}应在 {{ answerBy | instant }}之前答复{{ thisEntrant }}。

{{ link | raw }}
`,
  },
  'complaint-reminder': {
    subject: '{{ cycleTitle }}：{{ what | complaint }} {{ complaintNumber }} 待处理',
    body: `
{{ reader }}，您好：

对 **{{ stageTitle }}** 阶段决定的{{ what | complaint }} {{ complaintNumber }} 应在 {{ answerBy | instant }}之前答复。{% if assigned == false %}目前尚无人处理，请指派{% if what == 'appeal' %}一位{% else %}两位{% endif %}未参与该决定的人员。{% elsif recorded %}处理结果已记录，等待第二位处理人确认。{% else %}处理结果尚未记录。{% endif %}

{{ link | raw }}
`,
  },
  'complaint-overdue': {
    subject: '{{ cycleTitle }}：{{ what | complaint }} {{ complaintNumber }} 逾期未答复',
    body: `
{{ reader }}，您好：

{{ cityName }} 对 **{{ stageTitle }}** 阶段决定提出的{{ what | complaint }} {{ complaintNumber }} 应在 {{ answerBy | instant }}之前答复，但至今未结。

请了解由谁处理，必要时另行指派，并告知{{ thisEntrant }}预计何时可得到答复。

{{ link | raw }}
`,
  },
  'complaint-outcome': {
    subject: '{{ cycleTitle }}：对您的{{ what | complaint }} {{ complaintNumber }} 的答复',
    body: `
{{ reader }}，您好：

您对 **{{ stageTitle }}** 阶段关于 **{{ entryTitle }}** 的决定提出的{{ what | complaint }} {{ complaintNumber }}，已由未参与该决定的人员审查。结果：{% if outcome == 'upheld' %}**成立**。更正的决定正在准备，我们会另行通知您。{% elsif outcome == 'inadmissible' %}**不予受理**。{% else %}**驳回**。{% endif %}

{{ answer }}

{{ link | raw }}
`,
  },
  'complaint-upheld': {
    subject: '{{ cycleTitle }}：{{ what | complaint }} {{ complaintNumber }} 成立',
    body: `
{{ reader }}，您好：

{{ cityName }} 对 **{{ stageTitle }}** 阶段关于 **{{ entryTitle }}** 的决定提出的{{ what | complaint }} {{ complaintNumber }} 成立。请提出取代原决定的新决定，类型为 upheld-complaint，标识为 {{ complaintId }}。新决定生效之前，该{{ what | complaint }}显示为“成立，待更正”。

{{ link | raw }}
`,
  },
} satisfies Partial<Mails>;
