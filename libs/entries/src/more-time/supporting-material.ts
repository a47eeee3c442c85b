import {
  type CityInstant,
  type LockedStage,
  lockStage,
  type OpenStep,
  openStep,
  toInstant,
  zonedForCity,
} from '#libs/cycles';
import { Problem, type Work } from '#libs/platform';
import { City } from '../cities/city.entities.js';
import type { Entry } from '../entry/entry.entities.js';
import type { Extension } from './more-time.entities.js';
import type { ExtensionService } from './extension.service.js';
import { refusal } from '../refusals.words.js';

/** What a city holds for a file it added beside what was submitted. */
export interface SupportingReceiptAnswer {
  receiptId: string;
  /** The version that was the last one then. */
  version: number;
  /** SHA-256 of the bytes. */
  digest: string;
  /** The instant it came in whole, by which it was judged. */
  at: string;
  late: boolean;
}

/** A call that takes supporting material now. */
export interface OpenForMaterial extends OpenStep {
  locked: LockedStage;
  extensionId: string | null;
  deadline: CityInstant;
}

/**
 * Holds the call's lock and says whether supporting material of an entry, whose row is locked, is
 * in time. Throws `rule-violated` where the call takes none, `conflict` for an entry that is not
 * submitted, `paused`, `not-open`, or `deadline-passed`.
 */
export async function openForMaterial(
  work: Work,
  extensions: ExtensionService,
  { id: entryId, cycleId, cityId, stageKey, state }: Entry,
): Promise<OpenForMaterial> {
  const locked = await lockStage(work, { cycleId, stageKey }, 'shared');
  const { title, zone, steps } = locked.stage;
  const { zone: cityZone } = await work.em.findOneOrFail(City, { id: cityId });
  let extension: Extension | null = null;
  const open = await openStep(locked, 'supportingMaterial', {
    cityZone,
    extendedUntil: async (stage) => {
      extension = await extensions.forStep(work, stage, { step: 'supportingMaterial', cityId, entryId });
      return extension?.until ?? null;
    },
  });
  if (!open) {
    const detail = refusal('material.notTaken', { title });
    throw new Problem('rule-violated', detail, { at: toInstant(locked.at) });
  }
  if (state !== 'submitted') {
    const detail = refusal('material.notSubmitted', { state });
    throw new Problem('conflict', detail, { at: toInstant(locked.at) });
  }
  const { deadlineAt } = steps.find(({ step }) => step === 'supportingMaterial')!;
  const deadline = zonedForCity(deadlineAt, zone, cityZone);
  return { ...open, locked, extensionId: (extension as Extension | null)?.id ?? null, deadline };
}
