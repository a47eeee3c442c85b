import { DateTime } from 'luxon';
import { z } from 'zod';
import { isZone } from '../definition/calendar.js';
import { digestOf } from '../definition/definition.js';

/** What is known of when something was: a year, a month or a day. */
const PARTIAL_DATE = /^\d{4}(-\d\d){0,2}$/;
const partialDate = z.string().refine((text) => PARTIAL_DATE.test(text) && DateTime.fromISO(text).isValid, {
  error: 'must be a date',
  params: { allowed: "what is known of it, in quotes: '2012', '2012-11' or '2012-11-16'" },
});
const key = z.string().refine((text) => /^[a-z][a-zA-Z0-9-]{0,39}$/.test(text), {
  error: 'must be a key',
  params: { allowed: 'letters, digits and hyphens, at most 40, a small letter first' },
});
const line = (max: number) => z.string().trim().min(1).max(max);
const REGIONS = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
const country = z
  .string()
  .refine((text) => /^[A-Z]{2}$/.test(text) && text !== 'ZZ' && REGIONS.of(text) !== undefined, {
    error: 'must be a country',
    params: { allowed: 'a code of ISO 3166-1 in capitals, such as CN' },
  });
const url = z.url({ protocol: /^https?$/ }).max(500);
/** Where a fact was read; without any, it is in the sources of the whole. */
const sources = z.array(url).max(20).default([]);
const ownSources = z.array(url).min(1).max(20);
const note = line(1000).optional();

const sdg = z.string().refine((text) => /^(1[0-7]|[1-9])(\.[0-9a-z]{1,2})?$/.test(text), {
  error: 'must be a goal or a target of the 2030 Agenda',
  params: { allowed: "its number, in quotes: '11' or '11.7'" },
});

const TIERS = ['winner', 'shortlisted', 'deserving', 'eligible'] as const;

/** A past edition as it is entered. What is not known is left out. */
export const pastEditionSchema = z.strictObject({
  programme: z.strictObject({ key, name: line(120) }),
  edition: line(40),
  year: z.int().min(1900).max(2100),
  title: line(200),
  zone: z.string().refine(isZone, {
    error: 'must be a time zone',
    params: { allowed: 'a name of the IANA database, such as Asia/Shanghai' },
  }),
  /** The stages that are known to have happened, in their order. */
  stages: z
    .array(
      z.strictObject({
        type: key,
        title: line(120).optional(),
        from: partialDate.optional(),
        to: partialDate.optional(),
        note,
        sources,
      }),
    )
    .max(30)
    .default([]),
  /** Counts as they were published; `unspecified` where the source does not say of what kind. */
  counts: z
    .array(
      z.strictObject({
        what: z.enum(['entries', 'cities', 'countries']),
        kind: z.enum(['received', 'valid', 'eligible', 'unspecified']),
        count: z.int().min(0),
        note,
        sources,
      }),
    )
    .max(30)
    .default([]),
  panels: z
    .array(
      z.strictObject({
        /** Type of the stage it judged. */
        stage: key,
        size: z.int().min(1).max(1000).optional(),
        /** Those whose names a public source gives, not always all. */
        members: z
          .array(
            z.strictObject({
              name: line(120),
              seat: z.enum(['chair', 'member', 'deputy']).default('member'),
              note,
              sources: ownSources,
            }),
          )
          .max(1000)
          .default([]),
        note,
        sources,
      }),
    )
    .max(30)
    .default([]),
  /** Rules that hold today and did not hold then, such as `expertsMayJudge`. */
  exceptions: z
    .array(z.strictObject({ rule: key, note: line(1000), sources: ownSources }))
    .max(30)
    .default([]),
  results: z
    .array(
      z.strictObject({
        city: line(200),
        country,
        title: line(300).optional(),
        /** How good the title is; `descriptive` is a label of our own. */
        titleIs: z.enum(['official', 'short', 'translated', 'truncated', 'descriptive']).optional(),
        tier: z.enum(TIERS),
        /** Beside the tier, such as `popular-city`. */
        distinctions: z.array(key).max(20).default([]),
        /** Where nothing is known, left out: so earlier documents keep their digests. */
        themes: z.array(key).min(1).max(20).optional(),
        /** Goals and targets of the 2030 Agenda. */
        sdgs: z.array(sdg).min(1).max(200).optional(),
        note,
        sources,
      }),
    )
    .max(2000)
    .default([]),
  notes: z.array(line(1000)).max(100).default([]),
  /** Sources of the whole. */
  sources: ownSources,
  licence: line(500),
});
/** A past edition, complete: every default filled in. */
export type PastEdition = z.output<typeof pastEditionSchema>;

/** SHA-256, hex, over the RFC 8785 JSON of the complete document; stored beside each revision as `sha256-jcs-v1`. */
export const pastEditionDigest = (history: PastEdition): string => digestOf(history);

/** The last day that what is known of a date may mean, so that dates of different precision can be compared. */
export const latestDay = (date: string): string => (date.length === 4 ? `${date}-12-31` : `${date}-31`).slice(0, 10);
