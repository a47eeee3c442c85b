import type { Role } from '#libs/contracts/pure';

/**
 * The types of stage that a panel judges, and the role its members hold in the cycle. Their
 * decisions need the chair's signature.
 */
const PANEL_ROLES: Readonly<Record<string, Role>> = { 'technical-screening': 'expert', jury: 'juror' };

/** The role of the members of the panel of a stage of this type; null where there is no panel. */
export const panelRole = (stageType: string): Role | null => PANEL_ROLES[stageType] ?? null;
