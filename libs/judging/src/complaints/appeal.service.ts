import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { Instant } from '#libs/contracts';
import { Stage, endWithPauses, hardClose, refuseWhilePaused, stageContextOf, toInstant } from '#libs/cycles';
import { type AppealSettings, appealSettings, eligibility, withMerged } from '#libs/entries';
import { everOfCities } from '#libs/identity';
import { firstSent } from '#libs/notifications';
import { Problem, type RequestContext, UnitOfWork } from '#libs/platform';
import { releasedDecisionOf } from './complaint.queries.js';
import { ComplaintService, type OwnComplaint, lodge, ownComplaint, refuseLate } from './complaint.service.js';
import { Outcome } from '../decision/decision.entities.js';
import { refusal } from '../refusals.words.js';

/** The decision that found an entry invalid, and how its stage takes appeals. */
interface Appealable {
  stage: Stage;
  settings: AppealSettings;
  decision: { id: string; at: Instant };
}

/**
 * Takes appeals of cities whose entry was found invalid: once an entry, from then on a complaint
 * that one who did not decide before settles. An upheld one is followed by a decision that
 * supersedes the one appealed against.
 */
@Injectable()
export class AppealService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly complaints: ComplaintService,
  ) {}

  /**
   * Appeals against the decision that the city's entry is invalid, until so many days after the
   * reason was sent. Throws `not-open` before anything was released to the city, `paused`,
   * `deadline-passed` after the window, `conflict` when it has appealed before, the entry is valid,
   * or the cycle was cancelled; `rule-violated` where the definition takes none.
   */
  file(context: RequestContext, entryId: string, text: string): Promise<OwnComplaint> {
    return this.unitOfWork.run(context, async (work) => {
      const { em } = work;
      const { cycleId, cityId } = await this.complaints.requireOwn(context.principal, entryId);
      const { stage, settings, decision } = await requireAppealable(em, cycleId, entryId);
      const { status } = await refuseWhilePaused(work, { cycleId, stageKey: stage.key });
      if (status === 'cancelled') throw new Problem('conflict', refusal('appeal.cycleCancelled'));
      const { outcome } = await em.findOneOrFail(Outcome, { decisionId: decision.id, entryId });
      if (outcome !== 'invalid')
        throw new Problem('conflict', refusal('appeal.outcome', { title: stage.title, outcome }), {
          outcome,
        });
      const { zone, key: stageKey } = stage;
      const filedAt = toInstant(await work.now());
      const sentAt = await reasonSentAt(em, decision, { cycleId, cityId });
      if (sentAt) {
        const window = { from: sentAt, to: hardClose(sentAt, `P${settings.days}D`, zone) };
        refuseLate(stage.title, await endWithPauses(em, cycleId, window), filedAt, zone);
      }
      const about = { ref: { cycleId, stageKey }, decisionId: decision.id, entryId, cityId, text };
      const { answer, ladder } = settings;
      const filed = await lodge(work, 'appeal', about, { filedAt, zone, answer, ladder });
      if (!filed) throw new Problem('conflict', refusal('appeal.onceOnly'));
      return ownComplaint(filed, null);
    });
  }
}

/** The last decision on the entry that was released to its city, of a stage that takes appeals. */
async function requireAppealable(em: SqlEntityManager, cycleId: string, entryId: string): Promise<Appealable> {
  const stages = await em.find(Stage, { cycleId, type: eligibility.key }, { orderBy: { position: 'desc' } });
  let taken: string | null = null;
  for (const stage of stages) {
    const settings = appealSettings((await stageContextOf(em, stage)).stageDefinition);
    if (!settings) continue;
    taken = stage.title;
    const decision = await releasedDecisionOf(em, { cycleId, stageKey: stage.key }, entryId);
    if (decision) return { stage, settings, decision };
  }
  if (taken) throw new Problem('not-open', refusal('stage.nothingReleased', { title: taken }));
  throw new Problem('rule-violated', refusal('appeal.notTaken'));
}

/**
 * When the mail with the reason was sent to the city: the first of its people that it went to.
 * While none has gone out and one waits, null: the days have not begun. Without any mail, the
 * release.
 */
async function reasonSentAt(
  em: SqlEntityManager,
  decision: { id: string; at: Instant },
  { cycleId, cityId }: { cycleId: string; cityId: string },
): Promise<Instant | null> {
  const personIds = await everOfCities(em, await withMerged(em, cityId));
  const { sentAt, waiting } = await firstSent(em, cycleId, {
    kinds: ['eligibility-decision', 'decision-corrected'],
    occasionEnd: `/${decision.id}`,
    personIds,
  });
  if (sentAt) return toInstant(sentAt);
  return waiting ? null : decision.at;
}
