import type { WordLanguage } from '#libs/words/pure';
import { type CelFacts, type Demand, celProgram, factAt } from './cel.js';
import { sampleFacts } from './eligibility-facts.js';
import { type Message, messageIn, ruleWords } from './eligibility.words.js';
import type { Form } from '../form/form.js';

/** What follows when a rule is not met: see `EligibilityRule`. */
export const SEVERITIES = ['block', 'warn', 'ask'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** A rule of eligibility: an expression of CEL that must be true, and what it asks for in a sentence. */
export interface EligibilityRule {
  id: string;
  /**
   * `block`: an entry that does not meet it is invalid. `ask`: the rule alone says nothing, a
   * person must answer it, with a reason, or ask the city. `warn`: people are told, nothing
   * follows.
   */
  severity: Severity;
  expression: string;
  /** What is asked for, as a whole sentence, in one language or several. */
  message: Message;
}

/**
 * A value because of which a rule is not met, in texts that can be shown; `must` and `than` are
 * null where only the value is known.
 */
export interface RuleValue {
  /** Path of the fact, such as `entry.values.dates.end`. */
  of: string;
  /** Null when it was not given. */
  value: string | null;
  must: Demand | null;
  than: string | null;
}

/** What a rule found; `error` when it could not be evaluated. */
export interface RuleResult {
  id: string;
  severity: Severity;
  result: 'pass' | 'fail' | 'error';
  /** Why, in a sentence with the values that were looked at, in English. */
  reason: string;
  /** What is needed to say the reason in another language; absent in what was found before there were several. */
  message?: Message;
  values?: RuleValue[];
}

/** What the rules alone say; `undecided` when a blocking one could not be evaluated, or a person must answer one. */
export type RulesOutcome = 'valid' | 'invalid' | 'undecided';

/** Facts that say no more than yes or no, each with those that say why. */
const TOLD_WITH: Readonly<Record<string, readonly string[]>> = {
  'entry.inLanguage': ['entry.language', 'definition.authoritativeLanguage', 'entry.translatedBy'],
};
const VALUE_MAX = 80;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** Evaluates the rules, in their order. Never throws for facts that `factsOf` gives. */
export function evaluateRules(rules: readonly EligibilityRule[], facts: CelFacts): RuleResult[] {
  return rules.map((rule) => {
    const { id, severity, message } = rule;
    const program = celProgram(rule.expression);
    const outcome = program.run(facts);
    if ('value' in outcome && outcome.value === true)
      return {
        id,
        severity,
        result: 'pass',
        reason: ruleWords.say('en', 'met', { rule: messageIn(message, 'en') }),
        message,
      };
    if ('value' in outcome) {
      const failed = program.whyNot(facts);
      const more = failed
        .flatMap(({ of }) => TOLD_WITH[of] ?? [])
        .filter((path) => failed.every(({ of }) => of !== path));
      const values = [
        ...failed.map(({ of, value, must, than }) => ({ of, value: shown(value), must, than: must && shown(than) })),
        ...more.map((of) => ({ of, value: shown(factAt(facts, of)), must: null, than: null })),
      ];
      const found = { id, severity, result: 'fail' as const, reason: '', message, values };
      return { ...found, reason: reasonIn(found, 'en') };
    }
    const values = program.reads.map((of) => ({ of, value: shown(factAt(facts, of)), must: null, than: null }));
    const reason = `Could not be checked: ${outcome.error} (${valuesIn(values, 'en')}).`;
    return { id, severity, result: 'error', reason, message, values };
  });
}

/**
 * Why a rule is met or not, in a language; in English what could not be evaluated, and what was
 * found before there were several.
 */
export function reasonIn({ result, reason, message, values }: RuleResult, language: WordLanguage): string {
  if (message === undefined || result === 'error') return reason;
  const say = ruleWords.in(language);
  const rule = messageIn(message, language);
  return result === 'pass' ? say('met', { rule }) : say('notMet', { rule, values: valuesIn(values ?? [], language) });
}

/** What rule results say of an entry. */
export function rulesOutcome(results: readonly Pick<RuleResult, 'severity' | 'result'>[]): RulesOutcome {
  if (results.some(({ severity, result }) => severity === 'block' && result === 'fail')) return 'invalid';
  return results.some(mustBeAnswered) ? 'undecided' : 'valid';
}

/**
 * Ids of the rules that a person must answer with a reason: those that ask and are not met, and
 * those that could not be evaluated.
 */
export const rulesToAnswer = (results: readonly Pick<RuleResult, 'id' | 'severity' | 'result'>[]): string[] =>
  results.filter(mustBeAnswered).map(({ id }) => id);

const mustBeAnswered = ({ severity, result }: Pick<RuleResult, 'severity' | 'result'>): boolean =>
  (severity === 'ask' && result !== 'pass') || (severity === 'block' && result === 'error');

/**
 * What is wrong with a rule's expression, in plain words; null when it can be used: it parses,
 * every part of it fits the form's fields, and it gives true or false also for an entry in which
 * nothing is filled in.
 */
export function checkRule(rule: Pick<EligibilityRule, 'expression'>, form: Form): string | null {
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

/** `dates.end = 2020-05-01; must be 2024-08-31 or later`, one after the other. */
function valuesIn(values: readonly RuleValue[], language: WordLanguage): string {
  const say = ruleWords.in(language);
  const inWords = (value: string | null) =>
    value === null
      ? say('notGiven')
      : value === ''
        ? say('empty')
        : ({ true: say('yes'), false: say('no') }[value] ?? value);
  const told = values.map(({ of, value, must, than }) => {
    const what = `${of.replace(/\bentry\.(values\.)?/, '')} = ${inWords(value)}`;
    if (!must) return what;
    const kind = DATE.test(than ?? '') ? 'date' : 'other';
    return `${what}; ${say(`must.${must}`, { than: inWords(than), kind })}`;
  });
  return told.join(', ');
}

/** A value as a text: null when it is not given, empty for an empty list. */
function shown(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  const isList = typeof value === 'object' && Symbol.iterator in value;
  return shortened(isList ? [...(value as Iterable<unknown>)].join(', ') : String(value));
}

const shortened = (text: string) => (text.length > VALUE_MAX ? `${text.slice(0, VALUE_MAX)}…` : text);
