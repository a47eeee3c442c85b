import type { CityRole, Outcome, Role, SupersessionKind } from '#libs/contracts/pure';

/** Reasons that the house itself gives; people give others, in codes of their own. */
type OwnReason = 'deadline-moved' | 'outage' | 'reopened' | 'resumed' | 'withdrew';

/** What mails of one language say besides their templates. */
export interface MailWords {
  /** In the subject of every mail of a demonstration, and at the top of its text. */
  demonstration: { tag: string; notice: string };
  /**
   * Words for codes: each table is a filter of its name, as in `{{ role | role }}`. A code without
   * a word is shown as it is.
   */
  codes: {
    role: Record<Role, string>;
    cityRole: Record<CityRole, string>;
    complaint: Record<'appeal' | 'complaint', string>;
    outcome: Record<Outcome, string>;
    supersession: Record<SupersessionKind, string>;
    reason: Record<OwnReason, string>;
  };
}
