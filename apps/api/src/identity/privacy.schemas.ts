import { z } from 'zod';
import { LANGUAGES, type Language, PRIVACY_KINDS } from '#libs/identity';

const key = z.string().regex(/^[a-z][a-z0-9-]{0,59}$/);
const version = z.string().trim().min(1).max(40);
const words = z.string().trim().min(1).max(2000);
const Question = z.strictObject({
  kind: z.enum(PRIVACY_KINDS).describe('`purpose`: what data is used for; `transfer`: to where abroad it goes'),
  key: key.describe('Names the question in records'),
  words: z
    .strictObject(Object.fromEntries(LANGUAGES.map((language) => [language, words])) as Record<Language, typeof words>)
    .describe('What is read, in each language'),
});
export const NewNotice = z.strictObject({ version, questions: z.array(Question).min(1).max(50) });
export const Notice = z.object({ version: z.string(), questions: z.array(Question) }).meta({ id: 'PrivacyNotice' });
export const NoticeQuery = z.object({ version: version.optional().describe('Left out: the one in force') });

const choice = { kind: z.enum(PRIVACY_KINDS), key, granted: z.boolean() };
export const NewChoices = z.strictObject({
  noticeVersion: version.describe('The wording that was read'),
  language: z.enum(LANGUAGES).describe('The language it was read in'),
  choices: z.array(z.strictObject(choice)).min(1).max(50).describe('A yes or no to each question'),
});
const Recorded = z.object({
  ...choice,
  noticeVersion: z.string(),
  language: z.string(),
  at: z.iso.datetime(),
});
/** What somebody said to privacy notices. */
export const privacyRecord = {
  inForce: z.string().describe('Version of the notice in force'),
  complete: z.boolean().describe('Does every question of it have an answer?'),
  present: z.array(Recorded).describe('The last answer to each question'),
  record: z.array(Recorded).describe('All there was, oldest first; nothing is ever changed'),
};
export const PrivacyRecord = z.object(privacyRecord).meta({ id: 'PrivacyRecord' });
