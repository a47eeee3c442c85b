import type { CycleDocument } from '#libs/cycles';
import { ACCEPTANCE, completeContent } from '../../support/entry-contents.js';
import { PRIVACY } from '../../support/privacy.js';
import { type Answer, type RequestOptions, type RunningApp, type Somebody, until } from './running-app.js';

export const REASON = { code: 'test', text: 'To see that it works' };

/** An instant so many milliseconds from now. */
export const inMs = (ms: number): string => new Date(Date.now() + ms).toISOString();
const HOUR_MS = 3_600_000;

/** A city's person with an entry. */
export interface Entrant {
  person: Somebody;
  cityId: string;
  entryId: string;
}

/** A stage as the calendar shows it. */
export interface CalendarStage {
  key: string;
  state: string;
  deadlineVersion: number;
  deadline: { utc: string };
  closed: { utc: string } | null;
}

/** What a definition needs besides what all test cycles have. */
export type CycleParts = Pick<CycleDocument, 'stages'> & Partial<CycleDocument>;

/**
 * All stages, an hour each, an hour between them: only commands open and close them, except that
 * the call opens at once. Experts review each entry once, one is shortlisted, one wins unless told
 * otherwise.
 */
export function wholeCycle({ reviewsPerEntry = 1, shortlisted = 2, winners = 1 } = {}): CycleDocument['stages'] {
  const window = (index: number) => ({
    opens: inMs(index === 0 ? -1000 : 2 * index * HOUR_MS),
    deadline: inMs((2 * index + 1) * HOUR_MS),
  });
  const decided = {
    certifiers: { count: 2, roles: ['secretariat' as const, 'organiser' as const] },
    release: [
      { audience: 'concerned' as const, when: 'command' as const },
      { audience: 'public' as const, when: 'command' as const },
    ],
  };
  const screening = { reviewsPerEntry, quotas: { shortlisted, deserving: 1 } };
  return [
    { key: 'call', type: 'call-for-entries', title: 'Call for entries', window: window(0) },
    { key: 'eligibility', type: 'eligibility', window: window(1), ...decided },
    { key: 'screening', type: 'technical-screening', window: window(2), settings: screening, ...decided },
    { key: 'jury', type: 'jury', window: window(3), settings: { quotas: { winners } }, ...decided },
    { key: 'ceremony', type: 'ceremony', title: 'Award ceremony', window: window(4) },
  ];
}

/** A cycle that is published, and what people do in it, over HTTP. */
export class DrivenCycle {
  private constructor(
    readonly app: RunningApp,
    readonly cycleId: string,
    /** Who commands; may certify, with the organiser. */
    readonly staff: Somebody,
    readonly organiser: Somebody,
  ) {}

  /** Publishes a cycle with these stages. */
  static async publish(app: RunningApp, parts: CycleParts): Promise<DrivenCycle> {
    const staff = await app.person('Sam Secretariat', 'secretariat');
    const organiser = await app.person('Olga Organiser', 'organiser');
    const definition: CycleDocument = {
      programme: { key: 'guangzhou', name: 'Test Award' },
      edition: '1',
      title: 'Test cycle',
      zone: 'Asia/Shanghai',
      criteria: [
        { key: 'innovation', title: 'Innovation' },
        { key: 'context', title: 'Context' },
      ],
      ...parts,
    };
    const drafted = await app.send(staff, 'POST', '/v1/cycles', { definition });
    if (drafted.status !== 201) throw new Error(JSON.stringify(drafted.body));
    const { id } = drafted.body as { id: string };
    await app.ask(staff, 'POST', `/v1/cycles/${id}/publish`, undefined, { etag: drafted.etag! });
    return new DrivenCycle(app, id, staff, organiser);
  }

  /** A cycle that was published before, with those who command it. */
  static found(
    app: RunningApp,
    { cycleId, staff, organiser }: Pick<DrivenCycle, 'cycleId' | 'staff' | 'organiser'>,
  ): DrivenCycle {
    return new DrivenCycle(app, cycleId, staff, organiser);
  }

  get path(): string {
    return `/v1/cycles/${this.cycleId}`;
  }

  /** Sends a command about a stage. */
  command(who: Somebody, stageKey: string, name: string, body: object, options?: RequestOptions): Promise<Answer> {
    return this.app.send(who, 'POST', `${this.path}/stages/${stageKey}/${name}`, body, options);
  }

