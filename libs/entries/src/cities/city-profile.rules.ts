/** A number of a city's profile: where it is from, and of which year. */
export interface Figure {
  value: number;
  source: string;
  year: number;
}

/**
 * What a profile says in figures, with the least and the most that each can be: people; square
 * kilometres; people per square kilometre; US dollars a year; the Gini coefficient from 0 (all
 * equal) to 1.
 */
export const FIGURES = {
  population: { least: 1, most: 100_000_000, whole: true },
  surface: { least: 0.01, most: 20_000_000, whole: false },
  density: { least: 0, most: 1_000_000, whole: false },
  gdpPerCapita: { least: 1, most: 10_000_000, whole: false },
  gini: { least: 0, most: 1, whole: false },
} as const;
export type FigureName = keyof typeof FIGURES;
export type Figures = Partial<Record<FigureName, Figure>>;

/** By how much a density may differ from people over surface before somebody should look again. */
const TOLERANCE = 0.05;

/**
 * What in a profile people should look at again: nothing that is refused, since sources differ in what they measure.
 */
export function profileWarnings({ population, surface, density }: Figures): { pointer: string; message: string }[] {
  if (!population || !surface || !density) return [];
  const due = population.value / surface.value;
  if (Math.abs(density.value - due) <= TOLERANCE * due) return [];
  const message = `is not population by surface, which is ${due.toPrecision(4)} people per square kilometre`;
  return [{ pointer: '/figures/density', message }];
}
