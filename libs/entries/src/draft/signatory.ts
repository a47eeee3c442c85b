import { v7 as uuidv7 } from 'uuid';
import type { FieldError, Said } from '#libs/contracts';
import type { RequestContext, Work } from '#libs/platform';
import { formProblem } from '../entry/entry-answers.js';
import { formWords } from '../form/form.words.js';
import type { SignedAct } from './draft.entities.js';

/** Who acts, as they say themselves. */
export interface Signer {
  name: string;
  /** What they are there: mayor, head of an office. */
  function: string;
}

/**
 * What is wrong when somebody acts by a shared office account and does not say who they are. A
 * personal account need not.
 */
export function signerErrors({ principal, language = 'en' }: RequestContext, signer: Signer | undefined): FieldError[] {
  if (!principal?.office || signer) return [];
  return [{ pointer: '/signatory', message: formWords.say(language, 'noSignatory') }];
}

/** Throws `rule-violated` for what `signerErrors` finds. */
export function requireSigner(context: RequestContext, signer: Signer | undefined, failed: Said): void {
  const errors = signerErrors(context, signer);
  if (errors.length > 0) throw formProblem(failed, errors);
}

/** Keeps who acted, with the last statement of the transaction. */
export function keepSigner(
  work: Work,
  signer: Signer | undefined,
  { entryId, act, version, at }: { entryId: string; act: SignedAct; version: number | null; at: Date },
): void {
  if (!signer) return;
  work.defer({
    sql: `signatory as (
      insert into entries.signatory (id, entry_id, act, version, account_id, name, function, signed_at)
      values (?, ?, ?, ?, ?, ?, ?, ?))`,
    values: [uuidv7(), entryId, act, version, work.actor.id, signer.name, signer.function, at],
  });
}
