import type { LaureateEvent } from '#libs/contracts';
import type { Work } from '#libs/platform';
import type { Audiences } from './audiences.js';
import { planDeliveries } from './deliveries.js';

/** Turns an event into deliveries, in the transaction of the inbox: asks each audience whom it concerns now. */
export class NotificationPlanner {
  constructor(
    private readonly audiences: Audiences,
    private readonly mailDomain: string,
  ) {}

  /** Plans the deliveries an event makes due; returns how many are new. */
  async plan(event: LaureateEvent, work: Work): Promise<number> {
    let planned = 0;
    for (const audience of this.audiences.on(event.type)) {
      const occasion = await audience.occasion(event);
      if (occasion === null) continue;
      const people = await audience.people(event);
      planned += await planDeliveries(work, { kind: audience.kind, occasion, people, event, domain: this.mailDomain });
    }
    return planned;
  }
}
