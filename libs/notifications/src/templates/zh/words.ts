import type { MailWords } from '../shared/mail-words.js';

export const words: MailWords = {
  demonstration: {
    tag: '演示',
    notice: '演示：本邮件属于使用真实数据的演练，其中的一切均不作数。',
  },
  codes: {
    role: {
      secretariat: '秘书处成员',
      organiser: '组委会成员',
      city: '城市联系人',
      expert: '技术委员会专家',
      juror: '评审委员会成员',
      auditor: '审计人员',
    },
    cityRole: { owner: '负责人', editor: '编辑人员', reader: '查阅人员' },
    complaint: { appeal: '资格申诉', complaint: '申诉' },
    outcome: {
      valid: '有效',
      invalid: '无效',
      eligible: '合格',
      deserving: '优秀项目',
      shortlisted: '入围',
      winner: '获奖',
      disqualified: '取消资格',
      withdrawn: '已退出',
      annulled: '已撤销',
    },
    supersession: {
      correction: '更正',
      annulment: '撤销',
      disqualification: '取消资格',
      withdrawal: '退出',
      withheld: '暂不公布结果',
      'upheld-complaint': '申诉成立',
    },
    reason: {
      'deadline-moved': '截止时间变动',
      outage: '服务中断',
      reopened: '阶段重新开放',
      resumed: '评选恢复',
      withdrew: '项目退出',
    },
  },
};
