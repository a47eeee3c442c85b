import { type CelInput, CelScalar, celEnv, celFunc, isCelError, parse, plan } from '@bufbuild/cel';
import { strings } from '@bufbuild/cel/ext';
import { DateTime } from 'luxon';

/**
 * What an expression sees, by the name of its variables. Whole numbers are bigint, others number; nothing is undefined.
 */
export type CelFacts = Record<string, CelInput>;

type Expression = ReturnType<typeof parse>['expr'];

/** Years before a calendar date, both as `YYYY-MM-DD`: 29 February gives 28 February. */
const yearsBefore = celFunc('yearsBefore', [CelScalar.STRING, CelScalar.INT], CelScalar.STRING, (date, years) => {
  const earlier = DateTime.fromISO(date, { zone: 'utc' })
    .minus({ years: Number(years) })
    .toISODate();
  if (earlier === null) throw new RangeError(`"${date}" is not a calendar date`);
  return earlier;
});

const env = celEnv({ funcs: [...strings, yearsBefore] });

/** An expression ready to run. */
export interface CelProgram {
  /** Its value, or the error it ended in. No clock, no randomness: the same facts always give the same. */
  run(facts: CelFacts): { value: unknown } | { error: string };
  /** The paths of the facts it reads, such as `entry.values.dates.end`. */
  reads: string[];
  /** The first error of any of its parts outside of loops, also of those that `||`, `&&` or `? :` would leave out. */
  firstFault(facts: CelFacts): string | null;
  /** The parts because of which it is not true, with the values they compared; empty when it is true. */
  whyNot(facts: CelFacts): FailedPart[];
}

/** What a value would have to be. */
export type Demand = 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge' | 'in' | 'given' | 'empty' | 'true' | 'false';

/**
 * A comparison that failed: what was read, and what it would have to be; both null where only the
 * values read are known.
 */
export interface FailedPart {
  /** Path of a fact, such as `entry.values.dates.end`, or the function of one, such as `size(entry.missing)`. */
  of: string;
  value: unknown;
  must: Demand | null;
  /** What it was compared with. */
  than: unknown;
}

const programs = new Map<string, CelProgram>();

/** Parses an expression of the Common Expression Language. Throws when it is not one. */
export function celProgram(source: string): CelProgram {
  let program = programs.get(source);
  if (!program) programs.set(source, (program = newProgram(parse(source).expr)));
  return program;
}

function newProgram(expression: Expression): CelProgram {
  const run = runner(expression);
  const reads = new Set<string>();
  for (const part of partsOf(expression)) {
    const path = pathOf(part);
    if (path && !path.startsWith('@')) reads.add(path);
  }
  const outermost = [...reads].filter((path) => ![...reads].some((other) => other.startsWith(`${path}.`)));
  return {
    run,
    reads: outermost.sort(),
    firstFault(facts) {
      for (const part of partsOf(expression)) {
        const result = runner(part)(facts);
        if ('error' in result) return result.error;
      }
      return null;
    },
    whyNot: (facts) => withoutEmptiness(failedParts(expression, facts, true)),
  };
}

function runner(expression: Expression): CelProgram['run'] {
  const evaluate = plan(env, expression);
  return (facts) => {
    const value = evaluate(facts);
    return isCelError(value) ? { error: value.message } : { value };
  };
}

/**
 * The expression and all its parts, innermost first; of a loop only what it ranges over, as its
 * body needs its variable.
 */
function* partsOf(expression: Expression): Generator<Expression> {
  const { exprKind: kind } = expression;
  const inner: (Expression | undefined)[] = [];
  if (kind.case === 'selectExpr') inner.push(kind.value.operand);
  else if (kind.case === 'callExpr') inner.push(kind.value.target, ...kind.value.args);
  else if (kind.case === 'listExpr') inner.push(...kind.value.elements);
  else if (kind.case === 'comprehensionExpr') inner.push(kind.value.iterRange);
  for (const part of inner) if (part) yield* partsOf(part);
  yield expression;
}

