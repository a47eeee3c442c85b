import { Injectable } from '@nestjs/common';
import type { Role, StageRef } from '#libs/contracts';
import { lockStage, requireStage, type Stage, StageHandlers, stageContextOf } from '#libs/cycles';
import { IdentityService, PeopleService } from '#libs/identity';
import { allows, type Principal, Problem, UnitOfWork, type Work, type WorkContext } from '#libs/platform';
import { hasCast } from './panel.queries.js';
import { refusal } from '../refusals.words.js';
import { scopeOf } from './stage-context.js';
import { PanelMember, type Seat } from './panel.entities.js';
import { judgingPermissions } from '../permissions.js';

/** A seat to be given. Cities and countries are those the person belongs to: their entries are conflicts. */
export interface NewMember {
  personId: string;
  seat: Seat;
  /** ISO 3166-1 alpha-2. */
  countryCodes: string[];
  cityIds: string[];
}

/** A member as the staff and the panel itself see them. */
export interface MemberAnswer extends NewMember {
  name: string;
}

/** Appoints panels. Who sits on one is hidden from cities and the public. */
@Injectable()
export class PanelService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly identity: IdentityService,
    private readonly people: PeopleService,
    private readonly handlers: StageHandlers,
  ) {}

  /**
   * Gives somebody a seat, or another one, and the role that goes with it in the cycle. Throws
   * `rule-violated` when the cycle lets nobody be both expert and juror, `conflict` when the chair
   * is taken or the stage has closed.
   */
  appoint(context: WorkContext, ref: StageRef, given: NewMember): Promise<MemberAnswer> {
    return this.unitOfWork.run(context, async (work) => {
      const { em } = work;
      const { stage } = await lockStage(work, ref, 'shared');
      const role = this.handlers.panelRole(stage.type);
      requirePanelOpen(stage, role);
      await this.identity.grantRole(context, given.personId, { role, cycleId: ref.cycleId });
      await refuseSeat(work, ref, given);
      const { personId, seat, countryCodes, cityIds } = given;
      const member = await em.findOne(PanelMember, { ...ref, personId });
      if (member) em.assign(member, { seat, countryCodes, cityIds });
      else em.create(PanelMember, { ...ref, ...given, appointedBy: work.actor.id }, { persist: true });
      work.emit({ type: 'laureate.panel.seated.v1', subject: personId, data: { ...ref, personId, seat } });
      await em.flush();
      if (seat === 'deputy')
        await this.handlers.of(stage.type).becameDeputy?.(work, await stageContextOf(em, stage), personId);
      const [person] = await this.people.findPeople([personId]);
      return { ...given, name: person?.name ?? '' };
    });
  }

  /** Takes a seat away while the stage has not opened; afterwards a deputy takes the place. The role stays. */
  remove(context: WorkContext, ref: StageRef, personId: string): Promise<void> {
    return this.unitOfWork.run(context, async (work) => {
      const { stage } = await lockStage(work, ref, 'shared');
      if (stage.state !== 'scheduled')
        throw new Problem('conflict', refusal('panel.judging', { title: stage.title, state: stage.state }));
      const removed = await work.em.nativeDelete(PanelMember, { ...ref, personId });
      if (removed === 0) throw new Problem('not-found', refusal('seat.none'));
      work.emit({ type: 'laureate.panel.seated.v1', subject: personId, data: { ...ref, personId, seat: null } });
    });
  }

  /** The panel, chair first. Throws `not-found` for whoever is neither of the staff nor on it. */
  async list(principal: Principal | null, ref: StageRef): Promise<MemberAnswer[]> {
    const { scope, members } = await this.unitOfWork.read(async (em) => ({
      scope: scopeOf(await stageContextOf(em, await requireStage(em, ref))),
      members: await em.find(PanelMember, ref, { orderBy: { personId: 'asc' } }),
    }));
    const staff = allows(judgingPermissions.readAnyPanel, principal, scope);
    if (!staff && !members.some(({ personId }) => personId === principal?.personId))
      throw new Problem('not-found', refusal('panel.notFoundOrSeen'));
    const names = new Map(
      (await this.people.findPeople(members.map(({ personId }) => personId))).map(({ id, name }) => [id, name]),
    );
    return members
      .toSorted((a, b) => Number(b.seat === 'chair') - Number(a.seat === 'chair'))
      .map(({ personId, seat, countryCodes, cityIds }) => ({
        personId,
        name: names.get(personId) ?? '',
        seat,
        countryCodes,
        cityIds,
      }));
  }
}

function requirePanelOpen(stage: Stage, role: Role | null): asserts role is Role {
  if (role === null) throw new Problem('rule-violated', refusal('panel.none', { title: stage.title }));
  if (stage.state !== 'scheduled' && stage.state !== 'open')
    throw new Problem('conflict', refusal('panel.fixed', { title: stage.title, state: stage.state }));
}

async function refuseSeat({ em }: Work, ref: StageRef, { personId, seat }: NewMember): Promise<void> {
  if (seat === 'chair' && (await em.count(PanelMember, { ...ref, seat: 'chair', personId: { $ne: personId } })))
    throw new Problem('conflict', refusal('seat.chairTaken'));
  if (seat === 'deputy' && (await hasCast(em, ref, personId)))
    throw new Problem('conflict', refusal('seat.ballotCast'));
}
