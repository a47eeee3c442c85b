import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { ClarificationState } from '#libs/contracts';
import { type ZonedInstant, zoned } from '#libs/cycles';
import { allows, Problem, type RequestContext, UnitOfWork } from '#libs/platform';
import { noSuchClarification } from './clarification-access.js';
import {
  type ClarificationStanding,
  OPEN,
  clarificationDeadlines,
  clarificationsWhere,
  factsOf,
} from './clarification.queries.js';
import type { ClarificationTimeout } from '../stage-types/clarification.settings.js';
import type { FieldAnswers } from './clarification.rules.js';
import { ClarificationDraft, ClarificationQuestion } from './clarification.entities.js';
import { CycleDefinitions } from '../stage-types/cycle-definitions.js';
import { mayRead, noSuchEntry } from '../entry/entry-access.js';
import { Entry, EntryVersion } from '../entry/entry.entities.js';
import { type Json, memberAt } from '../form/json-pointer.js';
import { entryPermissions } from '../permissions.js';
import { refusal } from '../refusals.words.js';

/** A clarification in a list, without its questions. */
export interface ClarificationSummary {
  id: string;
  cycleId: string;
  stageKey: string;
  entryId: string;
  /** The version asked about. */
  entryVersion: number;
  state: ClarificationState;
  fields: string[];
  askedBy: string;
  asked: ZonedInstant;
  /** By when, in the award's zone and in the city's. */
  answerBy: ZonedInstant;
  answerByOfCity: ZonedInstant;
  deadlineVersion: number;
  onTimeout: ClarificationTimeout;
  answered: { version: number; at: ZonedInstant } | null;
}

/** A clarification with its questions; `draft` for the city alone, until it is sent. */
export interface ClarificationView extends ClarificationSummary {
  questions: {
    pointer: string;
    question: string;
    /** What the entry has there now; null where nothing is. */
    present: Json;
  }[];
  draft: { answers: FieldAnswers; savedAt: ZonedInstant } | null;
  /** Of the draft, its ETag; 0 before anything is saved. */
  version: number;
}

/** Shows clarifications: to the city its own, to the staff all of a cycle. */
@Injectable()
export class ClarificationReaderService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly definitions: CycleDefinitions,
  ) {}

  /** One clarification. Throws `not-found`. */
  async get({ principal }: RequestContext, id: string): Promise<ClarificationView> {
    return this.unitOfWork.read(async (em) => {
      const [standing] = await clarificationsWhere(em, 'k.id = ?', [id]);
      if (!standing || !mayRead(principal, standing)) throw noSuchClarification();
      const { programme, cycleId } = standing;
      // What a city has not sent is nobody else's business yet.
      const isStaffOnly = allows(entryPermissions.listClarifications, principal, { programme, cycleId });
      return this.viewOf(em, standing, !isStaffOnly);
    });
  }

  /** The clarifications of an entry, oldest first. Throws `not-found`. */
  async ofEntry({ principal }: RequestContext, entryId: string): Promise<ClarificationSummary[]> {
    return this.unitOfWork.read(async (em) => {
      const entry = await em.findOne(Entry, { id: entryId });
      if (!entry) throw noSuchEntry();
      const { cycleId, cityId } = entry;
      if (!mayRead(principal, { programme: await this.definitions.programmeOf(cycleId), cycleId, cityId }))
        throw noSuchEntry();
      return (await clarificationsWhere(em, 'k.entry_id = ?', [entryId])).map(summaryOf);
    });
  }

  /** A page of a cycle's clarifications, oldest first: all, or the open ones. For the staff. */
  async ofCycle(
    { principal }: RequestContext,
    cycleId: string,
    page: { after: string | undefined; limit: number; open: boolean },
  ): Promise<ClarificationSummary[]> {
    const programme = await this.definitions.programmeOf(cycleId);
    if (!allows(entryPermissions.listClarifications, principal, { programme, cycleId }))
      throw new Problem('not-found', refusal('cycle.noneSeen'));
    const { after, limit, open } = page;
    const condition = `k.cycle_id = ? ${after ? 'and k.id > ?' : ''} ${open ? `and ${OPEN}` : ''}`;
    const found = await this.unitOfWork.read((em) =>
      clarificationsWhere(em, condition, [cycleId, ...(after ? [after] : [])], limit),
    );
    return found.map(summaryOf);
  }

  /** All clarifications of a cycle as an auditor holds them against their workflows: no text, no answer. */
  async accounts(cycleId: string) {
    return this.unitOfWork.read(async (em) => {
      const found = await clarificationsWhere(em, 'k.cycle_id = ?', [cycleId], 100_000);
      const deadlines = await clarificationDeadlines(em, cycleId);
      return found.map((each) => ({
        facts: factsOf(each),
        askedAt: each.askedAt,
        endedAt: each.endedAt,
        deadlines: deadlines.get(each.id) ?? [],
      }));
    });
  }

  /** As it stands in this transaction, for whoever wrote it. */
  async view(em: SqlEntityManager, id: string): Promise<ClarificationView> {
    const [standing] = await clarificationsWhere(em, 'k.id = ?', [id]);
    return this.viewOf(em, standing!, false);
  }

  /** A clarification with what the city has written. */
  async viewOf(em: SqlEntityManager, standing: ClarificationStanding, withDraft: boolean): Promise<ClarificationView> {
    const { id: clarificationId, entryId, zone } = standing;
    const asked = await em.find(ClarificationQuestion, { clarificationId }, { orderBy: { position: 'asc' } });
    const entry = await em.findOneOrFail(Entry, { id: entryId });
    const { content } = await em.findOneOrFail(EntryVersion, { entryId, version: entry.currentVersion });
    const draft = await em.findOne(ClarificationDraft, { clarificationId }, { refresh: true });
    return {
      ...summaryOf(standing),
      questions: asked.map(({ pointer, question }) => ({
        pointer,
        question,
        present: memberAt(content, pointer) ?? null,
      })),
      draft: draft && withDraft ? { answers: draft.answers, savedAt: zoned(draft.savedAt.toISOString(), zone) } : null,
      version: draft?.version ?? 0,
    };
  }
}

function summaryOf(standing: ClarificationStanding): ClarificationSummary {
  const { id, cycleId, stageKey, entryId, entryVersion, state, fields, askedBy, zone, cityZone } = standing;
  const { dueAt, deadlineVersion, onTimeout, answeredVersion, answeredAt } = standing;
  return {
    id,
    cycleId,
    stageKey,
    entryId,
    entryVersion,
    state,
    fields,
    askedBy,
    asked: zoned(standing.askedAt, zone),
    answerBy: zoned(dueAt, zone),
    answerByOfCity: zoned(dueAt, cityZone),
    deadlineVersion,
    onTimeout,
    answered: answeredAt ? { version: answeredVersion!, at: zoned(answeredAt, zone) } : null,
  };
}