const COMPARISONS: Record<string, Demand> = {
  '_==_': 'eq',
  '_!=_': 'ne',
  '_<_': 'lt',
  '_<=_': 'le',
  '_>_': 'gt',
  '_>=_': 'ge',
  '@in': 'in',
};
/** The demand that is left when both sides change places. */
const FLIPPED: Partial<Record<Demand, Demand>> = { eq: 'eq', ne: 'ne', lt: 'gt', le: 'ge', gt: 'lt', ge: 'le' };
const DENIED: Partial<Record<Demand, Demand>> = { eq: 'ne', ne: 'eq', lt: 'ge', le: 'gt', gt: 'le', ge: 'lt' };

/** Why a part is not what was wanted of it: true, or false inside a `!`. */
function failedParts(expression: Expression, facts: CelFacts, wanted: boolean): FailedPart[] {
  const { exprKind: kind } = expression;
  const valueOf = (part: Expression) => {
    const result = runner(part)(facts);
    return 'value' in result ? result.value : undefined;
  };
  if (kind.case === 'callExpr') {
    const { function: name, args } = kind.value;
    if (name === '_&&_' || name === '_||_')
      return args.flatMap((arg) => (valueOf(arg) === !wanted ? failedParts(arg, facts, wanted) : []));
    if (name === '!_') return failedParts(args[0]!, facts, !wanted);
    if (name === '_?_:_') return failedParts(args[valueOf(args[0]!) === true ? 1 : 2]!, facts, wanted);
    const demand = COMPARISONS[name];
    if (demand && args.length === 2) {
      const failed = comparison(args[0]!, args[1]!, demand, wanted, valueOf);
      if (failed) return [failed];
    }
  }
  const path = pathOf(expression);
  if (path !== null) return [{ of: path, value: valueOf(expression), must: wanted ? 'true' : 'false', than: null }];
  const read = new Set(
    [...partsOf(expression)].flatMap((part) => pathOf(part) ?? []).filter((one) => !one.startsWith('@')),
  );
  const outermost = [...read].filter((one) => ![...read].some((other) => other.startsWith(`${one}.`)));
  return outermost.map((of) => ({ of, value: factAt(facts, of), must: null, than: null }));
}

function comparison(
  left: Expression,
  right: Expression,
  demand: Demand,
  wanted: boolean,
  valueOf: (part: Expression) => unknown,
): FailedPart | null {
  const flip = nameOf(left) === null && FLIPPED[demand] !== undefined;
  const [subject, object] = flip ? [right, left] : [left, right];
  const of = nameOf(subject);
  const turned = flip ? FLIPPED[demand]! : demand;
  const must = wanted ? turned : DENIED[turned];
  if (of === null || must === undefined) return null;
  const than = valueOf(object);
  const size = /^size\((.+)\)$/.exec(of)?.[1];
  if (must === 'eq' && size !== undefined && than === 0n) {
    const inner = subject.exprKind.value as { target?: Expression; args: Expression[] };
    return { of: size, value: valueOf(inner.target ?? inner.args[0]!), must: 'empty', than: null };
  }
  if (than === null && (must === 'eq' || must === 'ne'))
    return { of, value: valueOf(subject), must: must === 'eq' ? 'empty' : 'given', than: null };
  return { of, value: valueOf(subject), must, than: demand === 'in' ? [...(than as Iterable<unknown>)] : than };
}

/** A path, or one function of a path; null for anything longer. */
function nameOf(expression: Expression): string | null {
  const path = pathOf(expression);
  if (path !== null || expression.exprKind.case !== 'callExpr') return path;
  const { function: name, target, args } = expression.exprKind.value;
  const inner = [...(target ? [target] : []), ...args].map(pathOf);
  return /^\w+$/.test(name) && inner.length === 1 && inner[0] !== null ? `${name}(${inner[0]})` : null;
}

/** "It may be left out, or must be …": that it was not left out is no reason beside the other. */
const withoutEmptiness = (parts: FailedPart[]): FailedPart[] =>
  parts.filter(({ of, must }) => must !== 'empty' || !parts.some((other) => other.of === of && other.must !== 'empty'));

/** The fact at a path. */
export function factAt(facts: CelFacts, path: string): unknown {
  return path.split('.').reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], facts);
}

function pathOf({ exprKind: kind }: Expression): string | null {
  if (kind.case === 'identExpr') return kind.value.name;
  if (kind.case !== 'selectExpr' || !kind.value.operand) return null;
  const operand = pathOf(kind.value.operand);
  return operand === null ? null : `${operand}.${kind.value.field}`;
}
