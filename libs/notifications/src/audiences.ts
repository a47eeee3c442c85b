import type { Audience, EventType } from '#libs/contracts';

/** The audiences the notifier was wired with, found by the type of event and by kind. */
export class Audiences {
  constructor(private readonly audiences: Audience[]) {}

  /** Types of events that make some notification due. */
  types(): EventType[] {
    return [...new Set(this.audiences.map(({ on }) => on))];
  }

  /** Audiences to ask when an event of this type comes. */
  on(type: EventType): Audience[] {
    return this.audiences.filter((audience) => audience.on === type);
  }

  /** The audience that a delivery of this kind, made by an event of this type, belongs to by its occasion. */
  async of(kind: string, event: Parameters<Audience['occasion']>[0], occasion: string): Promise<Audience | undefined> {
    for (const audience of this.on(event.type))
      if (audience.kind === kind && (await audience.occasion(event)) === occasion) return audience;
    return undefined;
  }
}
