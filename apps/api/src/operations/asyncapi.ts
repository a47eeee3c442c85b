import { EVENTS, TOPICS, type Topic } from '#libs/contracts';
import { jsonSchemaOf } from '#libs/platform';

/** CloudEvents attributes as the Kafka binding carries them, in binary mode: one header each. */
const HEADERS = {
  type: 'object',
  required: ['ce_specversion', 'ce_id', 'ce_source', 'ce_type', 'ce_subject', 'ce_time', 'ce_sequence'],
  properties: {
    ce_specversion: { type: 'string', const: '1.0' },
    ce_id: { type: 'string', format: 'uuid', description: 'Unique; consumers are idempotent by it' },
    ce_source: { type: 'string' },
    ce_type: { type: 'string' },
    ce_subject: { type: 'string', description: 'Id of the aggregate; also the key of the message' },
    ce_time: { type: 'string', format: 'date-time' },
    ce_sequence: { type: 'string', description: 'Gapless for each subject, in the order of the commits' },
  },
};

/** The AsyncAPI 3 document of every event, from the same schemas that check them when they are written. */
export function asyncApiDocument() {
  const types = Object.entries(EVENTS);
  const topics = Object.entries(TOPICS);
  const named = (topic: Topic) => types.filter(([, event]) => event.topic === topic).map(([type]) => type);
  const channelOf = (topic: string) => topic.replace('laureate.', '');
  return {
    asyncapi: '3.0.0',
    info: { title: 'Laureate events', version: '1.0.0', description: 'CloudEvents 1.0 on Kafka, binary mode.' },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(
      topics.map(([topic, { partitions }]) => [
        channelOf(topic),
        {
          address: topic,
          messages: Object.fromEntries(
            named(topic as Topic).map((type) => [type, { $ref: `#/components/messages/${type}` }]),
          ),
          bindings: { kafka: { topic, partitions, topicConfiguration: { 'retention.ms': -1 } } },
        },
      ]),
    ),
    operations: Object.fromEntries(
      topics.map(([topic]) => [
        `publish-${channelOf(topic)}`,
        { action: 'send', channel: { $ref: `#/channels/${channelOf(topic)}` } },
      ]),
    ),
    components: {
      messages: Object.fromEntries(
        types.map(([type, { summary, data }]) => [
          type,
          {
            name: type,
            summary,
            headers: { ...HEADERS, properties: { ...HEADERS.properties, ce_type: { type: 'string', const: type } } },
            payload: jsonSchemaOf(data, 'output').schema,
          },
        ]),
      ),
    },
  };
}
