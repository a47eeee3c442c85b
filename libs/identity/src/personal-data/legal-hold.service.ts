import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Problem, type RequestContext, UnitOfWork } from '#libs/platform';
import type { Reason } from '../people/identity.service.js';
import { LegalHold } from './personal-data.entities.js';
import { Person } from '../people/person.entities.js';
import { refusal } from '../refusals.words.js';

/** A legal hold, as the secretariat sees it. */
export interface HoldAnswer extends Reason {
  id: string;
  setBy: string;
  setAt: string;
  lifted: ({ by: string; at: string } & Reason) | null;
}

/** Sets and lifts legal holds: while one stands, nothing of the person is erased. */
@Injectable()
export class LegalHoldService {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Sets a hold. Several may stand at once. Throws `not-found`. */
  async set(context: RequestContext, personId: string, reason: Reason): Promise<HoldAnswer> {
    return this.unitOfWork.run(context, async (work) => {
      const [person] = await work.em.execute<unknown[]>('select 1 from identity.person where id = ? for update', [
        personId,
      ]);
      if (!person) throw new Problem('not-found', refusal('person.notFound'));
      const row = { id: uuidv7(), personId, ...reason, setBy: context.actor.id, setAt: await work.now() };
      await work.em.insert(LegalHold, row);
      const data = { personId, holdId: row.id, reasonCode: reason.reasonCode };
      work.emit({ type: 'laureate.legal-hold.set.v1', subject: personId, data });
      return answer(row);
    });
  }

  /** Lifts a hold, once. Throws `not-found`, `conflict` when it is lifted already. */
  async lift(context: RequestContext, personId: string, holdId: string, reason: Reason): Promise<HoldAnswer> {
    return this.unitOfWork.run(context, async (work) => {
      const hold = await work.em.findOne(LegalHold, { id: holdId, personId });
      if (!hold) throw new Problem('not-found', refusal('legalHold.notFound'));
      const lifted = {
        liftedBy: context.actor.id,
        liftedAt: await work.now(),
        liftReasonCode: reason.reasonCode,
        liftReasonText: reason.reasonText,
      };
      const changed = await work.em.nativeUpdate(LegalHold, { id: holdId, liftedAt: null }, lifted);
      if (changed === 0) throw new Problem('conflict', refusal('legalHold.lifted'));
      const data = { personId, holdId, reasonCode: reason.reasonCode };
      work.emit({ type: 'laureate.legal-hold.lifted.v1', subject: personId, data });
      return answer({ ...hold, ...lifted });
    });
  }

  /** The holds of a person, oldest first. Throws `not-found`. */
  async list(personId: string): Promise<HoldAnswer[]> {
    return this.unitOfWork.read(async (em) => {
      if (!(await em.count(Person, { id: personId }))) throw new Problem('not-found', refusal('person.notFound'));
      return (await em.find(LegalHold, { personId }, { orderBy: { id: 'asc' } })).map(answer);
    });
  }
}

type Held = Pick<LegalHold, 'id' | 'reasonCode' | 'reasonText' | 'setBy' | 'setAt'> &
  Partial<Pick<LegalHold, 'liftedBy' | 'liftedAt' | 'liftReasonCode' | 'liftReasonText'>>;

const answer = ({ id, reasonCode, reasonText, setBy, setAt, ...lift }: Held): HoldAnswer => ({
  id,
  reasonCode,
  reasonText,
  setBy,
  setAt: setAt.toISOString(),
  lifted: lift.liftedAt
    ? {
        by: lift.liftedBy!,
        at: lift.liftedAt.toISOString(),
        reasonCode: lift.liftReasonCode!,
        reasonText: lift.liftReasonText!,
      }
    : null,
});
