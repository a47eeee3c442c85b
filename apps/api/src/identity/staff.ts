import { Problem, type RequestContext } from '#libs/platform';

/** Throws `forbidden` for everybody but the secretariat of all programmes: people belong to none. */
export function requireStaffOfAll({ principal }: RequestContext, refusal: string): void {
  const staff = principal?.grants.some(({ role, programme }) => role === 'secretariat' && programme === null);
  if (!staff) throw new Problem('forbidden', refusal);
}

/** Throws `forbidden` for everybody but the person and the secretariat of all programmes. */
export function requireSelfOrStaff(context: RequestContext, personId: string, refusal: string): void {
  if (personId !== context.principal?.personId) requireStaffOfAll(context, refusal);
}
