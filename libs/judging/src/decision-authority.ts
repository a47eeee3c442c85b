import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { StageInHand } from '#libs/cycles';
import { PeopleService } from '#libs/identity';
import { type Principal, Problem, holds } from '#libs/platform';
import type { SignatureKind } from './decision-signature.entity.js';
import { PanelMember } from './panel-member.entity.js';
import { panelRole } from './panel.rules.js';
import { refOf } from './stage-in-hand.js';

/** Who may sign, certify and adjust; asked where it is written, by what the database says then. */
@Injectable()
export class DecisionAuthority {
  constructor(private readonly people: PeopleService) {}

  /** Throws `forbidden` unless the person may put that under the decision of the stage. */
  async require(em: SqlEntityManager, kind: SignatureKind, hand: StageInHand, personId: string): Promise<void> {
    if (kind === 'signature') return this.requireChair(em, hand, personId);
    const { roles } = hand.stageDefinition.certifiers;
    const person = await this.people.find(personId);
    const principal = person && { personId, grants: person.roles, apiKeyId: null };
    if (!holds(principal, roles, scopeOf(hand)))
      throw new Problem('forbidden', `This decision is certified by ${roles.join(' or ')} of the cycle.`);
  }

  /** Throws `forbidden` unless the principal may adjust: the chair where there is a panel, else the secretariat. */
  async requireAdjuster(em: SqlEntityManager, hand: StageInHand, principal: Principal | null): Promise<void> {
    if (panelRole(hand.stage.type) !== null) return this.requireChair(em, hand, principal?.personId ?? null);
    if (!holds(principal, ['secretariat'], scopeOf(hand)))
      throw new Problem('forbidden', 'The secretariat of the cycle adjusts this decision.');
  }

  private async requireChair(em: SqlEntityManager, hand: StageInHand, personId: string | null): Promise<void> {
    if (panelRole(hand.stage.type) === null)
      throw new Problem(
        'conflict',
        `"${hand.stage.title}" has no panel; its decision is certified without a signature.`,
      );
    const chair = personId && (await em.count(PanelMember, { ...refOf(hand), personId, seat: 'chair' }));
    if (!chair) throw new Problem('forbidden', `Only the chair of the panel of "${hand.stage.title}" may do this.`);
  }
}

/** The scope a role must be held in to count for a stage. */
export const scopeOf = ({ stage, definition }: StageInHand): { programme: string; cycleId: string } => ({
  programme: definition.programme.key,
  cycleId: stage.cycleId,
});
