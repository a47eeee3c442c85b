import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { type Language, type Session, preferredLanguage } from '#libs/identity';
import { Problem } from '#libs/platform';
import { type PageText, TEXTS } from './pages.texts.js';

export type PageKind = keyof (typeof TEXTS)[Language];

/** The token of a mailed link. */
export const LinkPath = z.object({ token: z.string().min(1).max(100) });

/** The page a mailed link leads to: one button, which works without scripts. */
export function buttonPage(kind: PageKind, acceptLanguage: string | undefined): string {
  const language = preferredLanguage(acceptLanguage);
  const { title, lead, button } = TEXTS[language][kind];
  return page(language, title, `<p>${lead}</p><form method="post"><button type="submit">${button}</button></form>`);
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
    const refused = error instanceof Problem && error.code === 'sign-in-refused';
    if (!refused || !headers['accept']?.includes('text/html')) throw error;
    reply.status(error.document.status);
    return page(language, texts.refusedTitle, `<p>${texts.refused}</p>`);
  }
}

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
main { max-width: 32rem; margin: 15vh auto 0; padding: 0 1rem; }
button { font: inherit; padding: 0.75rem 1.5rem; }
</style>
</head>
<body><main><h1>${title}</h1>${body}</main></body>
</html>
`;
}
