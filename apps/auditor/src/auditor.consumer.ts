import { type LaureateEvent, TOPICS, type Topic } from '#libs/contracts';
import type { ConsumerDefinition } from '#libs/platform';
import { expectArchive, forgetEvents, logEvents } from '#libs/transparency';
import type { ArchiverLifecycle } from './archiver-lifecycle.js';

const isEnding = (event: LaureateEvent): event is LaureateEvent<'laureate.workflow.ending.v1'> =>
  event.type === 'laureate.workflow.ending.v1';

/** Keeps every event as it was received, and notes which workflow runs are to be archived. */
export function auditorConsumer(archiver: ArchiverLifecycle): ConsumerDefinition {
  return {
    name: 'auditor',
    topics: Object.keys(TOPICS) as Topic[],
    handleBatch: async (events, work) => {
      await logEvents(work, events);
      const ending = events.filter(isEnding);
      for (const event of ending) await expectArchive(work, event.data);
      if (ending.length > 0) archiver.wake();
    },
    reset: forgetEvents,
  };
}
