import type { EntityName } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';

/**
 * A row (as the driver or `to_jsonb` gives it) with the properties of its entity, to be read only:
 * nothing watches it for changes.
 */
export const rowAs = <T extends object>(em: SqlEntityManager, entity: EntityName<T>, row: object): T =>
  em.getDriver().mapResult(row, em.getMetadata(entity)) as T;
