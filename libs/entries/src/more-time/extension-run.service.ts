import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { type IndividualDeadlines, type IndividualMove, type PauseEnd, laterBy, toInstant } from '#libs/cycles';
import type { Work } from '#libs/platform';

interface Row {
  id: string;
  stageKey: string;
  cityId: string;
  until: string | Date;
}

/** What a pause does to the extensions of a cycle: those that were running when it began last as much longer. */
@Injectable()
export class ExtensionRunService implements IndividualDeadlines {
  /** The extensions that were running when the pause began, with their ends moved by its length. */
  async moves(em: SqlEntityManager, pause: PauseEnd): Promise<IndividualMove[]> {
    const rows = await em.execute<Row[]>(
      `select x.id, x.stage_key as "stageKey", coalesce(x.city_id, e.city_id) as "cityId", x.until
       from entries.extension x left join entries.entry e on e.id = x.entry_id
       where x.cycle_id = ? and x.stage_key = ? and x.until > ? order by x.id`,
      [pause.cycleId, pause.stageKey, pause.from],
    );
    const later = laterBy(pause);
    return rows.map(({ id, stageKey, cityId, until }) => {
      const from = toInstant(new Date(until));
      return { kind: 'extension', id, stageKey, cityId, from, to: later(from) };
    });
  }

  /** Moves them; what they were granted until stays in their history. */
  async resumed(work: Work, pause: PauseEnd): Promise<IndividualMove[]> {
    const { em, actor } = work;
    const { cycleId } = pause;
    const moves = await this.moves(em, pause);
    for (const { id, stageKey, from, to } of moves) {
      await em.execute('update entries.extension set until = ? where id = ?', [to, id]);
      await em.execute(
        `insert into entries.extension_move (extension_id, moved_from, moved_to, reason_code, moved_by, moved_at)
         values (?, ?, ?, 'resumed', ?, now())`,
        [id, from, to, actor.id],
      );
      work.emit({
        type: 'laureate.extension.moved.v1',
        subject: cycleId,
        data: { cycleId, stageKey, extensionId: id, from, to, reasonCode: 'resumed' },
      });
    }
    return moves;
  }
}
