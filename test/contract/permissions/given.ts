import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { World } from './world.js';

const HISTORY = join(import.meta.dirname, '../../../docs/examples/history/guangzhou-2012.yaml');

/** Routes whose body names the city that they are for. */
export const OF_CITY_BODIES: ReadonlySet<string> = new Set(['CycleEntriesController.draft']);

/** What a request says beyond the things of the world and the smallest body: by its route, parameters and `body`. */
export function givenBy({
  things,
  definition,
}: Pick<World, 'things' | 'definition'>): Readonly<Record<string, Partial<Record<string, unknown>>>> {
  const cycleId = things['cycleId']!;
  const ofCycle = { role: 'expert', cycleId };
  return {
    'CycleController.draft': { body: { definition } },
    'HistoryController.enter': { body: { document: readFileSync(HISTORY, 'utf8') } },
    'EntryComplaintController.file': { body: { stageKey: 'screening' } },
    'EntryLinksController.resubmit': { body: { cycleId: things['otherCycleId'] } },
    'SectionHistoryController.diff': { from: 1, to: 2 },
    'CycleEntriesController.draft': { body: { cityId: things['cityId'] } },
    'PeopleController.grant': { body: ofCycle },
    'InvitationController.invite': { body: { role: ofCycle } },
    'PeopleController.list': { programme: things['programme'], cycleId },
    'CityPeopleController.changeRole': { personId: things['ownerId'] },
    'CityPeopleController.remove': { personId: things['ownerId'] },
    'CityMergeController.preview': { body: { into: things['b'] } },
    'CityMergeController.merge': { body: { into: things['b'] } },
  };
}
