import { Migration } from '@mikro-orm/migrations';

/** A move of deadlines locks its cycle and stages, and reads all it goes by, in one round trip. */
export class Cycles20261127210000 extends Migration {
  override up(): void {
    // Each statement in it sees what was committed when it began: after the cycle's lock, and after those of the stages.
    this.addSql(`create function cycles.lock_to_move(of_cycle uuid, of_stages text[], of_command text)
      returns table (cycle jsonb, committed jsonb, definition jsonb, stages jsonb, clock timestamptz) language plpgsql as $$
      declare
        held cycles.cycle;
        stage text;
      begin
        select * into held from cycles.cycle c where c.id = of_cycle for update;
        if not found then
          return;
        end if;
        foreach stage in array of_stages loop
          perform cycles.lock_stage(of_cycle, stage, true);
        end loop;
        return query select
          to_jsonb(held),
          (select coalesce(jsonb_agg(r.facts), '[]') from cycles.stage_record r
            where r.cycle_id = of_cycle and r.command_id = of_command),
          (select r.definition from cycles.cycle_revision r where r.cycle_id = of_cycle and r.revision = held.revision),
          (select coalesce(jsonb_agg(to_jsonb(s) order by s.position), '[]') from cycles.stage s where s.cycle_id = of_cycle),
          clock_timestamp();
      end $$`);
  }
}
