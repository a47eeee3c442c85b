import type { EntitySchema } from '@mikro-orm/core';
import { City } from './city.entity.js';
import { Consent } from './consent.entity.js';
import { EligibilityCheck } from './eligibility-check.entity.js';
import { EntryContact } from './entry-contact.entity.js';
import { EntryVersion } from './entry-version.entity.js';
import { Entry } from './entry.entity.js';
import { Erasure } from './erasure.entity.js';
import { Extension } from './extension.entity.js';
import { Receipt } from './receipt.entity.js';

/** The entities of `entries`, for `PlatformModule.forRoot`. */
export const entriesEntities = [
  City,
  Consent,
  EligibilityCheck,
  Entry,
  EntryContact,
  EntryVersion,
  Erasure,
  Extension,
  Receipt,
] as EntitySchema[];
