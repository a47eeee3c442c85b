// Written by `npm run words` from the folders beside it.
import ceremonyEn from './en/ceremony.json' with { type: 'json' };
import ceremonyZh from './zh/ceremony.json' with { type: 'json' };
import ceremonyFr from './fr/ceremony.json' with { type: 'json' };
import ceremonyEs from './es/ceremony.json' with { type: 'json' };
import cycleEn from './en/cycle.json' with { type: 'json' };
import cycleZh from './zh/cycle.json' with { type: 'json' };
import cycleFr from './fr/cycle.json' with { type: 'json' };
import cycleEs from './es/cycle.json' with { type: 'json' };
import latenessEn from './en/lateness.json' with { type: 'json' };
import latenessZh from './zh/lateness.json' with { type: 'json' };
import latenessFr from './fr/lateness.json' with { type: 'json' };
import latenessEs from './es/lateness.json' with { type: 'json' };
import planningEn from './en/planning.json' with { type: 'json' };
import planningZh from './zh/planning.json' with { type: 'json' };
import planningFr from './fr/planning.json' with { type: 'json' };
import planningEs from './es/planning.json' with { type: 'json' };

export const ceremony = { en: ceremonyEn, zh: ceremonyZh, fr: ceremonyFr, es: ceremonyEs };
export const cycle = { en: cycleEn, zh: cycleZh, fr: cycleFr, es: cycleEs };
export const lateness = { en: latenessEn, zh: latenessZh, fr: latenessFr, es: latenessEs };
export const planning = { en: planningEn, zh: planningZh, fr: planningFr, es: planningEs };
