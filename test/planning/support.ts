import { StageTypes, checkDefinition, type CycleDefinition } from '#libs/cycles';
import { entriesStageTypes } from '#libs/entries';
import { judgingStageTypes } from '#libs/judging';

/** Every stage type that is shipped, as the API knows them. */
export const types = new StageTypes();
types.register(...entriesStageTypes, ...judgingStageTypes);

/** The complete definition; an error with its problems when it is not sound. */
export function complete(document: object): CycleDefinition {
  const checked = checkDefinition(document, types);
  if ('problems' in checked) throw new Error(JSON.stringify(checked.problems, null, 2));
  return checked.definition;
}
