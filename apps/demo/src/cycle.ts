import { type Answer, type Client, until } from './client.js';

/** A stage as the public calendar shows it. */
export interface CalendarStage {
  key: string;
  state: string;
  deadline: { utc: string; local: string; zone: string };
}

export interface EntryOutcome {
  entryId: string;
  title: string;
  cityName: string;
  outcome: string;
}

/** The cycle, and the people who run it. */
export class Cycle {
  constructor(
    readonly id: string,
    readonly secretariat: Client,
    readonly secretariat2: Client,
    readonly organiser: Client,
  ) {}

  get path(): string {
    return `/v1/cycles/${this.id}`;
  }

  pathOf(stageKey: string): string {
    return `${this.path}/stages/${stageKey}`;
  }

  /** Waits until a stage is in one of these states. */
  untilState(stageKey: string, ...states: string[]): Promise<CalendarStage> {
    return until(`${stageKey} to be ${states.join(' or ')}`, async () =>
      (await this.stages()).find(({ key, state }) => key === stageKey && states.includes(state)),
    );
  }

  private async stages(): Promise<CalendarStage[]> {
    return (await this.secretariat.get<{ items: CalendarStage[] }>(`${this.path}/stages`)).items;
  }

  /** Gives a command about a stage; what is answered, also a refusal. */
  command(who: Client, stageKey: string, name: string, body: object): Promise<Answer> {
    return who.send('POST', `${this.pathOf(stageKey)}/${name}`, body);
  }

  /** Gives a command that must be carried out. */
  async commanded(who: Client, stageKey: string, name: string, body: object): Promise<void> {
    const { status, body: answer } = await this.command(who, stageKey, name, body);
    if (status !== 200) throw new Error(`${name} ${stageKey} was answered ${status}: ${JSON.stringify(answer)}`);
  }

  /** Opens a stage before its time: what it waited for is decided. */
  async openEarly(stageKey: string): Promise<void> {
    const reason = { code: 'ahead-of-time', text: 'What it waited for is decided' };
    await until(`${stageKey} to open`, async () => {
      const { status } = await this.command(this.secretariat, stageKey, 'open', { reason });
      if (status === 200) return true;
      // Its workflow begins a moment after the decision it waits for.
      return (await this.stages()).find(({ key }) => key === stageKey)?.state === 'scheduled' ? undefined : true;
    });
  }

  /** Closes a stage now, if it is still open: its work is done. */
  async closeEarly(stageKey: string): Promise<void> {
    const reason = { code: 'work-done', text: 'Nobody owes anything any more' };
    const { status, body } = await this.command(this.secretariat, stageKey, 'close', { reason });
    if (status !== 200 && status !== 409) throw new Error(`close ${stageKey}: ${status} ${JSON.stringify(body)}`);
  }

  async proposal(
    stageKey: string,
  ): Promise<{ proposalDigest: string; version: number; outcomes: EntryOutcome[]; etag: string }> {
    await this.untilState(stageKey, 'deciding');
    return until(`the proposal of ${stageKey}`, async () => {
      const { status, body, etag } = await this.secretariat.send('GET', `${this.pathOf(stageKey)}/proposal`);
      if (status !== 200) return undefined;
      return { ...(body as { proposalDigest: string; version: number; outcomes: EntryOutcome[] }), etag: etag ?? '' };
    });
  }

  /** The chair signs (where there is a panel), two people certify; each names the digest of what they read. */
  async decide(stageKey: string, proposalDigest: string, chair?: Client): Promise<void> {
    if (chair) await this.commanded(chair, stageKey, 'sign', { proposalDigest });
    for (const who of [this.secretariat2, this.organiser])
      await this.commanded(who, stageKey, 'certify', { proposalDigest });
  }

  release(stageKey: string, audience: 'concerned' | 'public'): Promise<void> {
    return this.commanded(this.secretariat, stageKey, 'release', { audience });
  }
}
