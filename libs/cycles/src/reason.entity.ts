import { type InferEntity, defineEntity, p } from '@mikro-orm/core';

/** Why somebody did something out of the ordinary. Commands and events carry the code and the text's digest only. */
export const Reason = defineEntity({
  name: 'Reason',
  schema: 'cycles',
  tableName: 'reason',
  properties: {
    id: p.uuid().primary(),
    cycleId: p.uuid(),
    actorId: p.text(),
    code: p.text(),
    text: p.text().nullable(),
    textDigest: p.text().nullable(),
    createdAt: p.datetime(3),
  },
});
export type Reason = InferEntity<typeof Reason>;
