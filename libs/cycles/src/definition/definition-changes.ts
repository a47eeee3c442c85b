import { isDeepStrictEqual } from 'node:util';
import type { CycleDefinition } from './definition.js';

/**
 * One value that differs: where (stages and criteria by their key), what stood there, what stands
 * there now; absent is undefined.
 */
export interface DefinitionChange {
  /** Such as `/title`, `/stages/call/window/deadline`, `/criteria/context/weight`. */
  pointer: string;
  from?: unknown;
  to?: unknown;
}

/** Members that are compared as one value: what is inside only makes sense together. */
const WHOLE = /^\/(form|languages|stages\/[^/]+\/(after|ladder|release|settings|certifiers|complaints|window\/steps))$/;

/** What differs between two complete definitions, in the order of the old one. */
export function changesBetween(before: CycleDefinition, after: CycleDefinition): DefinitionChange[] {
  return differences('', plain(keyed(before)), plain(keyed(after)));
}

/** Stages and criteria by their keys, so that one that is added does not change all that come after. */
const keyed = (definition: CycleDefinition): object => ({
  ...definition,
  criteria: Object.fromEntries(definition.criteria.map(({ key, ...rest }) => [key, rest])),
  stages: Object.fromEntries(definition.stages.map(({ key, ...rest }) => [key, rest])),
});

/** As JSON says it: what comes from a schema and what comes from the database differ in more than their values. */
const plain = (value: object): unknown => JSON.parse(JSON.stringify(value));

function differences(pointer: string, before: unknown, after: unknown): DefinitionChange[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (WHOLE.test(pointer) || !isMap(before) || !isMap(after)) {
    return [{ pointer, ...(before !== undefined && { from: before }), ...(after !== undefined && { to: after }) }];
  }
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key) => differences(`${pointer}/${key}`, before[key], after[key]));
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
