import type { AutomaticCheckService, PastEditionService } from '#libs/entries';
import type { ConsumerDefinition } from '#libs/platform';

/**
 * Has rules and likeness looked at in what came in, apart from the consumer that wakes workflows: a
 * rush must not hold those up.
 */
export const automaticCheckConsumer = (
  automaticCheck: AutomaticCheckService,
  past: PastEditionService,
): ConsumerDefinition => ({
  name: 'first-look',
  topics: ['laureate.entries', 'laureate.cycles'],
  handlers: {
    'laureate.entry.submitted.v1': ({ data }, work) => automaticCheck.at(work, data.entryId),
    // What is translated is compared in the language it is judged in.
    'laureate.entry.translated.v1': ({ data }, work) => automaticCheck.at(work, data.entryId),
    'laureate.entry.translation-withdrawn.v1': ({ data }, work) => automaticCheck.at(work, data.entryId),
    // What was erased is compared no more.
    'laureate.entry.field-erased.v1': ({ data }, work) => automaticCheck.at(work, data.entryId),
    'laureate.cycle.history-entered.v1': ({ data }, work) => past.know(work, data.cycleId),
  },
});
