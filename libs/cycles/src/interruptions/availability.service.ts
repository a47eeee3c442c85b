import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { stageWorkflowId } from '#libs/contracts';
import { UnitOfWork, type Work } from '#libs/platform';
import { bothZones, toInstant } from '../definition/calendar.js';
import { LAST_HOURS, OUTAGE_MS } from './outage.rules.js';

/** A stage whose deadline an outage has touched. */
interface TouchedStage {
  cycleId: string;
  stageKey: string;
  title: string;
  zone: string;
  deadlineAt: string | Date;
  deadlineVersion: number;
}

/** The service's own record of when it could serve. */
@Injectable()
export class AvailabilityService {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * One instance can serve now. When none could for longer than two minutes before, that was an
   * outage: it is kept once, by whichever instance beats first, and the secretariat of each cycle
   * with a deadline in it or soon after it is told.
   * @param instance an id the instance has drawn at its start
   */
  async beat(instance: string): Promise<void> {
    const context = { actor: { id: 'service:api' }, cause: 'timer:heartbeat' };
    await this.unitOfWork.run(context, async (work) => {
      await work.em.execute(`select pg_advisory_xact_lock(hashtextextended('cycles.heartbeat', 0))`);
      const [row] = await work.em.execute<{ last: string | Date | null; now: string | Date }[]>(
        'select max(beat_at) as last, clock_timestamp() as now from cycles.heartbeat',
      );
      const now = new Date(row!.now);
      const last = row!.last === null ? now : new Date(row!.last);
      if (now.getTime() - last.getTime() > OUTAGE_MS) await this.keepOutage(work, last, now);
      await work.em.execute(
        `insert into cycles.heartbeat (instance, beat_at) values (?, ?)
         on conflict (instance) do update set beat_at = excluded.beat_at`,
        [instance, now],
      );
      await work.em.execute(`delete from cycles.heartbeat where beat_at < now() - interval '1 day'`);
    });
  }

  private async keepOutage(work: Work, from: Date, to: Date): Promise<void> {
    const id = uuidv7();
    await work.em.execute('insert into cycles.outage (id, from_at, to_at) values (?, ?, ?)', [id, from, to]);
    const touched = await work.em.execute<TouchedStage[]>(
      `select s.cycle_id as "cycleId", s.key as "stageKey", s.title, s.zone, s.deadline_at as "deadlineAt",
         s.deadline_version as "deadlineVersion"
       from cycles.stage s join cycles.cycle c on c.id = s.cycle_id
       where c.status = 'published' and c.paused_at is null
         and s.deadline_at > ? and s.deadline_at <= ?::timestamptz + make_interval(hours => ?)
         and (s.state = 'open' or (s.state in ('closing', 'deciding', 'decided') and s.closed_at >= s.hard_close_at))
       order by s.cycle_id, s.position`,
      [from, to, LAST_HOURS],
    );
    for (const stage of touched) await noteFor(work, { id, from, to }, stage);
    for (const [cycleId, stages] of Map.groupBy(touched, (stage) => stage.cycleId)) {
      work.emit({
        type: 'laureate.outage.found.v1',
        subject: cycleId,
        data: {
          cycleId,
          outageId: id,
          from: toInstant(from),
          to: toInstant(to),
          stageKeys: stages.map(({ stageKey }) => stageKey),
        },
      });
    }
  }
}

async function noteFor(work: Work, outage: { id: string; from: Date; to: Date }, stage: TouchedStage): Promise<void> {
  const { cycleId, stageKey, deadlineVersion, zone, title } = stage;
  const show = (at: string | Date) => bothZones(toInstant(new Date(at)), zone);
  await work.em.execute(
    'insert into cycles.outage_stage (outage_id, cycle_id, stage_key, deadline_version) values (?, ?, ?, ?)',
    [outage.id, cycleId, stageKey, deadlineVersion],
  );
  const detail =
    `Nothing could be sent from ${show(outage.from)} to ${show(outage.to)}; the deadline of "${title}" is ` +
    `${show(stage.deadlineAt)}. When it is confirmed (laureate outage confirm ${outage.id} --reason outage), more time for all is proposed.`;
  await work.em.execute(
    `insert into cycles.attention (workflow_id, code, cycle_id, stage_key, detail, raised_at) values (?, ?, ?, ?, ?, now())
     on conflict (workflow_id, code) do nothing`,
    [stageWorkflowId(cycleId, stageKey), `outage/${outage.id}`, cycleId, stageKey, detail],
  );
}
