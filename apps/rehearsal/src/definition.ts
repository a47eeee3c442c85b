import { type CheckedDefinition, type StageType, StageTypes, checkDefinition } from '#libs/cycles';
import { callForEntries, eligibility } from '#libs/entries';
import { jury, technicalScreening } from '#libs/judging';

/** Every type of stage the application knows. */
export function shippedStageTypes(): StageTypes {
  const types = new StageTypes();
  types.register(...([callForEntries, eligibility, technicalScreening, jury] as unknown as StageType[]));
  return types;
}

/** Checks and completes a definition, as publishing it does. */
export const readDefinition = (text: string): CheckedDefinition => checkDefinition(text, shippedStageTypes());
