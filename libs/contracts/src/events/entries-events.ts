import { z } from 'zod';
import { EXPORT_FORMATS } from '../vocabulary/exports.js';
import { WINDOW_STEPS } from '../workflows/stage-facts.js';
import { digest, event, id, instant, reasonCode, stageRef } from './event.js';

const attachment = { attachmentId: id, entryId: id };
const paper = { ...stageRef, paperId: id, entryId: id };

/** Events of cities, entries, their files and extensions (topic `laureate.entries`). */
export const ENTRIES_EVENTS = {
  'laureate.territory.changed.v1': event(
    'laureate.entries',
    "A programme's list of territories and regions was changed",
    z.object({
      changeId: id,
      programme: z.string(),
      kind: z.enum(['territory', 'region']),
      key: z.string(),
      version: z.int(),
    }),
  ),
  'laureate.city.registered.v1': event('laureate.entries', 'A city was registered', z.object({ cityId: id })),
  'laureate.city.verified.v1': event(
    'laureate.entries',
    'A city was verified, or is not any more',
    z.object({ cityId: id, verified: z.boolean() }),
  ),
  'laureate.city.profile-changed.v1': event(
    'laureate.entries',
    "A city's profile was changed",
    z.object({ cityId: id, version: z.int() }),
  ),
  'laureate.city.merged.v1': event(
    'laureate.entries',
    'A city was merged into another one, which it had been registered as already',
    z.object({ mergeId: id, cityId: id, intoId: id, reasonCode }),
  ),
  'laureate.mail-domain.changed.v1': event(
    'laureate.entries',
    'A programme trusts a mail domain, or does not any more',
    z.object({ programme: z.string(), trustId: id, trusted: z.boolean() }),
  ),
  'laureate.entry.drafted.v1': event(
    'laureate.entries',
    'An entry was begun',
    z.object({ entryId: id, cycleId: id, cityId: id }),
  ),
  'laureate.entry.city-changed.v1': event(
    'laureate.entries',
    'An entry moved to another city: its own was merged into that',
    z.object({ entryId: id, cycleId: id, mergeId: id, from: id, cityId: id, reasonCode }),
  ),
  'laureate.entry.submitted.v1': event(
    'laureate.entries',
    'An entry was submitted',
    z.object({
      entryId: id,
      cycleId: id,
      cityId: id,
      version: z.int(),
      digest,
      at: instant,
      late: z.boolean(),
      reopeningId: id.optional().describe('The reopening it confirms'),
      paperId: id.optional().describe('The paper it came on; `late` is by its arrival'),
    }),
  ),
  'laureate.paper.registered.v1': event(
    'laureate.entries',
    'An entry arrived on paper, to be transcribed',
    z.object({ ...paper, arrivedAt: instant, means: z.enum(['post', 'e-mail', 'courier']), reasonCode }),
  ),
  'laureate.paper.attested.v1': event(
    'laureate.entries',
    'A second member checked what was transcribed of an entry on paper',
    z.object({ ...paper, attestation: z.int(), at: instant }),
  ),
  'laureate.paper.declared.v1': event(
    'laureate.entries',
    'A member recorded why a city cannot confirm its entry on paper; with a second one it is submitted',
    z.object({ ...paper, at: instant, reasonCode }),
  ),
  'laureate.entry.reopened.v1': event(
    'laureate.entries',
    'A submitted entry was reopened for its city to edit',
    z.object({
      ...stageRef,
      entryId: id,
      reopeningId: id,
      entryVersion: z.int().describe('The version that stands until another one is confirmed'),
      extensionId: id.nullable().describe('Lets the confirmation in after the close'),
      at: instant,
      reasonCode,
    }),
  ),
  'laureate.entry.consent-changed.v1': event(
    'laureate.entries',
    'A city gave or took back consent to publish groups of fields of an entry',
    z.object({ entryId: id, cycleId: id, granted: z.array(z.string()), withdrawn: z.array(z.string()) }),
  ),
  'laureate.entry.withdrawn.v1': event(
    'laureate.entries',
    'An entry was withdrawn',
    z.object({ entryId: id, cycleId: id, at: instant, reasonCode }),
  ),
  'laureate.entry.framework-changed.v1': event(
    'laureate.entries',
    'An entry joined a framework of its city, or left one',
    z.object({ entryId: id, cycleId: id, frameworkId: id.nullable() }),
  ),
  'laureate.entry.field-erased.v1': event(
    'laureate.entries',
    'A personal value was erased from all versions of an entry',
    z.object({ entryId: id, field: z.string(), reasonCode }),
  ),
  'laureate.entry.translated.v1': event(
    'laureate.entries',
    'A translation of a submitted version was added',
    z.object({
      entryId: id,
      cycleId: id,
      version: z.int(),
      translationId: id,
      language: z.string(),
      source: z.enum(['city', 'human', 'machine']),
      digest,
      at: instant,
    }),
  ),
  'laureate.entry.translation-withdrawn.v1': event(
    'laureate.entries',
    'A translation of a submitted version was withdrawn',
    z.object({ entryId: id, cycleId: id, version: z.int(), translationId: id, reasonCode: z.string(), at: instant }),
  ),
  'laureate.entries.exported.v1': event(
    'laureate.entries',
    'Entries were given out as a file',
    z.object({
      cycleId: id,
      exportId: id,
      format: z.enum(EXPORT_FORMATS),
      entries: z.int(),
      /** Were the people named in them in it? */
      personal: z.boolean(),
    }),
  ),
  'laureate.attachment.uploaded.v1': event(
    'laureate.entries',
    'A file of an entry has come in and is to be checked',
    z.object({ ...attachment, digest }),
  ),
  'laureate.attachment.checked.v1': event(
    'laureate.entries',
    'A file of an entry was checked: it is ready, or was refused',
    z.object({ ...attachment, state: z.enum(['ready', 'refused']), reasonCode }),
  ),
  'laureate.attachment.erased.v1': event(
    'laureate.entries',
    'The bytes of a file of an entry are to be erased; its digest stays',
    z.object(attachment),
  ),
  'laureate.supporting-material.received.v1': event(
    'laureate.entries',
    'A city added a file to an entry beside what was submitted, and has a receipt for it',
    z.object({ ...attachment, cycleId: id, cityId: id, version: z.int(), digest, at: instant, late: z.boolean() }),
  ),
  'laureate.extension.granted.v1': event(
    'laureate.entries',
    'One city or entry was granted an extension',
    z.object({
      ...stageRef,
      extensionId: id,
      step: z.enum(WINDOW_STEPS).optional().describe('Left out for the deadline of the stage'),
      until: instant,
      reasonCode,
    }),
  ),
  'laureate.extension.reminder-due.v1': event(
    'laureate.entries',
    'The end of an extension is near, and what it was granted for has not come in',
    z.object({
      ...stageRef,
      extensionId: id,
      until: instant,
      step: z.string().describe('As in the ladder of the stage'),
    }),
  ),
  'laureate.extension.moved.v1': event(
    'laureate.entries',
    'The end of an extension moved by the length of a pause',
    z.object({ ...stageRef, extensionId: id, from: instant, to: instant, reasonCode }),
  ),
  'laureate.eligibility.checked.v1': event(
    'laureate.entries',
    'A person confirmed or overrode the eligibility of an entry',
    z.object({ ...stageRef, entryId: id, version: z.int(), reasonCode }),
  ),
} as const;
