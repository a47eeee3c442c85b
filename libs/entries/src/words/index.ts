// Written by `npm run words` from the folders beside it.
import callForEntriesEn from './en/call-for-entries.json' with { type: 'json' };
import callForEntriesZh from './zh/call-for-entries.json' with { type: 'json' };
import callForEntriesFr from './fr/call-for-entries.json' with { type: 'json' };
import callForEntriesEs from './es/call-for-entries.json' with { type: 'json' };
import eligibilityEn from './en/eligibility.json' with { type: 'json' };
import eligibilityZh from './zh/eligibility.json' with { type: 'json' };
import eligibilityFr from './fr/eligibility.json' with { type: 'json' };
import eligibilityEs from './es/eligibility.json' with { type: 'json' };
import entryEn from './en/entry.json' with { type: 'json' };
import entryZh from './zh/entry.json' with { type: 'json' };
import entryFr from './fr/entry.json' with { type: 'json' };
import entryEs from './es/entry.json' with { type: 'json' };
import formEn from './en/form.json' with { type: 'json' };
import formZh from './zh/form.json' with { type: 'json' };
import formFr from './fr/form.json' with { type: 'json' };
import formEs from './es/form.json' with { type: 'json' };
import guangzhouFormEn from './en/guangzhou-form.json' with { type: 'json' };
import guangzhouFormZh from './zh/guangzhou-form.json' with { type: 'json' };
import guangzhouFormFr from './fr/guangzhou-form.json' with { type: 'json' };
import guangzhouFormEs from './es/guangzhou-form.json' with { type: 'json' };
import guangzhouRulesEn from './en/guangzhou-rules.json' with { type: 'json' };
import guangzhouRulesZh from './zh/guangzhou-rules.json' with { type: 'json' };
import guangzhouRulesFr from './fr/guangzhou-rules.json' with { type: 'json' };
import guangzhouRulesEs from './es/guangzhou-rules.json' with { type: 'json' };
import owedEn from './en/owed.json' with { type: 'json' };
import owedZh from './zh/owed.json' with { type: 'json' };
import owedFr from './fr/owed.json' with { type: 'json' };
import owedEs from './es/owed.json' with { type: 'json' };
import rulesEn from './en/rules.json' with { type: 'json' };
import rulesZh from './zh/rules.json' with { type: 'json' };
import rulesFr from './fr/rules.json' with { type: 'json' };
import rulesEs from './es/rules.json' with { type: 'json' };

export const callForEntries = {
  en: callForEntriesEn,
  zh: callForEntriesZh,
  fr: callForEntriesFr,
  es: callForEntriesEs,
};
export const eligibility = { en: eligibilityEn, zh: eligibilityZh, fr: eligibilityFr, es: eligibilityEs };
export const entry = { en: entryEn, zh: entryZh, fr: entryFr, es: entryEs };
export const form = { en: formEn, zh: formZh, fr: formFr, es: formEs };
export const guangzhouForm = { en: guangzhouFormEn, zh: guangzhouFormZh, fr: guangzhouFormFr, es: guangzhouFormEs };
export const guangzhouRules = {
  en: guangzhouRulesEn,
  zh: guangzhouRulesZh,
  fr: guangzhouRulesFr,
  es: guangzhouRulesEs,
};
export const owed = { en: owedEn, zh: owedZh, fr: owedFr, es: owedEs };
export const rules = { en: rulesEn, zh: rulesZh, fr: rulesFr, es: rulesEs };
