import { Connection } from '@temporalio/client';
import { SearchAttribute } from '#libs/contracts';
import type { TemporalConfig } from '../config/concerns.js';

const TIMEOUT_MS = 10_000;
/** INDEXED_VALUE_TYPE_KEYWORD of Temporal's API. */
const KEYWORD = 2;

/**
 * Registers the search attributes our workflows set; safe to repeat. Part of the migration, since
 * workflows hang without them.
 */
export async function registerSearchAttributes({ address, namespace }: TemporalConfig): Promise<string[]> {
  const connection = Connection.lazy({ address });
  try {
    return await connection.withDeadline(Date.now() + TIMEOUT_MS, async () => {
      const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
      const missing = Object.values(SearchAttribute).filter((name) => !(name in (customAttributes ?? {})));
      if (missing.length > 0) {
        await connection.operatorService.addSearchAttributes({
          namespace,
          searchAttributes: Object.fromEntries(missing.map((name) => [name, KEYWORD])),
        });
      }
      return missing;
    });
  } finally {
    await connection.close();
  }
}
