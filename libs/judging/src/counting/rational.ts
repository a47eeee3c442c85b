/** An exact fraction in lowest terms; the denominator is positive. */
export interface Rational {
  readonly n: bigint;
  readonly d: bigint;
}

/** The fraction n/d. Throws a RangeError when d is 0. */
export function rational(n: bigint, d = 1n): Rational {
  if (d === 0n) throw new RangeError('a fraction cannot have the denominator 0');
  let [a, b] = [n < 0n ? -n : n, d < 0n ? -d : d];
  while (b !== 0n) [a, b] = [b, a % b];
  const divisor = d < 0n ? -a : a;
  return { n: n / divisor, d: d / divisor };
}

/** The exact value of a number as it is written: 0.1 is one tenth, not the nearest binary fraction. */
export function fromNumber(value: number): Rational {
  if (!Number.isFinite(value)) throw new RangeError(`${value} is not a finite number`);
  const [mantissa, exponent = '0'] = String(value).split('e') as [string, string?];
  const [whole, decimals = ''] = mantissa.split('.') as [string, string?];
  const power = Number(exponent) - decimals.length;
  const digits = BigInt(whole + decimals);
  return power >= 0 ? rational(digits * 10n ** BigInt(power)) : rational(digits, 10n ** BigInt(-power));
}

export const ZERO = rational(0n);

/** The sum of fractions; 0 for none. */
export function sum(values: Iterable<Rational>): Rational {
  let total = ZERO;
  for (const value of values) total = rational(total.n * value.d + value.n * total.d, total.d * value.d);
  return total;
}

/** a − b. */
export function minus(a: Rational, b: Rational): Rational {
  return rational(a.n * b.d - b.n * a.d, a.d * b.d);
}

/** a × b. */
export function times(a: Rational, b: Rational): Rational {
  return rational(a.n * b.n, a.d * b.d);
}

/** a ÷ b. Throws a RangeError when b is 0. */
export function dividedBy(a: Rational, b: Rational): Rational {
  return rational(a.n * b.d, a.d * b.n);
}

/** Negative, 0 or positive, like a − b. */
export function compareRationals(a: Rational, b: Rational): number {
  const difference = a.n * b.d - b.n * a.d;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The nearest number with so many decimals; halves are rounded away from zero. For display, never for comparing. */
export function toNumber({ n, d }: Rational, decimals = 6): number {
  const scale = 10n ** BigInt(decimals);
  const doubled = (n < 0n ? -n : n) * scale * 2n;
  const rounded = (doubled + d) / (2n * d);
  return Number(n < 0n ? -rounded : rounded) / Number(scale);
}
