import { type CheckedDefinition, StageTypes, checkDefinition } from '#libs/cycles';
import { entriesStageTypes } from '#libs/entries';
import { judgingStageTypes } from '#libs/judging';

/** Every type of stage the application knows. */
export function shippedStageTypes(): StageTypes {
  const types = new StageTypes();
  types.register(...entriesStageTypes, ...judgingStageTypes);
  return types;
}

/** Checks and completes a definition, as publishing it does. */
export const readDefinition = (text: string, types = shippedStageTypes()): CheckedDefinition =>
  checkDefinition(text, types);
