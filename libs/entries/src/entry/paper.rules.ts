import type { Instant } from '#libs/contracts';

/** How something on paper arrived. */
export const PAPER_MEANS = ['post', 'e-mail', 'courier'] as const;
export type PaperMeans = (typeof PAPER_MEANS)[number];

/**
 * Where it stands: it is typed, waits for its city, or for a second member after one has said why
 * the city cannot confirm; it counts, confirmed by its city or by two members; or its time ended,
 * or its city withdrew it.
 */
export const PAPER_STATES = [
  'transcribing',
  'to-confirm',
  'declared',
  'confirmed',
  'counted',
  'lapsed',
  'withdrawn',
] as const;
export type PaperState = (typeof PAPER_STATES)[number];

/** `lasts`: does anything still let it in? */
export function paperState(of: {
  attested: boolean;
  declared: boolean;
  seconded: boolean;
  counts: boolean;
  lasts: boolean;
  withdrawn: boolean;
}): PaperState {
  if (of.counts) return of.seconded ? 'counted' : 'confirmed';
  if (of.withdrawn) return 'withdrawn';
  if (!of.lasts) return 'lapsed';
  if (of.declared) return 'declared';
  return of.attested ? 'to-confirm' : 'transcribing';
}

/** The end of a call as an arrival meets it. Instants are of ISO 8601 UTC, so that they compare as texts. */
export interface CallEnd {
  deadlineAt: Instant;
  hardCloseAt: Instant;
  /** When it has closed; before the hard close where somebody closed it. */
  closedAt: Instant | null;
}

/** What an arrival is, by the instant of the arrival alone: whoever types or confirms it does so when they can. */
export function timelinessOf(
  arrivedAt: Instant,
  { deadlineAt, hardCloseAt, closedAt }: CallEnd,
): 'in-time' | 'late' | 'too-late' {
  const end = closedAt !== null && closedAt < hardCloseAt ? closedAt : hardCloseAt;
  if (arrivedAt >= end) return 'too-late';
  return arrivedAt >= deadlineAt ? 'late' : 'in-time';
}

/** Those of the secretariat who have worked on it. */
export interface Hands {
  registeredBy: string;
  typists: string[];
  attestedBy: string | null;
}

/** May this person check what was typed? Not their own typing. */
export const mayAttest = (person: string, { typists }: Pick<Hands, 'typists'>): boolean => !typists.includes(person);

/** May this person confirm it for its city? Nobody who has worked on it for the secretariat, whatever else they may. */
export const mayConfirm = (person: string, { registeredBy, typists, attestedBy }: Hands): boolean =>
  ![registeredBy, attestedBy, ...typists].includes(person);
