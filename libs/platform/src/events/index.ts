export { type ConsumerDefinition, type ConsumerSettings, type EventHandlers } from './consumer-definition.js';
export { ConsumerHost, type ConsumerHostOptions } from './consumer.js';
export { EventConsumer, EventConsumers, EventsModule, type EventsOptions } from './events.module.js';
export {
  type ConsumerStatus,
  type DeadLetterRow,
  EventOperations,
  type FailedEventRow,
  consumerMetrics,
} from './event-operations.js';
export { EventsCheckup } from './events-checkup.js';
export { isNewest, type RawMessage } from './inbox.js';
export { KafkaClient, createKafka, ensureTopics } from './kafka.js';
export { toMessage } from './cloud-event.js';
export { isInfrastructureFailure } from './infrastructure-failure.js';
export { NotificationListener } from './notification-listener.js';
export { CYCLE_CHANNEL, OutboxWaker } from '../database/outbox-waker.js';
export { OutboxRelay, type RelayOptions, type RelaySettings } from './relay.js';