  /** Sends a command that must be carried out at once. */
  async commanded(who: Somebody, stageKey: string, name: string, body: object): Promise<Record<string, unknown>> {
    const answer = await this.command(who, stageKey, name, body);
    if (answer.status !== 200) throw new Error(`${name} ${stageKey}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /** The calendar. */
  async stage(stageKey: string): Promise<CalendarStage> {
    const { items } = await this.app.ask<{ items: CalendarStage[] }>(null, 'GET', `${this.path}/stages`);
    return items.find(({ key }) => key === stageKey)!;
  }

  async untilState(stageKey: string, ...states: string[]): Promise<CalendarStage> {
    return until(
      () => this.stage(stageKey),
      ({ state }) => states.includes(state),
    );
  }

  /** A city registers and drafts a complete entry. */
  async draft(name: string, content: Parameters<typeof completeContent>[0] = {}): Promise<Entrant> {
    const { app } = this;
    const person = await app.person(`${name} Contact`, 'city', 'Africa/Nairobi');
    const city = { name, countryCode: 'KE', kind: 'city', region: 'Africa', population: 1e6, zone: 'Africa/Nairobi' };
    const { id: cityId } = await app.ask<{ id: string }>(person, 'POST', '/v1/cities', { ...city, privacy: PRIVACY });
    const entryId = await this.draftFor(person, cityId, { title: `Initiative of ${name}`, ...content });
    return { person, cityId, entryId };
  }

  /** One more complete draft of a city. */
  async draftFor(person: Somebody, cityId: string, more: Parameters<typeof completeContent>[0]): Promise<string> {
    const content = completeContent(more);
    const { id } = await this.app.ask<{ id: string }>(person, 'POST', `${this.path}/entries`, { cityId, content });
    const contacts = [{ name: person.name, email: person.address }];
    await this.app.ask(person, 'PUT', `/v1/entries/${id}/contacts`, { contacts }, { etag: '"1"' });
    return id;
  }

  submit({ person, entryId }: Pick<Entrant, 'person' | 'entryId'>, options?: RequestOptions): Promise<Answer> {
    return this.app.send(person, 'POST', `/v1/entries/${entryId}/submit`, ACCEPTANCE, options);
  }

  /** Cities that have entered. */
  async enter(names: string[]): Promise<Entrant[]> {
    const entrants: Entrant[] = [];
    for (const name of names) {
      const entrant = await this.draft(name);
      const { status, body } = await this.submit(entrant);
      if (status !== 201) throw new Error(JSON.stringify(body));
      entrants.push(entrant);
    }
    return entrants;
  }

  /** Seats new people; the first is the chair. */
  async seat(stageKey: string, names: string[]): Promise<Somebody[]> {
    const panel: Somebody[] = [];
    for (const [index, name] of names.entries()) {
      const person = await this.app.person(name, undefined, 'America/Sao_Paulo');
      const seat = { seat: index === 0 ? 'chair' : 'member' };
      await this.app.ask(this.staff, 'PUT', `${this.path}/stages/${stageKey}/panel/${person.id}`, seat);
      panel.push(person);
    }
    return panel;
  }

  async open(stageKey: string): Promise<void> {
    await this.commanded(this.staff, stageKey, 'open', { reason: REASON });
  }

  async closeStage(stageKey: string): Promise<void> {
    await this.commanded(this.staff, stageKey, 'close', { reason: REASON });
  }

  /** The secretariat confirms what the rules say of each entry. */
  async checkAll(stageKey = 'eligibility'): Promise<void> {
    type Queue = { items: { entryId: string; version: number; rulesOutcome: string }[] };
    const path = `${this.path}/stages/${stageKey}/eligibility`;
    const { items } = await this.app.ask<Queue>(this.staff, 'GET', `${path}?state=open&limit=200`);
    for (const { entryId, version, rulesOutcome } of items) {
      await this.app.ask(this.staff, 'POST', `${path}/${entryId}/checks`, { outcome: rulesOutcome, version });
    }
  }

  /** Each expert reviews what is assigned, by a score of each entry (1 to 5). */
  async reviewAll(experts: Somebody[], scoreOf: (entryId: string) => number): Promise<void> {
    type Assigned = { id: string; entryId: string; version: number; state: string }[];
    const path = `${this.path}/stages/screening/assignments`;
    for (const expert of experts) {
      const assigned = await until(
        () => this.app.ask<Assigned>(expert, 'GET', path),
        ({ length }) => length > 0,
      );
      for (const { id, entryId, version } of assigned.filter(({ state }) => state === 'open')) {
        const score = scoreOf(entryId);
        const review = { scores: { innovation: score, context: score }, comment: 'Seen.' };
        await this.app.ask(expert, 'PUT', `/v1/assignments/${id}/review`, review, { etag: `"${version}"` });
      }
    }
  }

  /** A juror ranks the entries, best first. Waits while the ballot box is prepared. */
  async cast(juror: Somebody, ranking: string[]): Promise<void> {
    const path = `${this.path}/stages/jury/ballot`;
    const ballot = { ranking: ranking.map((id) => [id]) };
    await until(
      () => this.app.send(juror, 'POST', path, ballot),
      ({ status }) => status === 204,
    );
  }

  /**
   * Moves a stage's deadline to a moment from now, and gives it. One that is past before the command is
   * judged is refused, which changes nothing: then to a later one.
   */
  async closeSoon(stageKey: string, inMillis = 1000): Promise<number> {
    const deadlineAt = inMs(inMillis);
    const { status, body } = await this.command(this.staff, stageKey, 'deadline', { deadlineAt, reason: REASON });
    if (status === 422) return this.closeSoon(stageKey, 2 * inMillis);
    if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
    return Date.parse(deadlineAt);
  }

  /** Waits for the proposal, has it signed by the chair (where there is a panel), and certified by two people. */
  async decide(stageKey: string, chair?: Somebody): Promise<void> {
    await this.untilState(stageKey, 'deciding');
    const path = `${this.path}/stages/${stageKey}/proposal`;
    const { proposalDigest } = await this.app.ask<{ proposalDigest: string }>(this.staff, 'GET', path);
    if (chair) await this.commanded(chair, stageKey, 'sign', { proposalDigest });
    for (const who of [this.staff, this.organiser]) await this.commanded(who, stageKey, 'certify', { proposalDigest });
  }

  /** Releases a decision to both audiences, those concerned first. */
  async release(stageKey: string): Promise<void> {
    for (const audience of ['concerned', 'public']) await this.commanded(this.staff, stageKey, 'release', { audience });
  }

  /** Waits until all its workflows have ended and their histories are archived. */
  async untilArchived(): Promise<void> {
    const left = `select count(*)::int as archived from transparency.history_archive
      where cycle_id = $1 and archived_at is not null`;
    const [stages] = await this.app.rows<{ count: number }>(
      'select count(*)::int as count from cycles.stage where cycle_id = $1',
      [this.cycleId],
    );
    await until(
      () => this.app.rows<{ archived: number }>(left, [this.cycleId]),
      ([row]) => row!.archived === stages!.count + 1,
    );
  }
}
