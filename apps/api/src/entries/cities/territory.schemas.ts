import { z } from 'zod';
import { LANGUAGES, type Language } from '#libs/contracts';
import { PLACE_KINDS } from '#libs/entries';
import { instant, listKey as key, line, reasonText } from '../entry/entry.schemas.js';

const name = line(120);
const names = z.strictObject(
  Object.fromEntries(LANGUAGES.map((language) => [language, name])) as Record<Language, typeof name>,
);
const version = z.int().describe('Its ETag');

export const ProgrammePath = z.object({
  programme: z
    .string()
    .regex(/^(\*|[a-z][a-z0-9-]{0,59})$/)
    .describe('Key; `*` is the list that programmes begin with'),
});
export const TerritoryPath = ProgrammePath.extend({ key });
export const RegionPath = ProgrammePath.extend({ key: line(60) });

const territory = {
  isoCode: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .nullable()
    .describe('ISO 3166-1 alpha-2; null where it has none'),
  region: line(60).describe('Key of its region'),
  partOf: key.nullable().describe('Key of the territory it counts as in conflicts of interest'),
  names,
  retired: z.boolean().describe('Takes no new cities'),
};
export const NewTerritory = z.strictObject({
  ...territory,
  partOf: territory.partOf.default(null),
  retired: territory.retired.default(false),
  reason: reasonText,
});
export const Territory = z.object({ key, ...territory, version }).meta({ id: 'Territory' });
export const NewRegion = z.strictObject({ names, reason: reasonText });
export const Region = z.object({ key: z.string(), names, version }).meta({ id: 'Region' });
export const TerritoryList = z
  .object({ programme: z.string(), regions: z.array(Region), territories: z.array(Territory) })
  .meta({ id: 'TerritoryList' });
export const TerritoryChange = z
  .object({
    id: z.uuid(),
    kind: z.enum(PLACE_KINDS),
    key: z.string(),
    version: z.int(),
    before: z.record(z.string(), z.unknown()).nullable().describe('Null for what was added'),
    after: z.record(z.string(), z.unknown()),
    reason: z.string(),
    changedBy: z.string(),
    changedAt: instant,
  })
  .meta({ id: 'TerritoryChange' });
