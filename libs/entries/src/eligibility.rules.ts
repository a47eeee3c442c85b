import { type CelFacts, celProgram } from './cel.js';
import { sampleFacts } from './eligibility.facts.js';
import type { Form } from './form.js';

/** A rule of eligibility: an expression of CEL that must be true, and what it asks for in a sentence. */
export interface EligibilityRule {
  id: string;
  /** `block`: an entry that does not meet it is invalid. `warn`: people are told, nothing follows. */
  severity: 'block' | 'warn';
  expression: string;
  /** What is asked for, as a whole sentence. */
  message: string;
}

/** What a rule found; `error` when it could not be evaluated. */
export interface RuleResult {
  id: string;
  severity: 'block' | 'warn';
  result: 'pass' | 'fail' | 'error';
  /** Why, in a sentence with the values that were looked at. */
  reason: string;
}

/** What the rules alone say; `undecided` when a blocking one could not be evaluated. */
export type RulesOutcome = 'valid' | 'invalid' | 'undecided';

/** The shipped rules of the Guangzhou Award. */
export const GUANGZHOU_RULES: EligibilityRule[] = [
  {
    id: 'complete',
    severity: 'block',
    expression: 'size(entry.missing) == 0',
    message: 'Every section of the form is filled in.',
  },
  {
    id: 'dates-in-order',
    severity: 'block',
    expression:
      'entry.values.dates.end == null || entry.values.dates.start == null || entry.values.dates.start <= entry.values.dates.end',
    message: 'The initiative does not end before it starts.',
  },
  {
    id: 'begun',
    severity: 'block',
    expression: 'entry.values.dates.start != null && entry.values.dates.start <= deadline.date',
    message: 'The initiative has begun by the deadline.',
  },
  {
    id: 'recent',
    severity: 'block',
    expression: 'entry.values.dates.end == null || entry.values.dates.end >= yearsBefore(deadline.date, 2)',
    message: 'The initiative is ongoing, or was completed within two years before the deadline.',
  },
  {
    id: 'local-government',
    severity: 'block',
    expression: 'city.kind in ["city", "region"]',
    message: 'The entry comes from a city or a regional government.',
  },
  {
    id: 'results-described',
    severity: 'warn',
    expression: 'entry.words.outcomes.results >= 10',
    message: 'The results are described in at least ten words.',
  },
];

const VALUE_MAX = 80;

/** Evaluates the rules, in their order. Never throws for facts that `factsOf` gives. */
export function evaluateRules(rules: readonly EligibilityRule[], facts: CelFacts): RuleResult[] {
  return rules.map((rule) => {
    const { id, severity, message } = rule;
    const program = celProgram(rule.expression);
    const outcome = program.run(facts);
    const values = program.reads.map((path) => `${path} is ${shown(factAt(facts, path))}`).join(', ');
    if (!('value' in outcome))
      return { id, severity, result: 'error', reason: `Could not be checked: ${outcome.error} (${values}).` };
    if (outcome.value === true) return { id, severity, result: 'pass', reason: `Met: ${message}` };
    return { id, severity, result: 'fail', reason: `Not met: ${message} (${values})` };
  });
}

/** What rule results say of an entry. */
export function rulesOutcome(results: readonly Pick<RuleResult, 'severity' | 'result'>[]): RulesOutcome {
  const blocking = results.filter(({ severity }) => severity === 'block');
  if (blocking.some(({ result }) => result === 'fail')) return 'invalid';
  return blocking.some(({ result }) => result === 'error') ? 'undecided' : 'valid';
}

/**
 * What is wrong with a rule's expression, in plain words; null when it can be used: it parses, every part of it fits the
 * form's fields, and it gives true or false also for an entry in which nothing is filled in.
 */
export function checkRule(rule: EligibilityRule, form: Form): string | null {
  try {
    const program = celProgram(rule.expression);
    const full = sampleFacts(form, true);
    const fault = program.firstFault(full);
    if (fault !== null) return fault;
    for (const facts of [full, sampleFacts(form, false)]) {
      const outcome = program.run(facts);
      if ('error' in outcome) return `${outcome.error} (for an entry in which nothing is filled in)`;
      if (typeof outcome.value !== 'boolean') return 'must give true or false';
    }
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function factAt(facts: CelFacts, path: string): unknown {
  return path.split('.').reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], facts);
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return 'not given';
  if (Array.isArray(value)) return value.length === 0 ? 'empty' : shortened(value.join(', '));
  return shortened(String(value));
}

const shortened = (text: string) => (text.length > VALUE_MAX ? `${text.slice(0, VALUE_MAX)}…` : text);
