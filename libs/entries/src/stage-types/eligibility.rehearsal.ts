import { languageOf } from '#libs/contracts/pure';
import type { StageRehearsal } from '#libs/cycles';
import { appealSettings } from './appeal.settings.js';
import type { EligibilitySettings } from './eligibility.type.js';
import { messageIn, ruleWords } from './eligibility.words.js';
import { toCheck } from './owed.words.js';

/** Events of clarifications, by the mail that goes on them. */
const CLARIFICATIONS = [
  ['clarification-asked', 'laureate.clarification.asked.v1'],
  ['clarification-deadline', 'laureate.clarification.deadline-moved.v1'],
  ['clarification-reminder', 'laureate.clarification.reminder-due.v1'],
  ['clarification-answered', 'laureate.clarification.answered.v1'],
  ['clarification-timed-out', 'laureate.clarification.timed-out.v1'],
  ['clarification-cancelled', 'laureate.clarification.cancelled.v1'],
] as const;

/** Rehearsed eligibility: the secretariat checks one entry after the other; one of more than three is not valid. */
export const eligibilityRehearsal: StageRehearsal<EligibilitySettings> = {
  owing({ stage, entries, finishes, people }, at) {
    const unchecked = finishes(entries().length).filter((done) => done > at).length;
    const owing = unchecked === 0 ? [] : people('secretariat');
    return owing.map((person) => ({
      person,
      owed: [toCheck(unchecked, languageOf(person.language))],
      path: `stages/${stage.key}/eligibility?state=open`,
    }));
  },
  outcome({ settings: { rules } }, { index, of, language }) {
    if (index > 0 || of <= 3) return { outcome: 'valid', reasons: [ruleWords.say(language, 'allMet')] };
    const unmet = { rule: messageIn(rules[0]!.message, language), values: '…' };
    return { outcome: 'invalid', reasons: [ruleWords.say(language, 'notMet', unmet)] };
  },
  mails: [
    {
      kind: 'eligibility-decision',
      on: 'laureate.stage.released.v1',
      what: 'released',
      letters: ({ stage, outcomes }, { detail }) =>
        (detail === 'concerned' ? outcomes() : []).map(({ entry, outcome, reasons }) => ({
          person: entry.contact,
          facts: {
            entries: [{ title: entry.title, outcome, reasons }],
            appealDays: appealSettings(stage)?.days ?? null,
          },
        })),
    },
  ],
  leftOut: CLARIFICATIONS.map(([kind, on]) => ({
    kind,
    on,
    why: 'goes when a city is asked about its entry; none is asked in a rehearsal',
  })),
};
