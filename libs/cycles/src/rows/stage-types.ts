import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { EventType, Role, StageRef, Instant } from '#libs/contracts';
import { ceremony } from '../definition/ceremony.js';
import type { ProgressCount } from '../definition/stage-answers.js';
import type {
  IndividualDeadlines,
  StageExtension,
  StageHandler,
  StageContext,
  StageType,
} from '../definition/stage-type.js';
import type { Stage } from '../definition/stage.entity.js';
import { requireStage, stageContextOf } from './cycle.queries.js';

/** The types of stage this installation knows: those the libs registered, and the ceremony. */
@Injectable()
export class StageTypes {
  private readonly types = new Map<string, StageType>([[ceremony.key, ceremony]]);

  /** Called by the module of the lib that brings the type. */
  register(...types: StageType[]): void {
    for (const type of types) this.types.set(type.key, type);
  }

  /** The type of that key, if there is one. */
  find(key: string): StageType | undefined {
    return this.types.get(key);
  }

  /** The type of a published stage. Throws when the lib that brings it is not part of this app. */
  of(key: string): StageType {
    const type = this.types.get(key);
    if (!type) throw new Error(`The stage type "${key}" is not registered in this app.`);
    return type;
  }

  keys(): string[] {
    return [...this.types.keys()].toSorted();
  }
}

/** What stages do at run time, by type; needed where workflows' activities run. */
@Injectable()
export class StageHandlers {
  private readonly handlers = new Map<string, StageHandler>([[ceremony.key, { type: ceremony }]]);
  private readonly extensions: StageExtension[] = [];

  constructor(private readonly types: StageTypes) {}

  /** Registers handlers and their types. */
  register(...handlers: StageHandler[]): void {
    for (const handler of handlers) {
      this.types.register(handler.type);
      this.handlers.set(handler.type.key, handler);
    }
  }

  /** The handler of a type. Throws when the lib that brings it is not part of this app. */
  of(key: string): StageHandler {
    const handler = this.handlers.get(key);
    if (!handler) throw new Error(`The stage type "${key}" has no handler in this app.`);
    return handler;
  }

  /** The role of the members of the panel that judges a stage of that type; null where there is no panel. */
  panelRole(key: string): Role | null {
    return this.of(key).type.panelRole ?? null;
  }

  /** Registers what a lib adds to stages of every type. */
  extend(...extensions: StageExtension[]): void {
    this.extensions.push(...extensions);
  }

  /** Ids of the people whom the window of a stage concerns, besides the secretariat. Throws `not-found`. */
  async concerned(em: SqlEntityManager, ref: StageRef): Promise<string[]> {
    const stage = await requireStage(em, ref);
    const handler = this.of(stage.type);
    return handler.concerned ? handler.concerned(em, await stageContextOf(em, stage)) : [];
  }

  /** Until when something may still come into a stage that has closed, or null. */
  async mayComeInUntil(em: SqlEntityManager, stage: Stage): Promise<Instant | null> {
    const handler = stage.state === 'closing' ? this.of(stage.type) : undefined;
    return (await handler?.mayComeInUntil?.(em, await stageContextOf(em, stage))) ?? null;
  }

  /** What is counted in a stage: by its type first, then by what adds to every type. */
  async progress(em: SqlEntityManager, stageContext: StageContext): Promise<ProgressCount[]> {
    const counts = [...((await this.of(stageContext.stage.type).progress?.(em, stageContext)) ?? [])];
    for (const extension of this.extensions) counts.push(...((await extension.progress?.(em, stageContext)) ?? []));
    return counts;
  }

  /**
   * Events after which nobody may owe anything more: in the stage they name, or in some stage of the cycle they name.
   */
  settlingEvents(): { inStage: EventType[]; inCycle: EventType[] } {
    const handlers = [...this.handlers.values()];
    const distinct = (types: EventType[]) => [...new Set(types)];
    return {
      inStage: distinct(handlers.flatMap(({ settledByStageEvents = [] }) => settledByStageEvents)),
      inCycle: distinct(handlers.flatMap(({ settledByCycleEvents = [] }) => settledByCycleEvents)),
    };
  }

  /** The deadlines of single cities and entries that stand beside the window of a stage. */
  individualDeadlines({ type }: Pick<Stage, 'type'>): IndividualDeadlines[] {
    return [this.of(type), ...this.extensions].flatMap((each) => each.individualDeadlines ?? []);
  }
}
