import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { FieldError } from '#libs/contracts';
import {
  type LockedStage,
  type Stage,
  bothZones,
  inLockOrder,
  lockStage,
  openForWriting,
  refusePaused,
  toInstant,
} from '#libs/cycles';
import { Problem, type RequestContext, UnitOfWork, type Work } from '#libs/platform';
import { CONTENT_DIGEST } from '../form/content-digest.rules.js';
import { CycleDefinitions } from '../stage-types/cycle-definitions.js';
import { eligibility } from '../stage-types/eligibility.type.js';
import { mayRead, noSuchEntry, requireCity, requireStaff } from '../entry/entry-access.js';
import { formProblem, inContent } from '../entry/entry-answers.js';
import { type Entry, EntryVersion } from '../entry/entry.entities.js';
import { formFor } from '../entry/entry-form.js';
import { lockEntry, requireNotWithdrawn } from '../entry/entry-lock.js';
import { ExtensionService } from '../more-time/extension.service.js';
import { AutomaticCheckService } from '../eligibility/automatic-check.service.js';
import { type SayOfForm, formWords } from '../form/form.words.js';
import type { JsonObject } from '../form/json-pointer.js';
import { type TranslationSource, isIn, languageTag } from '../stage-types/language.rules.js';
import { Translation, TranslationWithdrawal } from '../entry/translation.entities.js';
import { sealTranslation, translationErrors } from '../entry/translation.rules.js';
import { type TranslationSummary, noSuchTranslation, translationSummaryOf } from './translation-reader.service.js';
import { entryPermissions } from '../permissions.js';
import { refusal } from '../refusals.words.js';

/** A translation of a submitted version, as it is brought. */
export interface NewTranslation {
  /** The submitted version it is of, and that version's digest as its translator read it. */
  version: number;
  digest: string;
  /** Tag of BCP 47. */
  language: string;
  source: TranslationSource;
  /** What a machine's was made with. */
  tool?: string | undefined;
  /** The texts, in the places they have in the form; all else is the original's. */
  content: JsonObject;
}

const DIGEST_NAME = `${CONTENT_DIGEST.algorithm} v${CONTENT_DIGEST.version}`;

/**
 * Takes translations of submitted versions, and withdraws them. The version they are of stays as it
 * is, and so does its digest.
 */
