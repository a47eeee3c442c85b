import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';

/** Knows rows that name a city and stay as they are when it is merged: whoever reads them means the other city then. */
export interface CityReference {
  /** What they are, such as `complaints`. */
  kind: string;
  /** How many name the city. */
  count(em: SqlEntityManager, cityId: string): Promise<number>;
}

/** What names cities in the libs that have such rows; brought by them, counted before a merge. */
@Injectable()
export class CityReferences {
  private readonly references: CityReference[] = [];

  register(...references: CityReference[]): void {
    this.references.push(...references);
  }

  /** How many of each kind name a city, in the order of the kinds. */
  async of(em: SqlEntityManager, cityId: string): Promise<{ kind: string; count: number }[]> {
    const found: { kind: string; count: number }[] = [];
    for (const reference of this.references)
      found.push({ kind: reference.kind, count: await reference.count(em, cityId) });
    return found.toSorted((a, b) => a.kind.localeCompare(b.kind));
  }
}
