import type { MigrationClass } from '#libs/platform';
import { Entries20261123000001 } from './20261123000001-entries.js';
import { Entries20261124002200 } from './20261124002200-contact-addresses.js';
import { Entries20261125010300 } from './20261125010300-sections.js';
import { Entries20261125010301 } from './20261125010301-links.js';
import { Entries20261125010701 } from './20261125010701-eligibility.js';
import { Entries20261125010801 } from './20261125010801-clarifications.js';
import { Entries20261125010802 } from './20261125010802-returned.js';
import { Entries20261126191500 } from './20261126191500-city-acts.js';
import { Entries20261126193000 } from './20261126193000-redemptions.js';
import { Entries20261126193100 } from './20261126193100-attachments.js';
import { Entries20261126193500 } from './20261126193500-extension-moves.js';
import { Entries20261126195001 } from './20261126195001-lock-to-submit.js';
import { Entries20261126200001 } from './20261126200001-revisions.js';
import { Entries20261126230000 } from './20261126230000-territories.js';
import { Entries20261126230010 } from './20261126230010-city-profiles.js';
import { Entries20261126230020 } from './20261126230020-city-verification.js';
import { Entries20261126234200 } from './20261126234200-signatories.js';
import { Entries20261126234400 } from './20261126234400-consent-changes.js';
import { Entries20261126235100 } from './20261126235100-retention.js';
import { Entries20261127060000 } from './20261127060000-translations.js';
import { Entries20261127060100 } from './20261127060100-city-merges.js';
import { Entries20261127063000 } from './20261127063000-reopenings.js';
import { Entries20261127063100 } from './20261127063100-papers.js';
import { Entries20261127064100 } from './20261127064100-window-steps.js';
import { Entries20261127065000 } from './20261127065000-letter-signers.js';
import { Entries20261127211000 } from './20261127211000-extension-reminders.js';
import { Entries20261127212000 } from './20261127212000-city-marks.js';
import { Entries20261128020000 } from './20261128020000-submissions.js';
import { Entries20261128060000 } from './20261128060000-lock-to-submit-as-json.js';

/** The migrations of `entries`, oldest first. */
export const entriesMigrations: MigrationClass[] = [
  Entries20261123000001,
  Entries20261124002200,
  Entries20261125010300,
  Entries20261125010301,
  Entries20261125010701,
  Entries20261125010801,
  Entries20261125010802,
  Entries20261126191500,
  Entries20261126193000,
  Entries20261126193100,
  Entries20261126193500,
  Entries20261126195001,
  Entries20261126200001,
  Entries20261126230000,
  Entries20261126230010,
  Entries20261126230020,
  Entries20261126234200,
  Entries20261126234400,
  Entries20261126235100,
  Entries20261127060000,
  Entries20261127060100,
  Entries20261127063000,
  Entries20261127063100,
  Entries20261127064100,
  Entries20261127065000,
  Entries20261127211000,
  Entries20261127212000,
  Entries20261128020000,
  Entries20261128060000,
];
