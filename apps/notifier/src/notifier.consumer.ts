import { EVENTS, type LaureateEvent } from '#libs/contracts';
import type { Audiences, DeliverySender, NotificationPlanner } from '#libs/notifications';
import type { ConsumerDefinition, EventHandlers, Work } from '#libs/platform';

/** Plans the deliveries that events make due, in the transaction that notes the events as handled. */
export function notifierConsumer(
  audiences: Audiences,
  sender: DeliverySender,
  planner: NotificationPlanner,
): ConsumerDefinition {
  const plan = async (event: LaureateEvent, work: Work) => {
    const planned = await planner.plan(event, work);
    // The rows are visible a moment later, at the commit; the sender looks again by itself.
    if (planned > 0) setTimeout(() => sender.wake(), 50).unref();
  };
  const types = audiences.types();
  return {
    name: 'notifier',
    topics: [...new Set(types.map((type) => EVENTS[type].topic))],
    handlers: Object.fromEntries(types.map((type) => [type, plan])) as EventHandlers,
  };
}
