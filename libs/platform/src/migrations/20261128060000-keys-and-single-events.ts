import { Migration } from '@mikro-orm/migrations';

/** The Idempotency-Key and the answer kept for it, each in a function: planned once in a session; and one event alone, without counting. */
export class Platform20261128060000 extends Migration {
  override up(): void {
    this
      .addSql(`create function platform.claim_idempotency_key(actor text, claimed text, fingerprint text) returns void language plpgsql as $$
      begin
        insert into platform.idempotency_key (actor_id, key, fingerprint) values (actor, claimed, fingerprint);
      end $$`);
    this
      .addSql(`create function platform.keep_answer(actor text, claimed text, given jsonb) returns void language plpgsql as $$
      begin
        update platform.idempotency_key k set answer = given where k.actor_id = actor and k.key = claimed;
      end $$`);
    // Nearly every transaction has one event, which needs no counting; more than one are numbered as before.
    this.addSql('alter function platform.write_events(jsonb) rename to write_several_events');
    this.addSql(`create function platform.write_events(events jsonb) returns void language plpgsql as $$
      declare
        event jsonb := events -> 0;
        number bigint;
      begin
        if jsonb_array_length(events) <> 1 then
          perform platform.write_several_events(events);
          return;
        end if;
        insert into platform.stream as s (subject, sequence) values (event ->> 'subject', 1)
        on conflict (subject) do update set sequence = s.sequence + 1
        returning s.sequence into number;
        insert into platform.outbox (id, topic, type, subject, sequence, actor, on_behalf_of, cause, traceparent, data)
        values ((event ->> 'id')::uuid, event ->> 'topic', event ->> 'type', event ->> 'subject', number, event ->> 'actor',
          event ->> 'on_behalf_of', event ->> 'cause', event ->> 'traceparent', event -> 'data');
      end $$`);
  }
}
