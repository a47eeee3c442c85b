/** A mail's subject and body: LiquidJS placeholders in Markdown. `facts` is the allow-list of what it may show. */
export interface MailTemplate {
  subject: string;
  body: string;
  facts: string[];
}

/** Facts that every mail about a cycle may show. */
export const cycle = ['programme', 'cycleTitle', 'zone'];
