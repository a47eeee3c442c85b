import type { Problem } from '#libs/platform';

/** The code of the problem that `act` throws; null when it throws none. */
export function problemCodeOf(act: () => unknown): string | null {
  try {
    act();
    return null;
  } catch (error) {
    return (error as Problem).code;
  }
}
