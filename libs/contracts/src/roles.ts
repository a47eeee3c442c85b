/** Roles of people, as in the domain's vocabulary; `public` needs no sign-in. */
export const ROLES = ['secretariat', 'organiser', 'city', 'expert', 'juror', 'auditor'] as const;
export type Role = (typeof ROLES)[number];
