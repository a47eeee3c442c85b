import { Injectable } from '@nestjs/common';
import { ceremony } from '../definition/ceremony.js';
import type { StageHandler, StageType } from '../definition/stage-type.js';

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
}
