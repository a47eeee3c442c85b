import { Migration } from '@mikro-orm/migrations';

/** The worker ends what names the signers of cities' letters. */
export class Entries20261127065000 extends Migration {
  override up(): void {
    // Nothing else of a verification is ever changed.
    this.addSql(`create function entries.keep_verification() returns trigger language plpgsql as $$
      begin
        if new.letter is distinct from old.letter || '{"signedBy": null, "function": null}'
          or to_jsonb(new) - 'letter' is distinct from to_jsonb(old) - 'letter' then
          raise exception 'a verification is never changed, but for the signer of its letter';
        end if;
        return new;
      end $$`);
    this.addSql(`create trigger keep_verification before update on entries.city_verification
      for each row execute function entries.keep_verification()`);
    this.addSql('grant select, update (letter) on entries.city_verification to laureate_worker');
  }
}
