import { z } from 'zod';
import { CITY_ROLES } from '#libs/contracts';
import { CITY_KINDS, CITY_VERDICTS, ENTRY_STATES, MERGE_REASONS, MERGE_WARNINGS, VERIFICATIONS } from '#libs/entries';
import { PageQuery } from '#libs/platform';
import { instant, reasonText, truth } from '../entry/entry.schemas.js';

const digest = z.string().regex(/^[0-9a-f]{64}$/);
const cityRole = z.enum(CITY_ROLES);
const side = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: z.enum(CITY_KINDS),
  countryCode: z.string(),
  verified: z.boolean(),
});
const framework = z.object({
  id: z.uuid(),
  name: z.string(),
  becomes: z
    .enum(['moved', 'joined', 'renamed'])
    .describe('Joined with the one of the same name, or beside it when that is full'),
  into: z.uuid().describe('The framework it is joined with; itself otherwise'),
  called: z.string().describe('Its name afterwards'),
});
const taken = z
  .object({
    verification: z.boolean(),
    letter: z.boolean(),
    profile: z.boolean(),
    population: z.boolean(),
    directoryId: z.boolean(),
  })
  .describe('What the city that is left takes over, because it has none of its own');
const mentioned = z
  .array(z.object({ kind: z.string(), count: z.int() }))
  .describe('What names the merged city elsewhere; read as naming the other one from then on');

export const AskedMerge = z.strictObject({ into: z.uuid().describe('The city that is left') });
export const NewMerge = z.strictObject({
  ...AskedMerge.shape,
  digest: digest.describe('Of the preview'),
  reasonCode: z.enum(MERGE_REASONS),
  reasonText,
});

export const CityMergePreview = z
  .object({
    city: side,
    into: side,
    cycles: z.array(
      z.object({
        id: z.uuid(),
        programme: z.string(),
        title: z.string(),
        entries: z.array(z.object({ id: z.uuid(), title: z.string(), state: z.enum(ENTRY_STATES) })),
        frameworks: z.array(framework),
        extensions: z.array(
          z.object({
            id: z.uuid(),
            stageKey: z.string(),
            entryId: z.uuid().nullable().describe('Null for one of all entries of the city'),
            until: instant,
          }),
        ),
        clarifications: z.int().describe('Questions about its entries that wait for an answer'),
      }),
    ),
    contacts: z.int().describe('Contacts that its entries name'),
    people: z.array(
      z.object({
        personId: z.uuid(),
        name: z.string().nullable().describe('Null until they accepted'),
        cityRole,
        present: cityRole.nullable().describe('What they may do for the other city now'),
        becomes: cityRole,
      }),
    ),
    taken,
    named: mentioned,
    warnings: z.array(z.object({ code: z.enum(MERGE_WARNINGS), message: z.string() })),
    mails: z.array(z.object({ kind: z.string(), count: z.int(), names: z.array(z.string()) })),
    undoable: z.literal(false).describe('A merge is never undone'),
    digest: digest.describe('Stands for all of it; merging names it'),
  })
  .meta({ id: 'CityMergePreview' });

export const CityMerge = z
  .object({
    id: z.uuid(),
    cityId: z.uuid(),
    intoId: z.uuid().describe('As it was then: that may have been merged in its turn'),
    digest,
    moved: z.object({
      entries: z.array(z.object({ id: z.uuid(), cycleId: z.uuid(), state: z.enum(ENTRY_STATES) })),
      frameworks: z.array(framework.extend({ cycleId: z.uuid() })),
      extensions: z.array(z.object({ id: z.uuid(), cycleId: z.uuid(), stageKey: z.string(), until: instant })),
      clarifications: z.array(z.uuid()),
      roles: z.array(
        z.object({ grantId: z.uuid(), personId: z.uuid(), present: z.uuid().nullable(), becomes: cityRole }),
      ),
      taken,
      named: mentioned,
    }),
    reasonCode: z.enum(MERGE_REASONS),
    reasonText: z.string(),
    doneBy: z.string(),
    doneAt: instant,
  })
  .meta({ id: 'CityMerge' });

const compared = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: z.enum(CITY_KINDS),
  countryCode: z.string(),
  directoryId: z.string().nullable(),
  verification: z.enum(VERIFICATIONS),
  registeredAt: instant,
  entries: z.int(),
  people: z.int(),
});
const verdict = z.enum(CITY_VERDICTS).describe('`different`, or `open` to take that back');
export const NewCityMark = z.strictObject({ verdict, reasonText });
export const CityMark = z
  .object({ verdict, reasonText: z.string(), markedBy: z.string(), markedAt: instant })
  .meta({ id: 'CityMark' });
export const CityDuplicatesQuery = PageQuery.extend({
  different: truth.optional().describe('Those that somebody has found to be different, instead of those that are open'),
});
export const CityDuplicate = z
  .object({
    a: compared,
    b: compared,
    likeness: z.number().describe('Of their names: 0 nothing in common, 1 the same'),
    sameDirectory: z.boolean().describe('The same city of the directory'),
    mark: CityMark.nullable().describe('What a person said of the two; null while nobody has'),
  })
  .meta({ id: 'CityDuplicate' });
