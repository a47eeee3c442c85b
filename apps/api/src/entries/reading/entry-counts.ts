import type { CountedBy, CountedGroup, EntryCounts } from '#libs/entries';

/** Which filter of the list a group is. */
const FILTER_OF: Record<CountedBy, string> = { region: 'region', theme: 'theme', sdg: 'sdg', size: 'citySize' };

/** The counts as the API answers them: each number with the address of the list it is the length of. */
export function countsAnswer(cycleId: string, totals: EntryCounts, by: CountedBy | null, groups: CountedGroup[]) {
  const counted = (count: number, filter: Record<string, string>) => ({
    count,
    href: `/v1/cycles/${cycleId}/entries?${new URLSearchParams(filter).toString()}`,
  });
  const standings = ({ received, valid, eligible }: EntryCounts | CountedGroup, group: Record<string, string>) => ({
    received: counted(received, { ...group, standing: 'received' }),
    valid: counted(valid, { ...group, standing: 'valid' }),
    eligible: counted(eligible, { ...group, standing: 'eligible' }),
  });
  return {
    drafts: counted(totals.drafts, { state: 'draft' }),
    ...standings(totals, {}),
    early: counted(totals.early, { early: 'true' }),
    withdrawn: counted(totals.withdrawn, { state: 'withdrawn' }),
    by,
    groups: groups.map((group) => ({ key: group.key, ...standings(group, { [FILTER_OF[by!]]: group.key }) })),
  };
}