@Injectable()
export class TranslationService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly definitions: CycleDefinitions,
    private readonly extensions: ExtensionService,
    private readonly automaticCheck: AutomaticCheckService,
  ) {}

  /**
   * Adds a translation: the city's own by the city, as long as something can follow from it; a
   * human's or a machine's by the secretariat, at any time. It may be of a version that is not the
   * last any more. Throws `not-found`, `forbidden`, `conflict` when the entry was withdrawn or the
   * digest is not that of the version, `paused`, `rule-violated` with everything that is wrong, and
   * for the city what its window refuses.
   */
  async add(context: RequestContext, entryId: string, given: NewTranslation): Promise<TranslationSummary> {
    return this.unitOfWork.run(context, async (work) => {
      const { entry, eligibilities } = await this.lock(work, context, entryId, given.source);
      const version = await work.em.findOne(EntryVersion, { entryId, version: given.version });
      if (!version)
        throw new Problem('not-found', refusal('translation.versionNotSubmitted', { version: given.version }));
      if (version.digest !== given.digest) throw otherDigest(version);
      const language = languageTag(given.language) ?? given.language;
      const definition = await this.definitions.of(work.em, { cycleId: entry.cycleId, revision: version.revision });
      const say = formWords.in(context.language ?? 'en');
      const errors = [
        ...languageErrors(language, version, say),
        ...toolErrors(given, say),
        ...translationErrors(formFor(definition, entry), version.content, given.content, {
          in: language,
          language: context.language,
        }).map(inContent),
      ];
      if (errors.length > 0) throw formProblem(refusal('failed.translation'), errors);

      const { source, tool = null } = given;
      const of = { original: version.digest, language, source, tool };
      const { content, salts, hmacs, digest } = sealTranslation(given.content, of);
      const addedAt = await work.now();
      const row = {
        id: uuidv7(),
        entryId,
        entryVersion: version.version,
        originalDigest: version.digest,
        language,
        source,
        tool,
        content: content as JsonObject,
        salts,
        hmacs,
        digest,
        digestAlgorithm: DIGEST_NAME,
        addedBy: context.actor.id,
        addedAt,
      };
      await work.em.insert(Translation, row);
      work.emit({
        type: 'laureate.entry.translated.v1',
        subject: entryId,
        data: {
          entryId,
          cycleId: entry.cycleId,
          version: version.version,
          translationId: row.id,
          language,
          source,
          digest,
          at: toInstant(addedAt),
        },
      });
      for (const stage of eligibilities) await this.automaticCheck.again(work, stage, entryId);
      return translationSummaryOf(row, null, entry.currentVersion);
    });
  }

  /**
   * Withdraws a translation: it counts no more, and stays. A city withdraws its own, in the same
   * window; the secretariat those of humans and machines. Throws `not-found`, `forbidden`,
   * `conflict` when it is withdrawn already.
   */
  async withdraw(
    context: RequestContext,
    { entryId, translationId }: { entryId: string; translationId: string },
    reasonCode: string,
  ): Promise<TranslationSummary> {
    return this.unitOfWork.run(context, async (work) => {
      const known = await work.em.findOne(Translation, { id: translationId, entryId });
      if (!known) {
        await lockEntry(work, this.definitions, entryId, (scope) => {
          if (!mayRead(context.principal, scope)) throw noSuchEntry();
        });
        throw noSuchTranslation();
      }
      const { entry, eligibilities } = await this.lock(work, context, entryId, known.source);
      if (await work.em.count(TranslationWithdrawal, { translationId }))
        throw new Problem('conflict', refusal('translation.withdrawn'));
      const withdrawnAt = await work.now();
      const withdrawal = { translationId, reasonCode, withdrawnBy: context.actor.id, withdrawnAt };
      await work.em.insert(TranslationWithdrawal, withdrawal);
      const { cycleId } = entry;
      const { entryVersion: version } = known;
      work.emit({
        type: 'laureate.entry.translation-withdrawn.v1',
        subject: entryId,
        data: { entryId, cycleId, version, translationId, reasonCode, at: toInstant(withdrawnAt) },
      });
      for (const stage of eligibilities) await this.automaticCheck.again(work, stage, entryId);
      return translationSummaryOf(known, withdrawal, entry.currentVersion);
    });
  }

  /**
   * The entry's row, then the stages that go by its translations, under their locks; whoever may
   * not do it, or not any more, is refused.
   */
  private async lock(
    work: Work,
    context: RequestContext,
    entryId: string,
    source: TranslationSource,
  ): Promise<{ entry: Entry; eligibilities: Stage[] }> {
    const isOwn = source === 'city';
    const entry = await lockEntry(work, this.definitions, entryId, (scope) =>
      isOwn
        ? requireCity(context, scope, entryPermissions.addTranslation)
        : requireStaff(context, scope, entryPermissions.addTranslation),
    );
    requireNotWithdrawn(entry);
    const { cycleId } = entry;
    const { stages } = await this.definitions.stages(work.em, cycleId);
    const concerned = inLockOrder(stages).filter(({ key, type }) => key === entry.stageKey || type === eligibility.key);
    const locked: LockedStage[] = [];
    for (const { key: stageKey } of concerned) locked.push(await lockStage(work, { cycleId, stageKey }, 'shared'));
    const call = locked.find(({ stage }) => stage.key === entry.stageKey)!;
    refusePaused(call.stage, call.at);
    const eligibilities = locked.map(({ stage }) => stage).filter(({ type }) => type === eligibility.key);
    if (isOwn) await this.requireTime(work, entry, call, eligibilities);
    return { entry, eligibilities };
  }

  /**
   * A city's translation comes in while an eligibility has yet to close; where there is none, while
   * the call takes its entry.
   */
  private async requireTime(work: Work, entry: Entry, call: LockedStage, eligibilities: Stage[]): Promise<void> {
    const { at } = call;
    const held = eligibilities.filter(({ state }) => state !== 'cancelled');
    if (held.length === 0) {
      await openForWriting(call, {
        extendedUntil: async (stage) => (await this.extensions.usable(work, stage, entry))?.until ?? null,
      });
      return;
    }
    if (held.some(({ state, hardCloseAt }) => state === 'scheduled' || (state === 'open' && at < hardCloseAt))) return;
    const { title, zone, hardCloseAt } = held.at(-1)!;
    const end = toInstant(hardCloseAt);
    throw new Problem('deadline-passed', refusal('translation.late', { title, end: bothZones(end, zone) }), {
      at: toInstant(at),
      deadline: { utc: end, zone },
    });
  }
}

const otherDigest = ({ version, digest }: EntryVersion) =>
  new Problem('conflict', refusal('translation.otherDigest', { version }), { version, digest });

function languageErrors(language: string, { language: original }: EntryVersion, say: SayOfForm): FieldError[] {
  return original != null && isIn(language, original) ? [{ pointer: '/language', message: say('ownLanguage') }] : [];
}

function toolErrors({ source, tool }: NewTranslation, say: SayOfForm): FieldError[] {
  if (source === 'machine') return tool === undefined ? [{ pointer: '/tool', message: say('noTool') }] : [];
  return tool === undefined ? [] : [{ pointer: '/tool', message: say('noMachine') }];
}
