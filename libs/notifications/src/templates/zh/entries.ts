import type { Mails } from '../shared/mail-template.js';

/** What a city is told about its entries and about itself. */
export const entries = {
  'entry-received': {
    subject: '{{ cycleTitle }}：已收到“{{ entryTitle }}”',
    body: `
{{ reader }}，您好：

{{ cityName }} 的项目 **{{ entryTitle }}** 已提交（第 {{ version }} 版），{% if arrivedAt %}依据的是 {{ arrivedAt | instant }}收到的纸质材料，并自收到之时起算，于 {{ submittedAt | instant }}确认。{% else %}收到时间为 {{ submittedAt | instant }}。{% endif %}{% if late %}该项目在截止时间之后、宽限期或延期之内送达，标记为逾期。{% endif %}{% if early %}该项目计为提前提交，再次提交后仍然如此。{% endif %}

{% if afterReopening %}您在项目重新开放后予以确认：该版本取代此前有效的版本。统一截止时间为 {{ deadlineAt | instant }}。{% else %}在截止时间 {{ deadlineAt | instant }}之前，您可以修改并再次提交。{% endif %}

您的回执编号为 {{ receiptId }}。回执证明您提交的内容和时间；持有回执的任何人都可以在此核验：

{{ link | raw }}

摘要值：{{ receiptDigest }}
`,
  },
  'extension-granted': {
    subject: '{{ cycleTitle }}：{{ cityName }}获准延期',
    body: `
{{ reader }}，您好：

{% if step == 'registration' %}您获准延长登记时间：{{ cityName }} 可在 {{ until | instant }}之前开始填写项目。已开始填写的项目可在统一截止时间 {{ deadlineAt | instant }}之前提交。{% elsif step %}您获准延期：可在 {{ until | instant }}之前为 {{ cityName }} 的{% if entryTitle %}项目 **{{ entryTitle }}** {% else %}每个已提交的项目{% endif %}补充佐证材料。已提交的内容不变。{% else %}您获准延期：{{ cityName }} 的{% if entryTitle %}项目 **{{ entryTitle }}** {% else %}每个项目{% endif %}可在 {{ until | instant }}之前提交。统一截止时间为 {{ deadlineAt | instant }}。

统一关闭之后，每个项目只能提交一次，并标记为逾期；请在完成后再提交。{% endif %}

{{ link | raw }}
`,
  },
  'extension-reminder': {
    subject: '{{ cycleTitle }}：{{ cityName }}获准的延期即将结束',
    body: `
{{ reader }}，您好：

统一截止时间为 {{ deadlineAt | instant }}，已过。{{ cityName }} 获准延期至 {{ until | instant }}。在此之前可以提交：

{% for item in owed %}- “{{ item }}”
{% endfor %}
每个项目只能提交一次，并标记为逾期；请在完成后再提交。请见：{{ link | raw }}

如果您在此期间已经提交，谨致谢意：本邮件在此之前刚刚生成。
`,
  },
  'entry-reopened': {
    subject: '{{ cycleTitle }}：“{{ entryTitle }}”已重新开放，可供编辑',
    body: `
{{ reader }}，您好：

秘书处已重新开放 {{ cityName }} 的项目 **{{ entryTitle }}**，供您编辑：

> {{ reasonText }}

请编辑草稿，并在 {{ until | instant }}之前再次提交：提交即为确认，仅限一次，您会收到新的回执。在此之前，您的第 {{ version }} 版及其回执保持您提交时的原样。如果您不确认，则维持不变，您填写的内容仍保留在草稿中。

{{ link | raw }}
`,
  },
  'paper-to-confirm': {
    subject: '{{ cycleTitle }}：请确认“{{ entryTitle }}”',
    body: `
{{ reader }}，您好：

{{ cityName }} 的项目 **{{ entryTitle }}** 的纸质材料已于 {{ arrivedAt | instant }}收到。秘书处已将其录入，并由另一位成员与原件核对。

请对照原件扫描件阅读，并在 {{ until | instant }}之前提交，以示确认。一经确认，即自收到之时起算。如有与您所写不符之处，请致函秘书处；确认之后、征集开放期间，您可以自行修改该项目。

{{ link | raw }}
`,
  },
  'city-merged': {
    subject: '{{ cityName }}与{{ intoName }}现为同一{{ entrant }}',
    body: `
{{ reader }}，您好：

**{{ cityName }}** 与 **{{ intoName }}** 曾注册为两个{{ entrant }}，实为同一{{ entrant }}。{{ cityName }} 的一切现归入 **{{ intoName }}**：其项目及全部版本和回执、获准的延期，以及其人员；他们在合并后的{{ entrant }}中保有原有或更多的权限。已提交或已决定的内容均无变化。

请您查看由谁代表{% if entrantKind == 'city' %}贵市{% else %}贵方{% endif %}，以及{% if entrantKind == 'city' %}城市概况{% else %}参评方概况{% endif %}的内容：

{{ link | raw }}

此合并无法撤销。如果二者并非同一{{ entrant }}，请立即致函秘书处。
`,
  },
  'city-verified': {
    subject: '{% if verified %}{{ cityName }}已通过核验{% else %}{{ cityName }}的核验已撤销{% endif %}',
    body: `
{{ reader }}，您好：

{% if verified %}秘书处或其信任的邮件域名已确认您代表 **{{ cityName }}**。凡奖项要求{{ entrant }}经过核验的，{% if entrantKind == 'city' %}贵市{% else %}贵方{% endif %}可以提交项目。{% else %}秘书处已撤销对 **{{ cityName }}** 的核验。凡奖项要求{{ entrant }}经过核验的，{% if entrantKind == 'city' %}贵市{% else %}贵方{% endif %}可以起草项目，但不能提交；已提交的项目不受影响。{% endif %}

核验的方式和原因，以及如有错误应如何处理，请见：

{{ link | raw }}
`,
  },
  'eligibility-decision': {
    subject: '{{ cycleTitle }}：{% if entrantKind == "city" %}贵市{% else %}贵方{% endif %}项目的资格审查结果',
    body: `
{{ reader }}，您好：

{% if entrantKind == 'city' %}贵市{% else %}贵方{% endif %}的项目已按公布的规则检查。

{% for entry in entries %}**{{ entry.title }}**：{% if entry.outcome == 'valid' %}**有效**，进入技术评审。{% else %}**无效**。如果您认为有误，{% if appealDays %}可在本邮件发出后 {{ appealDays }} 天内申诉一次，届时由其他人员决定{% else %}请回复秘书处{% endif %}。{% endif %}
{% for reason in entry.reasons %}- {{ reason }}
{% endfor %}
{% endfor %}`,
  },
} satisfies Partial<Mails>;
