import type { Mails } from '../shared/mail-template.js';

/** Signing in, invitations. */
export const people = {
  'sign-in': {
    subject: '登录 Laureate',
    body: `
{{ reader }}，您好：

您本人或知道您邮箱地址的人申请了登录。请打开以下页面并点击其中的按钮：

{{ link | raw }}

或输入此验证码：**{{ code }}**

链接和验证码均只能使用一次，有效期至 {{ expiresAt | instant }}。如果不是您本人申请，无需任何操作：没有这封邮件，任何人都无法登录。
`,
  },
  invitation: {
    subject: '邀请您加入 Laureate：{% if cityName %}代表{{ cityName }}{% else %}担任{{ role | role }}{% endif %}',
    body: `
{{ reader }}，您好：

现邀请您参与{% if programme %} {{ programme }}{% endif %}{% if cityName %}，代表 **{{ cityName }}** 行事（身份：**{{ cityRole | cityRole }}**）{% else %}（角色：**{{ role | role }}**）{% endif %}。{% if takesOver %}您接受后即接任该角色，原担任者随之卸任。{% endif %}如愿接受，请打开以下页面并点击其中的按钮：

{{ link | raw }}

邀请有效期至 {{ expiresAt | instant }}。
`,
  },
} satisfies Partial<Mails>;
