import { z } from 'zod';
import type { StageType } from './stage-type.js';

/** Where the ceremony is held, for mails and pages. */
const settings = z.strictObject({ place: z.string().trim().min(1).max(200).optional() });

/** The day results become public. It takes nothing in and decides nothing; other stages release at its opening. */
export const ceremony: StageType<z.output<typeof settings>> = { key: 'ceremony', settings, decides: false, takes: [] };
