import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { toInstant } from '#libs/cycles';
import { Problem, type RequestContext, UnitOfWork } from '#libs/platform';
import { Consent, ConsentChange } from './submit.entities.js';
import { CycleDefinitions } from '../stage-types/cycle-definitions.js';
import { mayRead, noSuchEntry, requireCity } from '../entry/entry-access.js';
import { Entry } from '../entry/entry.entities.js';
import { lockEntry } from '../entry/entry-lock.js';
import type { Publication } from '../form/form-publication.js';
import { entryPermissions } from '../permissions.js';
import { refusal } from '../refusals.words.js';

/** What of an entry may be published. */
export interface ConsentAnswer {
  entryId: string;
  /** What stands now, by group of fields; null before anything was submitted. */
  present: Publication | null;
  /** All that was said, oldest first: at each submit about every group, after it about one. */
  record: { group: string; granted: boolean; version: number | null; by: string; at: string }[];
}

/** The most entries whose consents somebody is shown together. */
const ENTRIES_MAX = 200;

/** Consents to publication: given at each submit, given and taken back at any time after it. */
@Injectable()
export class ConsentService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly definitions: CycleDefinitions,
  ) {}

  /**
   * Gives or takes back consent to the publication of groups of fields, by an owner of the city;
   * whatever the cycle does. Throws `not-found`, `forbidden`, `conflict` before anything was
   * submitted, `rule-violated` for a group that no submit was about.
   */
  async change(context: RequestContext, entryId: string, given: Publication): Promise<ConsentAnswer> {
    return this.unitOfWork.run(context, async (work) => {
      const entry = await lockEntry(work, this.definitions, entryId, (scope) =>
        requireCity(context, scope, entryPermissions.changeConsents),
      );
      const before = await consentOf(work.em, entryId);
      if (!before.present) throw new Problem('conflict', refusal('consent.beforeSubmit'));
      const { present } = before;
      const groups = Object.keys(given);
      const unknown = groups.filter((group) => present[group] === undefined);
      if (unknown.length > 0) throw noSuchGroup(unknown, Object.keys(present).toSorted());
      const changed = groups.filter((group) => given[group] !== present[group]);
      if (changed.length === 0) return before;
      const changedAt = await work.now();
      const changedBy = context.actor.id;
      const rows = changed.map((fieldGroup) => ({
        id: uuidv7(),
        entryId,
        fieldGroup,
        granted: given[fieldGroup]!,
        changedBy,
        changedAt,
      }));
      await work.em.insertMany(ConsentChange, rows);
      const granted = changed.filter((group) => given[group]);
      const withdrawn = changed.filter((group) => !given[group]);
      const data = { entryId, cycleId: entry.cycleId, granted, withdrawn };
      work.emit({ type: 'laureate.entry.consent-changed.v1', subject: entryId, data });
      return consentOf(work.em, entryId);
    });
  }

  /** What of an entry may be published. Throws `not-found` also for whoever may not see it. */
  async get({ principal }: RequestContext, entryId: string): Promise<ConsentAnswer> {
    return this.unitOfWork.read(async (em) => {
      const entry = await em.findOne(Entry, { id: entryId });
      if (!entry) throw noSuchEntry();
      const { cycleId, cityId } = entry;
      const scope = { programme: await this.definitions.programmeOf(cycleId), cycleId, cityId };
      if (!mayRead(principal, scope)) throw noSuchEntry();
      return consentOf(em, entryId);
    });
  }

  /** The consents of what a person submitted or of what they changed consents of, the latest 200 entries. */
  async ofPerson(personId: string): Promise<ConsentAnswer[]> {
    return this.unitOfWork.read(async (em) => {
      const entries = await em.execute<{ id: string }[]>(
        `select entry_id as id from entries.consent where accepted_by = ?
         union select entry_id from entries.consent_change where changed_by = ? order by id desc limit ${ENTRIES_MAX}`,
        [personId, personId],
      );
      return Promise.all(entries.map(({ id }) => consentOf(em, id)));
    });
  }
}

function noSuchGroup(unknown: string[], known: string[]): Problem {
  const message = refusal('consent.notSubmittedWith');
  const errors = unknown.map((group) => ({ pointer: `/publication/${group}`, message, allowed: known.join(', ') }));
  return new Problem('rule-violated', refusal('consent.nothingChanged', { group: unknown[0]! }), { errors });
}

async function consentOf(em: SqlEntityManager, entryId: string): Promise<ConsentAnswer> {
  const accepted = await em.find(Consent, { entryId }, { orderBy: { version: 'asc' } });
  const changes = await em.find(ConsentChange, { entryId }, { orderBy: { id: 'asc' } });
  const said = [
    ...accepted.flatMap(({ publication, version, acceptedBy: by, acceptedAt: at }) =>
      Object.entries(publication).map(([group, granted]) => ({
        group,
        granted,
        version: version as number | null,
        by,
        at,
      })),
    ),
    ...changes.map(({ fieldGroup: group, granted, changedBy: by, changedAt: at }) => ({
      group,
      granted,
      version: null,
      by,
      at,
    })),
  ];
  // Of the same instant, what was said beside a submit is the older; an answer to a clarification keeps its submit's.
  const record = said.toSorted((a, b) => a.at.getTime() - b.at.getTime());
  const present: Publication = Object.fromEntries(record.map(({ group, granted }) => [group, granted]));
  return {
    entryId,
    present: accepted.length > 0 ? present : null,
    record: record.map((one) => ({ ...one, at: toInstant(one.at) })),
  };
}
