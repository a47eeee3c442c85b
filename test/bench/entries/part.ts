import type { Figure } from '../harness.js';
import type { Ground } from './ground.js';

/**
 * Some figures of the suite `entries`, measured on a ground of its own: a fresh database and an API in its own process.
 */
export interface EntriesPart {
  name: string;
  run(ground: Ground): Promise<Figure[]>;
}
