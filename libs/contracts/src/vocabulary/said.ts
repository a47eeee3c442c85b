/**
 * A message that is not put into words yet: the topic it belongs to, its key there, and what fills it in. It survives
 * JSON, so that what is stored today can be read in another language later.
 */
export interface Said {
  readonly topic: string;
  readonly key: string;
  readonly given?: Readonly<Record<string, SaidArgument>>;
}

/** What fills in a message: text or a number as it is, a message, or several that follow each other as sentences. */
export type SaidArgument = string | number | Said | readonly Said[];
