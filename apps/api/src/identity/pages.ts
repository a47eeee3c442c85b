import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import {
  type GivenChoices,
  type Language,
  type PrivacyKind,
  type PrivacyNotice,
  type Session,
  preferredLanguage,
} from '#libs/identity';
import { Problem } from '#libs/platform';
import { PRIVACY_TEXTS, type PageText, TEXTS } from './pages.words.js';

export type PageKind = keyof (typeof TEXTS)[Language];

/** The token of a mailed link. */
export const LinkPath = z.object({ token: z.string().min(1).max(100) });

/** What the form of a page sends: the answers to a privacy notice, each by its question's kind and key; nothing where it asks nothing. */
export const PageForm = z.record(z.string().max(100), z.string().max(100)).optional();

/** The page a mailed link leads to: one button, which works without scripts, after the questions of a privacy notice, if any. */
export function buttonPage(kind: PageKind, acceptLanguage: string | undefined, notice?: PrivacyNotice): string {
  const language = preferredLanguage(acceptLanguage);
  const { title, lead, button } = TEXTS[language][kind];
  const questions = notice ? questionsOf(notice, language) : '';
  const form = `<form method="post">${questions}<button type="submit">${button}</button></form>`;
  return page(language, title, `<p>${lead}</p>${form}`);
}

/** A question a group of two, of which one must be chosen. */
function questionsOf({ version, questions }: PrivacyNotice, language: Language): string {
  const { heading, lead, yes, no } = PRIVACY_TEXTS[language];
  const fields = questions.map(({ kind, key, words }) => {
    const choice = (value: string, label: string) =>
      `<label><input type="radio" name="${kind}:${key}" value="${value}" required> ${label}</label>`;
    return `<fieldset><legend>${escape(words[language])}</legend>${choice('yes', yes)}${choice('no', no)}</fieldset>`;
  });
  const read = `<input type="hidden" name="noticeVersion" value="${escape(version)}">`;
  return `<h2>${heading}</h2><p>${lead}</p>${read}${fields.join('')}`;
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

/** Answers the button: sets the session cookie and says so; a browser is told of a refusal by a page, a program by a problem. */
export async function answerWithSession(
  kind: PageKind,
  headers: Record<string, string | undefined>,
  reply: FastifyReply,
  start: () => Promise<Session>,
): Promise<string> {
  const language = preferredLanguage(headers['accept-language']);
  const texts: PageText = TEXTS[language][kind];
  try {
    const { cookies } = await start();
    reply.header('set-cookie', cookies);
    return page(language, texts.doneTitle, `<p>${texts.done}</p>`);
  } catch (error) {
    const words =
      error instanceof Problem && headers['accept']?.includes('text/html') && refusalIn(language, texts, error);
    if (!words) throw error;
    reply.status((error as Problem).document.status);
    return page(language, words.title, `<p>${words.text}</p>`);
  }
}

function refusalIn(language: Language, texts: PageText, { code }: Problem): { title: string; text: string } | null {
  const { incompleteTitle, incomplete } = PRIVACY_TEXTS[language];
  if (code === 'rule-violated') return { title: incompleteTitle, text: incomplete };
  return code === 'sign-in-refused' ? { title: texts.refusedTitle, text: texts.refused } : null;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign]!);

function page(language: Language, title: string, body: string): string {
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
