/**
 * What a mail may show, by placeholder name; instants as ISO 8601 UTC, codes, lists for loops.
 * Rendered in the recipient's language and zones.
 */
export type MailFacts = Record<string, unknown>;
