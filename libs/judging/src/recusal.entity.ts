import { type InferEntity, defineEntity, p } from '@mikro-orm/core';

/** Somebody of a panel judges nothing of an entry; declared by themselves or about them. Never taken back. */
export const Recusal = defineEntity({
  name: 'Recusal',
  schema: 'judging',
  tableName: 'recusal',
  properties: {
    id: p.uuid().primary(),
    cycleId: p.uuid(),
    stageKey: p.text(),
    personId: p.uuid(),
    entryId: p.uuid(),
    reasonCode: p.text(),
    declaredBy: p.text(),
    declaredAt: p.datetime(3).defaultRaw('now()'),
  },
});
export type Recusal = InferEntity<typeof Recusal>;
