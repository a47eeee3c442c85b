import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { StageInHand } from '#libs/cycles';
import type { PeopleService } from '#libs/identity';
import { placeOf } from './certification.rules.js';
import { Certifier } from './certifier.entity.js';
import { scopeOf } from './decision-authority.js';
import { PanelMember } from './panel-member.entity.js';
import { refOf } from './stage-in-hand.js';

/** Who may stand for a decision of the stage: the chair of its panel, and all who certify, in their own right or for another. */
export async function signersOf(em: SqlEntityManager, people: PeopleService, hand: StageInHand): Promise<string[]> {
  const ref = refOf(hand);
  const chairs = await em.find(PanelMember, { ...ref, seat: 'chair' });
  const { roles, count } = hand.stageDefinition.certifiers;
  const held = await Promise.all(roles.map((role) => people.peopleWithRole(role, scopeOf(hand))));
  const holders = new Set(held.flat().map(({ id }) => id));
  const rows = await em.find(Certifier, ref);
  const named = rows.map(({ personId, standsInFor }) => ({ personId, standsInFor: standsInFor ?? null }));
  const certifiers = [...holders].filter((id) => placeOf(id, named, holders, count) !== null);
  return [...new Set([...chairs.map(({ personId }) => personId), ...certifiers])];
}
