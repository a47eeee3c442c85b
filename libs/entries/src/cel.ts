import { type CelInput, CelScalar, celEnv, celFunc, isCelError, parse, plan } from '@bufbuild/cel';
import { strings } from '@bufbuild/cel/ext';
import { DateTime } from 'luxon';

/** What an expression sees, by the name of its variables. Whole numbers are bigint, others number; nothing is undefined. */
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
  };
}

function runner(expression: Expression): CelProgram['run'] {
  const evaluate = plan(env, expression);
  return (facts) => {
    const value = evaluate(facts);
    return isCelError(value) ? { error: value.message } : { value };
  };
}

/** The expression and all its parts, innermost first; of a loop only what it ranges over, as its body needs its variable. */
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

function pathOf({ exprKind: kind }: Expression): string | null {
  if (kind.case === 'identExpr') return kind.value.name;
  if (kind.case !== 'selectExpr' || !kind.value.operand) return null;
  const operand = pathOf(kind.value.operand);
  return operand === null ? null : `${operand}.${kind.value.field}`;
}
