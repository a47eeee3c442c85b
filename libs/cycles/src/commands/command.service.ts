import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Command as CommandPayload, Instant, UpdateName } from '#libs/contracts';
import {
  LAST_STATEMENT,
  Problem,
  type RequestContext,
  requirePermission,
  UnitOfWork,
  type WorkContext,
} from '#libs/platform';
import { refusal } from '../refusals.words.js';
import { toInstant } from '../definition/calendar.js';
import { CommandDispatcher } from './command-dispatcher.js';
import { Command, type CommandState } from './command.entity.js';
import type { Cycle } from '../rows/cycle.entities.js';
import { digestOf } from '../definition/definition.js';
import { type GivenReason, REASON_COLUMNS, reasonRow, referTo } from '../rows/reasons.js';
import { CycleContextService } from '../cycle/cycle-context.service.js';
import { COMMAND_PERMISSIONS } from '../permissions.js';

/** How long a caller waits for a worker. */
const PATIENCE_MS = 5000;

/** What somebody asks of a workflow. */
export interface CommandRequest {
  /** The Idempotency-Key of the request. */
  key: string;
  name: keyof typeof UpdateName;
  cycleId: string;
  stageKey?: string | undefined;
  reason?: GivenReason | undefined;
  /** What the command carries besides: by its name. */
  fields?: Record<string, unknown>;
}

/** Who gives a command, and what it is caused by. */
export type CommandContext = WorkContext & Pick<RequestContext, 'principal'>;

/** A command and, once there is one, its answer: what was committed, or the problem document of the refusal. */
export interface CommandView {
  id: string;
  name: keyof typeof UpdateName;
  cycleId: string;
  stageKey: string | null;
  actorId: string;
  state: CommandState;
  answer: unknown;
  createdAt: Instant;
  settledAt: Instant | null;
}

/** The cycle and stage that a command is for, and the command's row unless its key was used before. */
interface Target {
  status: Cycle['status'];
  known: boolean;
  inserted: object | null;
}

/** Sends what people ask to the workflow that owns the change, and keeps the answer. */
@Injectable()
export class CommandService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly dispatcher: CommandDispatcher,
    private readonly cycles: CycleContextService,
  ) {}

  /**
   * Sends a command and waits up to 5 s for its answer; without one it is still `pending` and goes
   * on. The same key joins the command it was first used for. Throws `not-found`, `conflict` for a
   * draft, `idempotency-key-reused`, `forbidden` without the command's permission in that cycle,
   * and for a command on somebody's behalf.
   */
  async send(context: CommandContext, request: CommandRequest): Promise<CommandView> {
    if (context.actor.onBehalfOf) throw new Problem('forbidden', refusal('command.ownName'));
    const { name, cycleId } = request;
    const programme = await this.cycles.programmeOf(cycleId);
    if (!programme) throw new Problem('not-found', refusal('cycle.none'));
    requirePermission(context.principal, COMMAND_PERMISSIONS[name], { programme, cycleId });
    const command = await this.record(context, request);
    return this.answerOf(command, PATIENCE_MS);
  }

  /** A command by its id, taken up again if nobody carries it. Throws `not-found`. */
  async find(id: string): Promise<CommandView> {
    return this.answerOf(await this.require(id), 0);
  }

  private async answerOf(command: Command, patienceMs: number): Promise<CommandView> {
    if (command.state !== 'pending') return viewOf(command);
    const delivery = this.dispatcher.deliver(command);
    if (patienceMs === 0) return viewOf(command);
    const waiting = new AbortController();
    const settled = await Promise.race([delivery, sleep(patienceMs, undefined, { signal: waiting.signal })]);
    waiting.abort();
    if (settled)
      return { ...viewOf(command), state: 'done', ...settled, settledAt: toInstant(new Date(settled.settledAt)) };
    return viewOf(await this.require(command.id));
  }

  private require(id: string): Promise<Command> {
    return this.unitOfWork.read(async (em) => {
      const command = await em.findOne(Command, { id });
      if (!command) throw new Problem('not-found', refusal('command.none'));
      return command;
    });
  }

  /** Keeps the command and the reason's text before anything is sent: what is sent again later is what was asked. */
  private async record(context: WorkContext, request: CommandRequest): Promise<Command> {
    const { actor, traceparent } = context;
    const { key, name, cycleId, stageKey, reason, fields } = request;
    const payload = {
      commandId: key,
      actorId: actor.id,
      ...(traceparent ? { traceparent } : {}),
      ...(stageKey === undefined ? {} : { stageKey }),
      ...(reason ? { reason: referTo(reason) } : {}),
      ...fields,
    } satisfies CommandPayload & Record<string, unknown>;
    const fingerprint = digestOf(JSON.parse(JSON.stringify(request)));
    const found = await this.unitOfWork.run(context, async ({ em }) => {
      // Begin, all of it, and commit in one round trip.
      const [target] = await em.execute<Target[]>(
        `${LAST_STATEMENT}with target as (
           select status, ?::text is null or exists (select from cycles.stage where cycle_id = c.id and key = ?) as known
           from cycles.cycle c where c.id = ?
         ), inserted as (
           insert into cycles.command (id, actor_id, cycle_id, stage_key, update_name, payload, fingerprint, state, created_at)
           select ?, ?, ?, ?, ?, ?::jsonb, ?, 'pending', now() from target where status <> 'draft' and known
           on conflict (id) do nothing returning *
         )${reason ? `, reason as (insert into cycles.reason (${REASON_COLUMNS}) select ?, ?, ?, ?, ?, ?, now() from inserted)` : ''}
         select status, known, to_jsonb(inserted) as inserted from target left join inserted on true`,
        [
          stageKey ?? null,
          stageKey ?? null,
          cycleId,
          key,
          actor.id,
          cycleId,
          stageKey ?? null,
          name,
          JSON.stringify(payload),
          fingerprint,
          ...(reason ? reasonRow(cycleId, actor.id, reason) : []),
        ],
      );
      return target && { ...target, command: target.inserted && em.map(Command, target.inserted) };
    });
    if (!found) throw new Problem('not-found', refusal('cycle.none'));
    if (found.status === 'draft') throw new Problem('conflict', refusal('cycle.notPublished'), { state: 'draft' });
    if (!found.known) throw new Problem('not-found', refusal('stage.none', { stageKey: stageKey ?? '' }));
    const command = found.command ?? (await this.require(key));
    if (command.actorId !== actor.id || command.fingerprint !== fingerprint) {
      throw new Problem('idempotency-key-reused', refusal('command.keyReused', { key }));
    }
    return command;
  }
}

const viewOf = (command: Command): CommandView => ({
  id: command.id,
  name: command.updateName,
  cycleId: command.cycleId,
  stageKey: command.stageKey ?? null,
  actorId: command.actorId,
  state: command.state,
  answer: command.answer ?? null,
  createdAt: toInstant(command.createdAt),
  settledAt: command.settledAt ? toInstant(command.settledAt) : null,
});
