import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import {
  type GivenChoices,
  type PrivacyKind,
  type PrivacyNotice,
  type Session,
  preferredLanguage,
} from '#libs/identity';
import { Problem } from '#libs/platform';
import { type WordLanguage, textLanguage } from '#libs/words';
import { pageWords } from './pages.words.js';

export type PageKind = 'sign-in' | 'invitation';

/** The token of a mailed link. */
export const LinkPath = z.object({ token: z.string().min(1).max(100) });

/**
 * What the form of a page sends: the answers to a privacy notice, each by its question's kind and
 * key; nothing where it asks nothing.
 */
export const PageForm = z.record(z.string().max(100), z.string().max(100)).optional();

/**
 * The page a mailed link leads to: one button, which works without scripts, after the questions of
 * a privacy notice, if any.
 */
export const buttonPage = (kind: PageKind, acceptLanguage: string | undefined, notice?: PrivacyNotice): string =>
  buttonPageIn(preferredLanguage(acceptLanguage), kind, notice);

/** The page in one language. */
export function buttonPageIn(language: WordLanguage, kind: PageKind, notice?: PrivacyNotice): string {
  const say = pageWords.in(language);
  const questions = notice ? questionsOf(notice, language) : '';
  const form = `<form method="post">${questions}<button type="submit">${say(`${kind}.button`)}</button></form>`;
  return page(language, say(`${kind}.title`), `<p>${say(`${kind}.lead`)}</p>${form}`);
}

/** A question a group of two, of which one must be chosen. */
function questionsOf({ version, questions }: PrivacyNotice, language: WordLanguage): string {
  const say = pageWords.in(language);
  const fields = questions.map(({ kind, key, words }) => {
    const choice = (value: string, label: string) =>
      `<label><input type="radio" name="${kind}:${key}" value="${value}" required> ${label}</label>`;
    // One that was published before a language was there is read in English.
    const question = words[textLanguage(language)] ?? words.en;
    return `<fieldset><legend>${escape(question)}</legend>${choice('yes', say('privacy.yes'))}${choice('no', say('privacy.no'))}</fieldset>`;
  });
  const read = `<input type="hidden" name="noticeVersion" value="${escape(version)}">`;
  return `<h2>${say('privacy.heading')}</h2><p>${say('privacy.lead')}</p>${read}${fields.join('')}`;
}

/** What the form says to the privacy notice; undefined when it says nothing. */
export function answersIn(
  form: z.output<typeof PageForm>,
  acceptLanguage: string | undefined,
): GivenChoices | undefined {
  if (!form || Object.keys(form).length === 0) return undefined;
  const { noticeVersion = '', ...answers } = form;
  const choices = Object.entries(answers).map(([name, answer]) => {
    const [kind, key = ''] = name.split(':');
    // What the notice does not ask is refused by its rules.
    return { kind: kind as PrivacyKind, key, granted: answer === 'yes' };
  });
  return { noticeVersion, language: preferredLanguage(acceptLanguage), choices };
}

/**
 * Answers the button: sets the session cookie and says so; a browser is told of a refusal by a
 * page, a program by a problem.
 */
export async function answerWithSession(
  kind: PageKind,
  headers: Record<string, string | undefined>,
  reply: FastifyReply,
  start: () => Promise<Session>,
): Promise<string> {
  const language = preferredLanguage(headers['accept-language']);
  const say = pageWords.in(language);
  try {
    const { cookies } = await start();
    reply.header('set-cookie', cookies);
    return page(language, say(`${kind}.doneTitle`), `<p>${say(`${kind}.done`)}</p>`);
  } catch (error) {
    const words =
      error instanceof Problem && headers['accept']?.includes('text/html') && refusalIn(language, kind, error);
    if (!words) throw error;
    reply.status((error as Problem).document.status);
    return page(language, words.title, `<p>${words.text}</p>`);
  }
}

function refusalIn(language: WordLanguage, kind: PageKind, { code }: Problem): { title: string; text: string } | null {
  const say = pageWords.in(language);
  if (code === 'rule-violated') return { title: say('privacy.incompleteTitle'), text: say('privacy.incomplete') };
  return code === 'sign-in-refused' ? { title: say(`${kind}.refusedTitle`), text: say(`${kind}.refused`) } : null;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign]!);

function page(language: WordLanguage, title: string, body: string): string {
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>
:root { color-scheme: light dark; font: 1.125rem/1.5 system-ui, sans-serif; }
main { max-width: 32rem; margin: 15vh auto 0; padding: 0 1rem 2rem; }
button { font: inherit; padding: 0.75rem 1.5rem; }
fieldset { margin: 0 0 1rem; padding: 0.5rem 1rem; }
label { display: inline-block; min-width: 3rem; padding: 0.5rem 1.5rem 0.5rem 0; }
input { width: 1.5rem; height: 1.5rem; vertical-align: middle; }
</style>
</head>
<body><main><h1>${title}</h1>${body}</main></body>
</html>
`;
}
