import { type InferEntity, defineEntity, p } from '@mikro-orm/core';
import type { Command as CommandPayload, UpdateName } from '#libs/contracts';

/** `pending` until the workflow answered; `done` and `refused` are for good. */
export type CommandState = 'pending' | 'done' | 'refused';

/** A command of a person to a workflow, kept from the request to its answer; its id is the Idempotency-Key. */
export const Command = defineEntity({
  name: 'Command',
  schema: 'cycles',
  tableName: 'command',
  properties: {
    id: p.text().primary(),
    actorId: p.text(),
    cycleId: p.uuid(),
    stageKey: p.text().nullable(),
    updateName: p.text().$type<keyof typeof UpdateName>(),
    /** What is sent: ids, codes, instants and digests. */
    payload: p.json().$type<CommandPayload>(),
    /** Tells a repeated request from another one under the same key. */
    fingerprint: p.text(),
    state: p.text().$type<CommandState>(),
    /** What was committed, or the problem document of the refusal. */
    answer: p.json().$type<unknown>().nullable(),
    createdAt: p.datetime(3),
    settledAt: p.datetime(3).nullable(),
  },
});
export type Command = InferEntity<typeof Command>;
