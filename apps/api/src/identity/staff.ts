import type { Said } from '#libs/contracts';
import { identityPermissions } from '#libs/identity';
import { Problem, type RequestContext, allows } from '#libs/platform';

/** Throws `forbidden` for everybody but the person, and the secretariat of all programmes: people belong to none. */
export function requireSelfOrStaff({ principal }: RequestContext, personId: string, detail: Said): void {
  if (personId === principal?.personId || allows(identityPermissions.manageAnyAccount, principal, 'installation'))
    return;
  throw new Problem('forbidden', detail);
}
