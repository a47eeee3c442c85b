import type { FieldFault } from '#libs/words/pure';
import { refusal } from '../refusals.words.js';
/** What may be attached, each with how its file begins. */
const BEGINNINGS = {
  'application/pdf': [0x25, 0x50, 0x44, 0x46, 0x2d],
  'image/jpeg': [0xff, 0xd8, 0xff],
  'image/png': [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
} as const;

export type AttachmentType = keyof typeof BEGINNINGS;
export const ATTACHMENT_TYPES = Object.keys(BEGINNINGS) as AttachmentType[];

/** As many bytes of a file as are needed to know its type. */
export const TELLING_BYTES = 8;

/** Why an attachment was refused. */
export const REFUSALS = ['type', 'unreadable', 'encrypted', 'too-complex', 'virus', 'too-late', 'withdrawn'] as const;
export type Refusal = (typeof REFUSALS)[number];

/** How many attachments an entry may have, and how large each may be. */
export interface AttachmentLimits {
  maxCount: number;
  maxMegabytes: number;
}
export const DEFAULT_LIMITS: AttachmentLimits = { maxCount: 10, maxMegabytes: 20 };

const MEGABYTE = 1_000_000;

/** The type of a file by its content, whatever it is called; null for what may not be attached. */
export function attachmentTypeOf(beginning: Uint8Array): AttachmentType | null {
  return ATTACHMENT_TYPES.find((type) => BEGINNINGS[type].every((byte, at) => beginning[at] === byte)) ?? null;
}

/**
 * What speaks against one more attachment of that many bytes beside those that an entry has; null when nothing does.
 */
export function refusalOf(
  size: number,
  present: number,
  { maxCount, maxMegabytes }: AttachmentLimits,
): FieldFault | null {
  if (present >= maxCount) {
    return {
      pointer: '/name',
      message: refusal('attachment.tooMany'),
      allowed: refusal('attachment.most', { count: maxCount }),
    };
  }
  if (size > maxMegabytes * MEGABYTE) {
    return {
      pointer: '/size',
      message: refusal('attachment.tooLarge'),
      allowed: refusal('attachment.largest', { megabytes: maxMegabytes, bytes: maxMegabytes * MEGABYTE }),
    };
  }
  return null;
}

/**
 * The header by which a download is saved under its name (RFC 6266): a plain form for old programs,
 * and the name itself. It is always saved, never shown in the page that links to it.
 */
export function dispositionOf(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%;]/g, '_');
  const whole = encodeURIComponent(name).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`;
}
