import type { Unfit } from './pdf-copy.js';

/** More than any camera makes; what is larger is made to exhaust memory. */
const MOST_PIXELS = 200_000_000;

/**
 * Writes an image anew, with its pixels alone: no EXIF, no XMP, no name, no place; turned as its
 * camera said. Answers why it can't be read, or null. Throws when the copy can't be written.
 */
export async function copyImage(
  from: string,
  to: string,
  mediaType: 'image/jpeg' | 'image/png',
): Promise<Unfit | null> {
  // Loaded late: it brings a native library that only whoever checks files needs.
  const { default: sharp } = await import('sharp');
  const image = sharp(from, { limitInputPixels: MOST_PIXELS, failOn: 'error', sequentialRead: true });
  try {
    await image.metadata();
    const turned = image.autoOrient();
    await (mediaType === 'image/png' ? turned.png() : turned.jpeg({ quality: 90 })).toFile(to);
    return null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== undefined) throw error;
    return 'unreadable';
  }
}
