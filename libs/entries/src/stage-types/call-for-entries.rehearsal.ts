import { languageOf } from '#libs/contracts/pure';
import type { StageRehearsal } from '#libs/cycles';
import type { CallSettings } from './call-for-entries.type.js';
import { notSubmitted } from './owed.words.js';

/** A rehearsed call: cities draft, and submit what they have drafted. */
export const callRehearsal: StageRehearsal<CallSettings> = {
  receivesEntries: true,
  owing: ({ submissions }, at) =>
    submissions()
      .filter(({ begunAt, submittedAt }) => begunAt <= at && (submittedAt ?? Infinity) > at)
      .map(({ entry: { contact, title } }) => ({
        person: contact,
        owed: [notSubmitted(title, languageOf(contact.language))],
        path: 'entries',
      })),
  leftOut: [
    {
      kind: 'extension-granted',
      on: 'laureate.extension.granted.v1',
      why: 'goes when the secretariat gives one city more time, not by the calendar',
    },
    {
      kind: 'extension-reminder',
      on: 'laureate.extension.reminder-due.v1',
      why: 'goes to cities that the secretariat gave more time; in a rehearsal none has it',
    },
  ],
  says: { closed: 'no entry comes in any more' },
};
