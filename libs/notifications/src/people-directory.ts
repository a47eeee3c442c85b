import type { Reader } from './render.js';

/** A person as a mail needs them. */
export interface Reachable extends Reader {
  id: string;
  /** Primary address; null when there is none any more. */
  address: string | null;
}

/** Finds people at send time; implemented over `identity`. */
export interface PeopleDirectory {
  reach(personIds: string[]): Promise<Map<string, Reachable>>;
}
