import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { validate as isUuid } from 'uuid';
import { toInstant } from '#libs/cycles';
import { PeopleService, actsFor } from '#libs/identity';
import { Problem, type RequestContext, UnitOfWork } from '#libs/platform';
import { CycleDefinitions } from '../stage-types/cycle-definitions.js';
import { isAllowed, mayRead, noSuchEntry } from '../entry/entry-access.js';
import { Entry, EntrySectionVersion } from '../entry/entry.entities.js';
import type { JsonObject } from '../form/json-pointer.js';
import { type FieldChange, diffSections } from '../form/section-diff.rules.js';
import { entryPermissions } from '../permissions.js';
import { refusal } from '../refusals.words.js';

/** A section of an entry, by its key. */
export interface SectionRef {
  entryId: string;
  key: string;
}

/** One save of a section. */
export interface SectionVersionSummary {
  version: number;
  savedAt: string;
  savedBy: string;
  /** Of whoever saved it; null for those who need not know, and when there is no such person any more. */
  savedByName: string | null;
  /** Was it typed by the secretariat from what came on paper? */
  transcribed: boolean;
}

export interface SectionVersionAnswer extends SectionVersionSummary {
  key: string;
  content: JsonObject;
}

/** What differs between two versions of a section. */
export interface SectionDiff {
  key: string;
  from: SectionVersionSummary;
  to: SectionVersionSummary;
  changes: FieldChange[];
}

/** Shows every version of a section: who saved what when, and what that changed. Saving one again restores it. */
@Injectable()
export class SectionHistoryService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly definitions: CycleDefinitions,
    private readonly people: PeopleService,
  ) {}

  /** One page of a section's versions, the latest first. Throws `not-found`. */
  async list(
    context: RequestContext,
    { entryId, key }: SectionRef,
    page: { before: number | undefined; limit: number },
  ): Promise<SectionVersionSummary[]> {
    return this.unitOfWork.read(async (em) => {
      const showsNames = await this.requireReadable(em, context, entryId);
      const rows = await em.find(
        EntrySectionVersion,
        { entryId, key, ...(page.before === undefined ? {} : { version: { $lt: page.before } }) },
        { orderBy: { version: 'desc' }, limit: page.limit, fields: ['version', 'savedAt', 'savedBy', 'transcribed'] },
      );
      return this.summariesOf(rows, showsNames);
    });
  }

  /** One version with its content. Throws `not-found`. */
  async get(context: RequestContext, ref: SectionRef, version: number): Promise<SectionVersionAnswer> {
    return this.unitOfWork.read(async (em) => {
      const showsNames = await this.requireReadable(em, context, ref.entryId);
      const row = await requireSaved(em, ref, version);
      const [summary] = await this.summariesOf([row], showsNames);
      return { key: ref.key, ...summary!, content: row.content };
    });
  }

  /** What changed from one version to another; they need not follow each other. Throws `not-found`. */
  async diff(context: RequestContext, ref: SectionRef, from: number, to: number): Promise<SectionDiff> {
    return this.unitOfWork.read(async (em) => {
      const showsNames = await this.requireReadable(em, context, ref.entryId);
      const [before, after] = [await requireSaved(em, ref, from), await requireSaved(em, ref, to)];
      const [older, newer] = await this.summariesOf([before, after], showsNames);
      return { key: ref.key, from: older!, to: newer!, changes: diffSections(before.content, after.content) };
    });
  }

  /** Throws `not-found` for whoever may not see the entry; says whether they may know who works on it. */
  private async requireReadable(
    em: SqlEntityManager,
    { principal }: RequestContext,
    entryId: string,
  ): Promise<boolean> {
    const entry = await em.findOne(Entry, { id: entryId });
    if (!entry) throw noSuchEntry();
    const { cycleId, cityId } = entry;
    const scope = { programme: await this.definitions.programmeOf(cycleId), cycleId, cityId };
    if (!mayRead(principal, scope)) throw noSuchEntry();
    return actsFor(principal, scope, 'read') || isAllowed(principal, entryPermissions.editEntry, scope);
  }

  private async summariesOf(
    rows: Pick<EntrySectionVersion, 'version' | 'savedAt' | 'savedBy' | 'transcribed'>[],
    showsNames: boolean,
  ): Promise<SectionVersionSummary[]> {
    const ids = showsNames ? rows.map(({ savedBy }) => savedBy).filter((id) => isUuid(id)) : [];
    const names = new Map((await this.people.findPeople([...new Set(ids)])).map(({ id, name }) => [id, name]));
    return rows.map(({ version, savedAt, savedBy, transcribed }) => ({
      version,
      savedAt: toInstant(savedAt),
      savedBy,
      savedByName: names.get(savedBy) ?? null,
      transcribed,
    }));
  }
}

async function requireSaved(em: SqlEntityManager, ref: SectionRef, version: number): Promise<EntrySectionVersion> {
  const row = await em.findOne(EntrySectionVersion, { ...ref, version });
  if (!row) throw new Problem('not-found', refusal('section.noVersion', { key: ref.key, version }));
  return row;
}
