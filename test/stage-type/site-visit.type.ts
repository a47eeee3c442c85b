import { z } from 'zod';
import type { StageType } from '#libs/cycles';
import { siteVisitRehearsal } from './site-visit.rehearsal.js';
import { siteVisitWords } from './site-visit.words.js';

const settings = z.strictObject({ nights: z.int().min(1).max(14).default(2) });
export type SiteVisitSettings = z.output<typeof settings>;

/** A type of stage that no lib knows: experts visit the cities that entered, and say which entries they found valid. */
export const siteVisit: StageType<SiteVisitSettings> = {
  key: 'site-visit',
  settings,
  decides: true,
  takes: [],
  panelRole: 'expert',
  words: siteVisitWords,
  rehearsal: siteVisitRehearsal,
};
