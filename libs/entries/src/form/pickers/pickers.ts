import { NUA_COMMITMENTS } from './nua-commitments.js';
import { SDG_TARGETS } from './sdg-targets.js';

/** The lists that a form can have people pick from, by the name its keyword `picker` gives. */
export const PICKERS = { 'sdg-targets': SDG_TARGETS, 'nua-commitments': NUA_COMMITMENTS } as const;
export type Picker = keyof typeof PICKERS;

const codes = new Map(Object.entries(PICKERS).map(([name, choices]) => [name, new Set(choices.map(([code]) => code))]));

/** Is there such a list? */
export const isPicker = (name: unknown): name is Picker => typeof name === 'string' && Object.hasOwn(PICKERS, name);

/** Is the code in the list? */
export const isPicked = (name: Picker, code: string): boolean => codes.get(name)!.has(code);
