import { Inject, Injectable } from '@nestjs/common';
import type { RetentionRound } from '#libs/contracts';
import { Problem, UnitOfWork, type WorkContext } from '#libs/platform';
import type { Reason } from '../people/identity.service.js';
import type { PersonalDataSource, RetentionRule } from './personal-data.js';
import { PERSONAL_DATA_SOURCES, PersonalDataService } from './personal-data.service.js';
import { RetentionPeriod } from './personal-data.entities.js';
import { refusal } from '../refusals.words.js';

/** Of one kind, what ends in one round; the rest ends in the next. */
const BATCH = 200;
const DAY_MS = 86_400_000;
const SOON_MS = 60_000;

/** How long one kind of what names people is kept. */
export interface PeriodAnswer {
  kind: string;
  /** From when the days count, in plain words. */
  from: string;
  days: number;
  /** What it is as long as nobody says otherwise. */
  shippedDays: number;
}

/** Ends what names people when its time is over; never what is under a legal hold. */
@Injectable()
export class RetentionService {
  private readonly rules: RetentionRule[];

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly data: PersonalDataService,
    @Inject(PERSONAL_DATA_SOURCES) sources: PersonalDataSource[],
  ) {
    this.rules = sources.flatMap(({ retention }) => retention ?? []);
  }

  /** Every kind with its period. */
  async periods(): Promise<PeriodAnswer[]> {
    const set = await this.unitOfWork.read((em) => em.find(RetentionPeriod, {}, { fields: ['kind', 'days'] }));
    return this.rules.map(({ kind, from, days: shippedDays }) => {
      const days = set.find((period) => period.kind === kind)?.days ?? shippedDays;
      return { kind, from, days, shippedDays };
    });
  }

  /** Sets a period, in days from 1 on; it holds for what is there already. Throws `not-found` for no such kind. */
  async setPeriod(context: WorkContext, kind: string, days: number, reason: Reason): Promise<PeriodAnswer> {
    const rule = this.rules.find((each) => each.kind === kind);
    if (!rule) throw new Problem('not-found', refusal('retention.noKind'));
    return this.unitOfWork.run(context, async (work) => {
      const row = { kind, days, ...reason, setBy: work.actor.id, setAt: await work.now() };
      await work.em.upsert(RetentionPeriod, row);
      const data = { kind, days, reasonCode: reason.reasonCode };
      work.emit({ type: 'laureate.retention.period-set.v1', subject: kind, data });
      return { kind, from: rule.from, days, shippedDays: rule.days };
    });
  }

  /**
   * Ends a batch of each kind, one transaction a kind and a person. Repeated, it goes on where it
   * was. Returns when to come again: soon when there is more, else in a day.
   */
  async carryOut(context: WorkContext): Promise<RetentionRound> {
    let isMore = false;
    for (const { kind, days } of await this.periods()) {
      const rule = this.rules.find((each) => each.kind === kind)!;
      const ended = await this.end(context, rule, days);
      isMore ||= ended === BATCH;
    }
    const now = await this.now();
    return { again: new Date(now.getTime() + (isMore ? SOON_MS : DAY_MS)).toISOString() };
  }

  private async end(context: WorkContext, rule: RetentionRule, days: number): Promise<number> {
    const { kind } = rule;
    const before = new Date((await this.now()).getTime() - days * DAY_MS);
    if (rule.people) {
      const due = await this.unitOfWork.read((em) => rule.people!(em, before, BATCH));
      let count = 0;
      for (const personId of due) count += Number(await this.erased(context, personId, kind));
      return count;
    }
    return this.unitOfWork.run(context, async (work) => {
      const count = await rule.end!(work, before, BATCH);
      if (count > 0) work.emit({ type: 'laureate.retention.carried-out.v1', subject: kind, data: { kind, count } });
      return count;
    });
  }

  /** Erases a person whose time is over; not one who still has something to do. */
  private async erased(context: WorkContext, personId: string, kind: string): Promise<boolean> {
    const reason = { reasonCode: 'retention', reasonText: `The period of "${kind}" is over.` };
    try {
      await this.data.erase(context, personId, reason);
      return true;
    } catch (error) {
      if (error instanceof Problem && error.code === 'conflict') return false;
      throw error;
    }
  }

  private async now(): Promise<Date> {
    const [row] = await this.unitOfWork.read((em) => em.execute<{ now: string | Date }[]>('select now() as now'));
    return new Date(row!.now);
  }
}
