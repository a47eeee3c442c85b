import { type InferEntity, defineEntity, p } from '@mikro-orm/core';
import type { ReleaseAudience } from '#libs/contracts';

/** A decision was released to an audience. */
export const Release = defineEntity({
  name: 'Release',
  schema: 'judging',
  tableName: 'release',
  properties: {
    decisionId: p.uuid().primary(),
    audience: p.text().$type<ReleaseAudience>().primary(),
    releasedBy: p.text(),
    releasedAt: p.datetime(3).defaultRaw('now()'),
  },
});
export type Release = InferEntity<typeof Release>;
