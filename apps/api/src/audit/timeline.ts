import { Injectable } from '@nestjs/common';
import { EVENTS, type EventType } from '#libs/contracts';
import { reasonsOf } from '#libs/cycles';
import { PeopleService } from '#libs/identity';
import { UnitOfWork } from '#libs/platform';
import { type TimelineItem, timelineOf } from '#libs/transparency';

/** One line of a cycle's timeline, as people read it. */
export interface TimelineLine {
  id: string;
  at: string;
  /** What kind of event, and what that means in a sentence. */
  type: string;
  what: string;
  /** Who did it: a person by name, or a service. */
  who: string;
  onBehalfOf: string | null;
  stageKey: string | null;
  reasonCode: string | null;
  reason: string | null;
  cause: string;
  data: Record<string, unknown>;
}

/** Tells what happened in a cycle: who, when, what, why. */
@Injectable()
export class Timeline {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly people: PeopleService,
  ) {}

  /** A page of the timeline, oldest first; four queries whatever its length. */
  async page(cycleId: string, after: [string, string] | null, limit: number): Promise<TimelineLine[]> {
    const items = await this.unitOfWork.read((em) => timelineOf(em, cycleId, after, limit));
    const names = await this.namesOf(items.flatMap(({ actor, onBehalfOf }) => [actor, onBehalfOf ?? '']));
    const versions = items.flatMap(({ data }) =>
      typeof data['stageKey'] === 'string' && typeof data['version'] === 'number'
        ? [{ stageKey: data['stageKey'], version: data['version'] }]
        : [],
    );
    const reasons = await this.unitOfWork.read((em) => reasonsOf(em, cycleId, versions));
    return items.map((item) => toLine(item, names, reasons));
  }

  private async namesOf(actors: string[]): Promise<Map<string, string>> {
    const ids = [...new Set(actors)].filter((actor) => /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(actor));
    return new Map((await this.people.findPeople(ids)).map(({ id, name }) => [id, name]));
  }
}

function toLine(
  item: TimelineItem,
  names: Map<string, string>,
  reasons: Awaited<ReturnType<typeof reasonsOf>>,
): TimelineLine {
  const { data, actor, onBehalfOf, ...rest } = item;
  const stageKey = typeof data['stageKey'] === 'string' ? data['stageKey'] : null;
  const why = reasons.find((reason) => reason.stageKey === stageKey && reason.version === data['version']);
  const code = typeof data['reasonCode'] === 'string' ? data['reasonCode'] : null;
  return {
    ...rest,
    what: EVENTS[item.type as EventType]?.summary ?? item.type,
    who: names.get(actor) ?? actor,
    onBehalfOf: onBehalfOf === null ? null : (names.get(onBehalfOf) ?? onBehalfOf),
    stageKey,
    reasonCode: code ?? why?.code ?? null,
    reason: why?.text ?? null,
    data,
  };
}
