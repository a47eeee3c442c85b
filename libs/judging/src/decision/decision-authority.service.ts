import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { type StageContext, StageHandlers } from '#libs/cycles';
import { PeopleService } from '#libs/identity';
import { anyOf, allows, holds, type Principal, Problem } from '#libs/platform';
import { type Place, placeOf } from '../panel/certification.rules.js';
import { Certifier, PanelMember } from '../panel/panel.entities.js';
import { ConflictService } from '../panel/conflict.service.js';
import type { SignatureKind } from './decision.entities.js';
import { refusal } from '../refusals.words.js';
import { refOf, scopeOf } from '../panel/stage-context.js';
import { judgingPermissions } from '../permissions.js';

/** Who may sign, certify and adjust; asked where it is written, by what the database says then. */
@Injectable()
export class DecisionAuthorityService {
  constructor(
    private readonly people: PeopleService,
    private readonly conflicts: ConflictService,
    private readonly handlers: StageHandlers,
  ) {}

  /** In whose place the person puts that under the decision of the stage; throws `forbidden` when they may not. */
  async require(
    em: SqlEntityManager,
    kind: SignatureKind,
    stageContext: StageContext,
    personId: string,
  ): Promise<Place> {
    if (kind === 'signature') {
      await this.requireChair(em, stageContext, personId);
      return { inPlaceOf: null };
    }
    const place = await this.placeOf(em, stageContext, personId);
    if (place) return place;
    const { roles } = stageContext.stageDefinition.certifiers;
    if (!(await this.holdsRole(stageContext, personId)))
      throw new Problem('forbidden', refusal('certifier.otherRoles', { roles: anyOf(roles) }));
    throw new Problem('forbidden', refusal('certifier.others'));
  }

  /** In whose place a person certifies; null when they do not. */
  async placeOf(em: SqlEntityManager, stageContext: StageContext, personId: string): Promise<Place | null> {
    const rows = await em.find(Certifier, refOf(stageContext));
    const named = rows.map((row) => ({ personId: row.personId, standsInFor: row.standsInFor ?? null }));
    const holders = new Set<string>();
    for (const id of [personId, ...named.map((each) => each.personId)])
      if (await this.holdsRole(stageContext, id)) holders.add(id);
    return placeOf(personId, named, holders, stageContext.stageDefinition.certifiers.count);
  }

  /** Does the person hold one of the certifying roles now? */
  async holdsRole(stageContext: StageContext, personId: string): Promise<boolean> {
    const person = await this.people.find(personId);
    const principal = person && { personId, grants: person.roles, apiKeyId: null };
    return holds(principal, stageContext.stageDefinition.certifiers.roles, scopeOf(stageContext));
  }

  /**
   * Throws `forbidden` unless the principal may adjust the outcomes of these entries. Where there
   * is no panel, the secretariat does. Where there is one, the chair does; another member in the
   * chair's place when the chair has a conflict with one of the entries. Nobody adjusts an entry
   * they are in conflict with.
   */
  async requireAdjuster(
    em: SqlEntityManager,
    stageContext: StageContext,
    principal: Principal | null,
    entryIds: readonly string[],
  ): Promise<void> {
    if (this.handlers.panelRole(stageContext.stage.type) === null) {
      if (allows(judgingPermissions.adjustWithoutPanel, principal, scopeOf(stageContext))) return;
      throw new Problem('forbidden', refusal('adjustment.bySecretariat'));
    }
    const ref = refOf(stageContext);
    const panel = await em.find(PanelMember, { ...ref, seat: { $ne: 'deputy' } });
    const own = panel.find(({ personId }) => personId === principal?.personId);
    const chair = panel.find(({ seat }) => seat === 'chair');
    const conflicted = await this.conflicts.among(em, ref, entryIds);
    const has = (member: PanelMember | undefined) => conflicted.some(({ personId }) => personId === member?.personId);
    if (!own || (own !== chair && !has(chair))) throw new Problem('forbidden', refusal('adjustment.byChair'));
    if (has(own)) throw new Problem('forbidden', refusal('adjustment.conflicted'));
  }

  private async requireChair(em: SqlEntityManager, stageContext: StageContext, personId: string | null): Promise<void> {
    if (this.handlers.panelRole(stageContext.stage.type) === null)
      throw new Problem('conflict', refusal('signature.noPanel', { title: stageContext.stage.title }));
    const chair = personId && (await em.count(PanelMember, { ...refOf(stageContext), personId, seat: 'chair' }));
    if (!chair) throw new Problem('forbidden', refusal('panel.chairOnly', { title: stageContext.stage.title }));
  }
}

/**
 * Who may stand for a decision of the stage: the chair of its panel, and all who certify, in their
 * own right or for another.
 */
export async function signersOf(
  em: SqlEntityManager,
  people: PeopleService,
  stageContext: StageContext,
): Promise<string[]> {
  const ref = refOf(stageContext);
  const chairs = await em.find(PanelMember, { ...ref, seat: 'chair' });
  const { roles, count } = stageContext.stageDefinition.certifiers;
  const held = await Promise.all(roles.map((role) => people.peopleWithRole(role, scopeOf(stageContext))));
  const holders = new Set(held.flat().map(({ id }) => id));
  const rows = await em.find(Certifier, ref);
  const named = rows.map(({ personId, standsInFor }) => ({ personId, standsInFor: standsInFor ?? null }));
  const certifiers = [...holders].filter((id) => placeOf(id, named, holders, count) !== null);
  return [...new Set([...chairs.map(({ personId }) => personId), ...certifiers])];
}
