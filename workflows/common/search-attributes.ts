import { defineSearchAttributeKey } from '@temporalio/common';
import { upsertSearchAttributes } from '@temporalio/workflow';
import { SearchAttribute } from '#libs/contracts/pure';

/** What an operator can search workflows by. */
type Labels = Partial<Record<keyof typeof SearchAttribute, string>>;

/** Sets search attributes of the running workflow; those not named keep their value. */
export function label(labels: Labels): void {
  upsertSearchAttributes(
    Object.entries(labels).map(([name, value]) => ({
      key: defineSearchAttributeKey(SearchAttribute[name as keyof Labels], 'KEYWORD'),
      value,
    })),
  );
}
