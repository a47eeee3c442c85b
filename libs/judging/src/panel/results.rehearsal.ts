import type { RehearsedMail } from '#libs/cycles';

/** The rehearsed mail to each city about its entry, once: at the first release, whomever it is to. */
export const resultsReleased = (kind: string): RehearsedMail => ({
  kind,
  on: 'laureate.stage.released.v1',
  what: 'released',
  letters: ({ outcomes }, { isFirst }) =>
    (isFirst ? outcomes() : []).map(({ entry, outcome, reasons }) => ({
      person: entry.contact,
      facts: { entries: [{ title: entry.title, outcome, reasons }] },
    })),
});
