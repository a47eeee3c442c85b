import type { Said } from '#libs/contracts';
import { inWords } from '#libs/words';

const messages = new Map<string, Said>();

/** The text of a schema's own message, which zod keeps in English: it is put into words again where it is answered. */
export function schemaMessage(said: Said): string {
  const text = inWords(said, 'en');
  messages.set(text, said);
  return text;
}

/** The message that a schema's own text was made of. */
export const messageOfSchema = (text: string): Said | undefined => messages.get(text);
