import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { FieldError } from '#libs/contracts';
import { type CycleDefinition, type OpenStage, lockStageForWriting, stageDefinitionOf, toInstant } from '#libs/cycles';
import { Problem, type RequestContext, UnitOfWork, type Work, requireVersion } from '#libs/platform';
import { type CallSettings, formOf } from './call-for-entries.type.js';
import { CONTENT_DIGEST, type SealedContent, sealContent } from './content-digest.rules.js';
import { CycleDefinitions } from './cycle-definitions.js';
import { noSuchEntry, requireCity } from './entry.access.js';
import { type ReceiptAnswer, formProblem } from './entry.answers.js';
import { Entry } from './entry.entity.js';
import type { Extension } from './extension.entity.js';
import { ExtensionService } from './extension.service.js';
import { checkComplete } from './form-validation.js';
import type { PublicationGroup } from './form.js';

/** What a city accepts when it submits, and what of the entry may be published. */
export interface Acceptance {
  rulesVersion: string;
  privacyNoticeVersion: string;
  /** Language in which both were read. */
  language: string;
  publication: Record<PublicationGroup, boolean>;
  /** The version of the draft the city has seen; left out, whatever is saved is submitted. */
  draftVersion?: number | undefined;
}

const DIGEST_NAME = `${CONTENT_DIGEST.algorithm} v${CONTENT_DIGEST.version}`;

/** Submits entries: the hottest path of the house in the last minute before a deadline. */
@Injectable()
export class SubmitService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly definitions: CycleDefinitions,
    private readonly extensions: ExtensionService,
  ) {}

  /**
   * Submits what is drafted, as the next version, and returns the receipt. In time is what began before the hard close, by
   * the database's clock. Throws `not-open` or `deadline-passed` (both with `at`), `rule-violated` with everything that is
   * missing, `conflict` when nothing changed since the last version.
   */
  async submit(context: RequestContext, entryId: string, acceptance: Acceptance): Promise<ReceiptAnswer> {
    return this.unitOfWork.run(context, async (work) => {
      const { entry, contacts } = await lockEntry(work, entryId);
      const programme = await this.definitions.programmeOf(entry.cycleId);
      requireCity(context, { programme, cycleId: entry.cycleId, cityId: entry.cityId });
      let extension: Extension | null = null;
      const open = await lockStageForWriting(work, entry.cycleId, entry.stageKey, {
        extendedUntil: async (stage) => {
          extension = await this.extensions.longest(work, stage, entry);
          return extension?.until ?? null;
        },
      });
      const at = toInstant(open.at);
      refuseState(entry, acceptance, at);
      const definition = await this.definitions.of(work.em, open.stage);
      const errors = [
        ...contentErrors(definition, entry, contacts),
        ...acceptanceErrors(definition, entry, acceptance),
      ];
      if (errors.length > 0) throw formProblem('the entry is not submitted', errors, { at });

      const sealed = sealContent(entry.draft);
      const extensionId = (extension as Extension | null)?.id ?? null;
      return this.write(work, entry, sealed, { ...open, extensionId, acceptance });
    });
  }

  /** One statement: the version, what was accepted, the receipt, and where the entry stands now. */
  private async write(
    work: Work,
    entry: Entry,
    sealed: SealedContent,
    { at, late, stage, extensionId, acceptance }: OpenStage & Written,
  ): Promise<ReceiptAnswer> {
    const receiptId = randomUUID();
    const version = entry.currentVersion + 1;
    const actor = work.actor.id;
    const { content, salts, hmacs, digest } = sealed;
    const { rulesVersion, privacyNoticeVersion, language, publication } = acceptance;
    const key = [entry.id, version];
    const texts = [content, salts, hmacs].map((part) => JSON.stringify(part));
    const judged = [digest, DIGEST_NAME, stage.revision, at, actor, late, extensionId];
    const accepted = [rulesVersion, privacyNoticeVersion, language, JSON.stringify(publication), actor, at];
    await work.em.execute(
      `with version as (
         insert into entries.entry_version (entry_id, version, content, salts, hmacs, digest, digest_algorithm, revision,
           submitted_at, submitted_by, late, extension_id)
         values (?, ?, ?::jsonb, ?::jsonb, ?::jsonb, ?, ?, ?, ?, ?, ?, ?)
       ), consent as (
         insert into entries.consent (entry_id, version, rules_version, privacy_notice_version, language, publication,
           accepted_by, accepted_at)
         values (?, ?, ?, ?, ?, ?::jsonb, ?, ?)
       ), receipt as (
         insert into entries.receipt (id, entry_id, version, digest, at) values (?, ?, ?, ?, ?)
       )
       update entries.entry set state = 'submitted', current_version = ?, draft_changed = false, version = version + 1
       where id = ?`,
      [...key, ...texts, ...judged, ...key, ...accepted, receiptId, ...key, digest, at, version, entry.id],
    );
    const instant = toInstant(at);
    const { id: entryId, cycleId, cityId } = entry;
    work.emit({
      type: 'laureate.entry.submitted.v1',
      subject: entryId,
      data: { entryId, cycleId, cityId, version, digest, at: instant, late },
    });
    const deadline = { utc: toInstant(stage.deadlineAt), zone: stage.zone };
    return { receiptId, entryId, version, digest, digestAlgorithm: DIGEST_NAME, at: instant, late, deadline };
  }
}

interface Written {
  extensionId: string | null;
  acceptance: Acceptance;
}

/** The entry's row locked, and how many contacts it names, in one round trip. Throws `not-found`. */
async function lockEntry(work: Work, entryId: string): Promise<{ entry: Entry; contacts: number }> {
  const [row] = await work.em.execute<({ contacts: number } & object)[]>(
    `select e.*, (select count(*)::int from entries.entry_contact c where c.entry_id = e.id) as contacts
     from entries.entry e where e.id = ? for update of e`,
    [entryId],
  );
  if (!row) throw noSuchEntry();
  const { contacts, ...columns } = row;
  return { entry: work.em.map(Entry, columns), contacts };
}

function refuseState(entry: Entry, { draftVersion }: Acceptance, at: string): void {
  if (entry.state === 'withdrawn') throw new Problem('conflict', 'This entry was withdrawn.', { at });
  if (!entry.draftChanged) {
    const detail = `Version ${entry.currentVersion} is submitted, and nothing was changed since.`;
    throw new Problem('conflict', detail, { at, currentVersion: entry.currentVersion });
  }
  if (draftVersion !== undefined) requireVersion(draftVersion, entry.version, { theirs: entry.draft });
}

function contentErrors(definition: CycleDefinition, { draft }: Entry, contacts: number): FieldError[] {
  const errors = checkComplete(formOf(definition), draft).map((error) => ({
    ...error,
    pointer: `/content${error.pointer}`,
  }));
  return contacts > 0 ? errors : [...errors, { pointer: '/contacts', message: 'name at least one contact person' }];
}

function acceptanceErrors(definition: CycleDefinition, { stageKey }: Entry, given: Acceptance): FieldError[] {
  const asked = stageDefinitionOf(definition, stageKey).settings as CallSettings;
  const message = 'is not the version in force';
  return (['rulesVersion', 'privacyNoticeVersion'] as const)
    .filter((name) => given[name] !== asked[name])
    .map((name) => ({ pointer: `/${name}`, message, allowed: asked[name] }));
}
