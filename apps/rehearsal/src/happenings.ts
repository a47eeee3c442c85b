import type { CycleRecord, StageRecord } from '../../../workflows/in-memory/records.js';

/** Code under which a stage that cannot open in time needs attention. */
const LATE = 'open/late';

/** Something that happened in a cycle. */
export interface Happening {
  /** Epoch ms, on the calendar of the definition. */
  at: number;
  what:
    | 'entry'
    | 'opened'
    | 'prepared'
    | 'reminder'
    | 'deadline'
    | 'closed'
    | 'proposed'
    | 'signed'
    | 'certified'
    | 'decided'
    | 'released'
    | 'late'
    | 'needs-attention'
    | 'put-right'
    | 'completed';
  /** Null for the cycle itself. */
  stageKey: string | null;
  /** The reminder's step, the release's audience, why it is late or needs attention. */
  detail?: string;
  /** Ids of who did it, and of the entry that came in. */
  personId?: string;
  entryId?: string;
}

/** What was seen of a stage; rows are replaced, lists grow. */
interface Seen {
  states: number;
  reminders: number;
  prepared: boolean;
  signatures: number;
  certifiers: number;
  released: number;
}

const OF_STATE: Partial<Record<string, Happening['what']>> = {
  open: 'opened',
  closing: 'closed',
  deciding: 'proposed',
  decided: 'decided',
};

/** Tells what changed in a cycle's rows since it last looked, whatever activity changed it. */
export class Observer {
  readonly #stages = new Map<string, Seen>();
  #attention = 0;
  #status: string;

  constructor(private readonly cycle: CycleRecord) {
    this.#status = cycle.status;
    for (const [key, record] of cycle.stages) this.#stages.set(key, seenOf(record));
  }

  look(at: number): Happening[] {
    const happened = [...this.cycle.stages].flatMap(([stageKey, record]) => {
      const before = this.#stages.get(stageKey)!;
      this.#stages.set(stageKey, seenOf(record));
      return changesOf(record, before).map((change): Happening => ({ at, stageKey, ...change }));
    });
    for (const { stageKey = null, code, detail } of this.cycle.attention.slice(this.#attention)) {
      happened.push({ at, what: code === LATE ? 'late' : 'needs-attention', stageKey, detail });
    }
    this.#attention = this.cycle.attention.length;
    if (this.cycle.status !== this.#status && this.cycle.status === 'completed') {
      happened.push({ at, what: 'completed', stageKey: null });
    }
    this.#status = this.cycle.status;
    return happened;
  }
}

const seenOf = (record: StageRecord): Seen => ({
  states: record.states.length,
  reminders: record.reminders.length,
  prepared: record.prepared,
  signatures: record.decision?.signatures ?? 0,
  certifiers: record.certifiers.size,
  released: record.facts.releasedTo.length,
});

type Change = Pick<Happening, 'what' | 'detail'>;

function changesOf(record: StageRecord, before: Seen): Change[] {
  const now = seenOf(record);
  return [
    ...record.reminders.slice(before.reminders).map(({ step }): Change => ({ what: 'reminder', detail: step })),
    ...(now.prepared && !before.prepared ? [{ what: 'prepared' } as const] : []),
    ...(now.signatures > before.signatures ? [{ what: 'signed' } as const] : []),
    ...(now.certifiers > before.certifiers ? [{ what: 'certified' } as const] : []),
    ...record.states.slice(before.states).flatMap((state): Change[] => {
      const what = OF_STATE[state];
      return what ? [{ what }] : [];
    }),
    ...record.facts.releasedTo
      .slice(before.released)
      .map((audience): Change => ({ what: 'released', detail: audience })),
  ];
}
