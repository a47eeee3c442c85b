/** Roles of people, as in the domain's vocabulary; `public` needs no sign-in. */
export const ROLES = ['secretariat', 'organiser', 'city', 'expert', 'juror', 'auditor'] as const;
export type Role = (typeof ROLES)[number];

/**
 * What somebody with the role `city` may do for it: an owner everything, also bind it (submit,
 * withdraw, confirm) and see to its people; an editor drafts and answers; a reader reads.
 */
export const CITY_ROLES = ['owner', 'editor', 'reader'] as const;
export type CityRole = (typeof CITY_ROLES)[number];
