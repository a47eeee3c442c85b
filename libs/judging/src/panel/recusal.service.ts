import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { StageRef } from '#libs/contracts';
import { StageHandlers, lockStage, refusePaused, stageContextOf } from '#libs/cycles';
import { allows, Problem, type RequestContext, UnitOfWork } from '#libs/platform';
import { hasCast } from './panel.queries.js';
import { refusal } from '../refusals.words.js';
import { scopeOf } from './stage-context.js';
import { EntriesForJudgesService } from './entries-for-judges.service.js';
import { PanelMember, Recusal } from './panel.entities.js';
import { judgingPermissions } from '../permissions.js';

/** A recusal to be declared: by a member of the panel, or by the secretariat about one (`personId`). */
export interface NewRecusal {
  entryId: string;
  personId?: string | undefined;
  reasonCode: string;
}

/** A declared recusal. */
export interface RecusalAnswer {
  id: string;
  personId: string;
  entryId: string;
  reasonCode: string;
}

/** Declares conflicts of interest that only people know. */
@Injectable()
export class RecusalService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly entries: EntriesForJudgesService,
    private readonly handlers: StageHandlers,
  ) {}

  /**
   * From now on the person judges nothing of the entry; somebody else takes it over where it was
   * assigned to them. Declared again, it stays as it was. Throws `conflict` once the stage has
   * closed or the person's ballot is cast.
   */
  declare(context: RequestContext, ref: StageRef, given: NewRecusal): Promise<RecusalAnswer> {
    return this.unitOfWork.run(context, async (work) => {
      const { em } = work;
      const { stage, at } = await lockStage(work, ref, 'shared');
      const stageContext = await stageContextOf(em, stage);
      const personId = given.personId ?? context.principal?.personId ?? '';
      const own = personId === context.principal?.personId;
      if (!own && !allows(judgingPermissions.recuseAnybody, context.principal, scopeOf(stageContext)))
        throw new Problem('forbidden', refusal('recusal.bySecretariat'));
      if (!(await em.count(PanelMember, { ...ref, personId })))
        throw new Problem(own ? 'forbidden' : 'not-found', refusal('recusal.notOnPanel'));
      const [entry] = await this.entries.find([given.entryId]);
      if (entry?.cycleId !== ref.cycleId) throw new Problem('not-found', refusal('recusal.noEntry'));
      const before = await em.findOne(Recusal, { ...ref, personId, entryId: entry.id });
      if (before) return recusalAnswer(before);
      refusePaused(stage, at);
      if (stage.state !== 'scheduled' && stage.state !== 'open')
        throw new Problem('conflict', refusal('recusal.notJudging', { title: stage.title, state: stage.state }));
      if (await hasCast(em, ref, personId)) throw new Problem('conflict', refusal('recusal.ballotCast'));

      const { reasonCode } = given;
      const recusal = em.create(
        Recusal,
        { id: uuidv7(), ...ref, personId, entryId: entry.id, reasonCode, declaredBy: work.actor.id },
        { persist: true },
      );
      work.emit({
        type: 'laureate.recusal.declared.v1',
        subject: recusal.id,
        data: { ...ref, recusalId: recusal.id },
      });
      await em.flush();
      await this.handlers.of(stage.type).recused?.(work, stageContext, { personId, entryId: entry.id });
      return recusalAnswer(recusal);
    });
  }
}

const recusalAnswer = ({ id, personId, entryId, reasonCode }: Recusal): RecusalAnswer => ({
  id,
  personId,
  entryId,
  reasonCode,
});
