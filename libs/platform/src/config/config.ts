import { z } from 'zod';

/** One environment variable: its schema, an example for error messages, and whether its value may be printed. */
export interface Variable<T extends z.ZodType = z.ZodType> {
  schema: T;
  example: string;
  secret?: boolean;
}

/** A concern's variables by their property names; the environment's name is the `env` key. */
export type Concern = Record<string, Variable & { env: string }>;
export type ConfigOf<C extends Concern> = { [K in keyof C]: z.output<C[K]['schema']> };

/** Declares one variable of a concern. */
export function variable<T extends z.ZodType>(
  env: string,
  schema: T,
  example: string,
  options: { secret?: boolean } = {},
): Variable<T> & { env: string } {
  return { env, schema, example, ...options };
}

/** All problems of the environment at once, one line each. */
export class ConfigError extends Error {
  constructor(readonly problems: string[]) {
    super(`The configuration is not complete:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

/**
 * Reads several concerns from the environment, once. Throws `ConfigError` naming every wrong variable, what was given
 * (never for secrets) and an example.
 */
export function readConfig<C extends Record<string, Concern>>(
  concerns: C,
  env: NodeJS.ProcessEnv = process.env,
): { [K in keyof C]: ConfigOf<C[K]> } {
  const problems: string[] = [];
  const config: Record<string, Record<string, unknown>> = {};
  for (const [name, concern] of Object.entries(concerns)) {
    const values: Record<string, unknown> = {};
    for (const [property, { env: key, schema, example, secret }] of Object.entries(concern)) {
      const given = env[key] === '' ? undefined : env[key];
      const parsed = schema.safeParse(given);
      if (parsed.success) values[property] = parsed.data;
      else problems.push(describe(key, given, secret ?? false, parsed.error, example));
    }
    config[name] = values;
  }
  if (problems.length > 0) throw new ConfigError([...new Set(problems)]);
  return config as { [K in keyof C]: ConfigOf<C[K]> };
}

function describe(key: string, given: string | undefined, secret: boolean, error: z.ZodError, example: string): string {
  const what = given === undefined ? 'is not set' : secret ? 'has a value that is not valid' : `is "${given}"`;
  const why = given === undefined ? '' : ` (${error.issues.map((issue) => issue.message).join('; ')})`;
  return `${key} ${what}${why}; for example ${key}=${example}`;
}
