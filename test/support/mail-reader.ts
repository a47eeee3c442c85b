import type { TakenMail } from './smtp-sink.js';

/** A mail as its reader sees it. */
export interface ReadMail {
  to: string;
  messageId: string;
  from: string;
  subject: string;
  text: string;
  html: string;
}

/** Decodes a mail that the sink took. */
export function readMail({ to, messageId, raw }: TakenMail): ReadMail {
  const { headers, body } = split(raw);
  const boundary = /boundary="([^"]+)"/.exec(header(headers, 'Content-Type'))?.[1];
  if (!boundary) throw new Error('A mail has a text and an HTML part, and this one has no parts.');
  const parts = body.split(`--${boundary}`).map((part) => split(part.replace(/^\r?\n/, '')));
  const partOf = (type: string): string => {
    const part = parts.find((one) => header(one.headers, 'Content-Type').startsWith(type));
    if (!part) throw new Error(`The mail has no part ${type}.`);
    return decode(part.body, header(part.headers, 'Content-Transfer-Encoding')).replaceAll('\r\n', '\n');
  };
  return {
    to: to[0]!,
    messageId,
    from: decodeWords(header(headers, 'From')),
    subject: decodeWords(header(headers, 'Subject')),
    text: partOf('text/plain'),
    html: partOf('text/html'),
  };
}

function split(raw: string): { headers: string; body: string } {
  const end = /\r?\n\r?\n/.exec(raw);
  return end
    ? { headers: raw.slice(0, end.index).replace(/\r?\n[ \t]+/g, ' '), body: raw.slice(end.index + end[0].length) }
    : { headers: raw, body: '' };
}

const header = (headers: string, name: string): string =>
  new RegExp(`^${name}: ?(.*)$`, 'im').exec(headers)?.[1]?.trim() ?? '';

function decode(body: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString();
  return encoding === 'quoted-printable' ? quotedPrintable(body.replace(/=\r?\n/g, '')) : body;
}

/** Encoded words of a header (RFC 2047). */
const decodeWords = (text: string): string =>
  text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, word: string) =>
      kind.toLowerCase() === 'b' ? Buffer.from(word, 'base64').toString() : quotedPrintable(word.replaceAll('_', ' ')),
    );

const quotedPrintable = (text: string): string =>
  Buffer.from(
    text.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString();
