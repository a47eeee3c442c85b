import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { DateTime } from 'luxon';
import { type Stage, stageDefinitionOf, toInstant } from '#libs/cycles';
import { formOf, languagesOf } from '../stage-types/call-for-entries.type.js';
import type { CycleDefinitions } from '../stage-types/cycle-definitions.js';
import { type EntryCircumstances, factsOf } from '../stage-types/eligibility-facts.js';
import type { CheckableEntry } from './eligibility.queries.js';
import { type EligibilityRule, type RuleResult, evaluateRules } from '../stage-types/eligibility.rules.js';
import type { EligibilitySettings } from '../stage-types/eligibility.type.js';
import type { Form } from '../form/form.js';
import { type CallLanguages, languageFacts } from '../stage-types/language.rules.js';

/** What the rules of a stage need beside an entry. */
export interface RuleContext {
  form: Form;
  rules: readonly EligibilityRule[];
  reasons: EligibilitySettings['reasons'];
  /** By the key of the call an entry answers. */
  calls: ReadonlyMap<string, EntryCircumstances['definition']>;
  /** What entries to a call are written in, by its key; absent where it does not say. */
  languages: Readonly<Record<string, CallLanguages>>;
  /** The form of an earlier revision, by which an entry was submitted. */
  formOfRevision(revision: number): Promise<Form>;
}

/** The form, the rules, and the dates of the calls of the definition that an eligibility stage follows. */
export async function ruleContextOf(
  definitions: CycleDefinitions,
  em: SqlEntityManager,
  stage: Stage,
): Promise<RuleContext> {
  const { stages } = await definitions.stages(em, stage.cycleId);
  const definition = await definitions.of(em, stage);
  // What was frozen by an earlier release has no list of reasons.
  const { rules, reasons = [] } = stageDefinitionOf(definition, stage.key).settings as EligibilitySettings;
  const { edition, languages } = definition;
  const byCall = languagesOf(definition);
  const calls = stages.map(({ key, opensAt, deadlineAt, zone }) => {
    const dates = { opens: dateIn(opensAt, zone), deadline: dateIn(deadlineAt, zone) };
    const authoritativeLanguage = byCall[key]?.authoritative ?? null;
    return [key, { edition, languages, authoritativeLanguage, zone, formRevision: stage.revision, ...dates }] as const;
  });
  const formOfRevision = async (revision: number) =>
    revision === stage.revision ? formOf(definition) : formOf(await definitions.of(em, { ...stage, revision }));
  return { form: formOf(definition), rules, reasons, calls: new Map(calls), languages: byCall, formOfRevision };
}

/** What the rules find in an entry. */
export async function evaluate(
  { form, rules, calls, languages, formOfRevision }: Omit<RuleContext, 'reasons'>,
  entry: CheckableEntry,
): Promise<RuleResult[]> {
  const { cityName: name, countryCode, kind, region, population, late, early, frameworkEntries, revision } = entry;
  const city = { name, countryCode, kind, region, population };
  const definition = calls.get(entry.callKey)!;
  const written = languageFacts(entry.language, entry.translations, languages[entry.callKey]);
  const circumstances = { late, early, formRevision: revision, ...written, frameworkEntries, city, definition };
  return evaluateRules(rules, factsOf(form, entry.content, circumstances, await formOfRevision(revision)));
}

/** The calendar date of an instant in a zone. */
const dateIn = (at: Date, zone: string): string =>
  DateTime.fromJSDate(at, { zone }).toISODate() ?? toInstant(at).slice(0, 10);
