import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Said } from '#libs/contracts';
import { refusePaused, toInstant, zonedForCity } from '#libs/cycles';
import { type RequestContext, UnitOfWork, type Work, requireVersion } from '#libs/platform';
import type { FieldFault } from '#libs/words';
import {
  type LockedClarification,
  lockClarification,
  noSuchClarification,
  returnToAsker,
  requireOpenClarification,
} from './clarification-access.js';
import { Clarification, ClarificationDraft } from './clarification.entities.js';
import { ClarificationReaderService, type ClarificationView } from './clarification-reader.service.js';
import { aboutOf } from './clarification.service.js';
import { type FieldAnswers, answerProblems, errorsWithin, withAnswers } from './clarification.rules.js';
import { CONTENT_DIGEST, sealContent } from '../form/content-digest.rules.js';
import { CycleDefinitions } from '../stage-types/cycle-definitions.js';
import { City } from '../cities/city.entities.js';
import { mayRead, requireCity } from '../entry/entry-access.js';
import { type ReceiptAnswer, formProblem, givenTitle } from '../entry/entry-answers.js';
import { Entry, EntryVersion } from '../entry/entry.entities.js';
import { type EntryForms, formsOf } from '../entry/entry-form.js';
import { contentOf, savedSections } from '../entry/entry-sections.js';
import { checkComplete, checkDraft } from '../form/form-validation.js';
import { type JsonObject, memberAt, pointerOf } from '../form/json-pointer.js';
import { redistributeSections } from '../form/changed-form.rules.js';
import { writeSection } from '../draft/section.service.js';
import { type Signer, keepSigner, requireSigner } from '../draft/signatory.js';
import { entryPermissions } from '../permissions.js';
import { refusal } from '../refusals.words.js';

const DIGEST_NAME = `${CONTENT_DIGEST.algorithm} v${CONTENT_DIGEST.version}`;

/**
 * Takes a city's answers: saved as often as it likes, sent once. The answer is a version that
 * differs in the named fields only.
 */
@Injectable()
export class ClarificationAnswerService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly definitions: CycleDefinitions,
    private readonly reader: ClarificationReaderService,
  ) {}

  /**
   * Saves what the city has written so far, by the version it read (0 before anything is saved).
   * Throws `stale-version` with both texts, `rule-violated` for what is not asked about or does not
   * fit the form, `deadline-passed` or `conflict` when it is over.
   */
  save(context: RequestContext, id: string, version: number, answers: FieldAnswers): Promise<ClarificationView> {
    return this.unitOfWork.run(context, async (work) => {
      const { em } = work;
      const { locked, content, form } = await this.lockOwn(work, context, id);
      const { standing, at } = locked;
      const draft = await em.findOne(ClarificationDraft, { clarificationId: id }, { refresh: true });
      requireVersion(version, draft?.version ?? 0, { yours: answers, theirs: draft?.answers ?? {} });
      const wrong = answerProblems(standing.fields, answers, false);
      const misfits = errorsWithin(checkDraft(form, withAnswers(content, answers), context.language), standing.fields);
      refuseAnswers([...wrong, ...misfits], refusal('failed.answerDraft'));
      const saved = { answers, savedBy: context.actor.id, savedAt: at };
      if (draft) em.assign(draft, { ...saved, version: version + 1 });
      else em.create(ClarificationDraft, { clarificationId: id, version: 1, ...saved }, { persist: true });
      await em.flush();
      return this.reader.viewOf(em, standing, true);
    });
  }

  /**
   * Sends what is saved: the next version of the entry, with its receipt, and the entry goes back
   * to whoever asked. In time is what began before the deadline, by the database's clock; the call
   * may long be closed. Throws what `save` throws, and `rule-violated` naming every field that is
   * not answered.
   */
  answer(context: RequestContext, id: string, version?: number, signatory?: Signer): Promise<ReceiptAnswer> {
    return this.unitOfWork.run(context, async (work) => {
      const { em } = work;
      const { locked, entry, before, content, forms, form } = await this.lockOwn(work, context, id);
      const { standing, at } = locked;
      const draft = await em.findOne(ClarificationDraft, { clarificationId: id }, { refresh: true });
      const answers = draft?.answers ?? {};
      if (version !== undefined) requireVersion(version, draft?.version ?? 0, { theirs: answers });
      const answered = withAnswers(content, answers);
      const errors = [
        ...answerProblems(standing.fields, answers, true),
        ...errorsWithin(checkComplete(form, answered, context.language), standing.fields),
      ];
      refuseAnswers(errors, refusal('failed.answer'), toInstant(at));
      requireSigner(context, signatory, refusal('failed.answer'));
      const receipt = await this.write(work, { locked, entry, before, forms, answered });
      keepSigner(work, signatory, { entryId: entry.id, act: 'answered', version: receipt.version, at });
      if (draft) await em.nativeDelete(ClarificationDraft, { clarificationId: id });
      return receipt;
    });
  }

  /** The version, what was accepted before, the receipt, where the entry stands, and the end of the clarification. */
  private async write(work: Work, given: Answered): Promise<ReceiptAnswer> {
    const { em } = work;
    const { locked, entry, before, answered } = given;
    const { clarification, standing, at } = locked;
    const { content, salts, hmacs, attachments, digest } = sealContent(answered, before.attachments);
    const receiptId = randomUUID();
    const version = before.version + 1;
    const { id: entryId, cycleId, cityId } = entry;
    const actor = work.actor.id;
    const texts = [content, salts, hmacs, attachments].map((part) => JSON.stringify(part));
    const sealed = [entryId, version, ...texts, before.language ?? null, digest, DIGEST_NAME];
    const judged = [
      locked.stage.revision,
      at,
      actor,
      before.late,
      before.early,
      before.extensionId ?? null,
      clarification.id,
    ];
    const inserted = [...sealed, ...judged];
    await em.execute(
      `with version as (
         insert into entries.entry_version (entry_id, version, content, salts, hmacs, attachments, language, digest,
           digest_algorithm, revision, submitted_at, submitted_by, late, early, extension_id, clarification_id)
         values (?, ?, ?::jsonb, ?::jsonb, ?::jsonb, ?::jsonb, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ), consent as (
         insert into entries.consent (entry_id, version, rules_version, privacy_notice_version, language, publication,
           accepted_by, accepted_at)
         select entry_id, ?, rules_version, privacy_notice_version, language, publication, accepted_by, accepted_at
         from entries.consent where entry_id = ? and version = ?
       )
       insert into entries.receipt (id, entry_id, version, digest, at, revision) values (?, ?, ?, ?, ?, ?)`,
      [...inserted, version, entryId, before.version, receiptId, entryId, version, digest, at, locked.stage.revision],
    );
    await syncDraft(work, given, version);
    await returnToAsker(work, standing);
    em.assign(clarification, { answeredVersion: version, answeredBy: actor, answeredAt: at });
    await em.flush();
    const instant = toInstant(at);
    work.emit({
      type: 'laureate.entry.submitted.v1',
      subject: entryId,
      data: { entryId, cycleId, cityId, version, digest, at: instant, late: before.late },
    });
    work.emit({
      type: 'laureate.clarification.answered.v1',
      subject: clarification.id,
      data: { ...aboutOf(standing), version, digest, at: instant },
    });
    const { zone: cityZone } = await em.findOneOrFail(City, { id: cityId });
    const deadline = zonedForCity(standing.dueAt, standing.zone, cityZone);
    return {
      receiptId,
      entryId,
      version,
      digest,
      digestAlgorithm: DIGEST_NAME,
      at: instant,
      late: before.late,
      afterReopening: false,
      arrivedAt: null,
      early: before.early,
      deadline,
    };
  }

  /** The clarification for a write of its city: entry, stage and row locked, in time. */
  private async lockOwn(work: Work, context: RequestContext, id: string) {
    const { em } = work;
    const known = await em.findOne(Clarification, { id });
    if (!known) throw noSuchClarification();
    // The entry first, as a submit does: two who lock both never wait for each other. Its key is
    // left free, which whoever ends the clarification needs when the entry goes back to the one who
    // asked.
    await em.execute('select 1 from entries.entry where id = ? for no key update', [known.entryId]);
    const entry = await em.findOneOrFail(Entry, { id: known.entryId }, { refresh: true });
    const { cycleId, cityId } = entry;
    const scope = { programme: await this.definitions.programmeOf(cycleId), cycleId, cityId };
    if (!mayRead(context.principal, scope)) throw noSuchClarification();
    requireCity(context, scope, entryPermissions.answerClarification);
    const locked = await lockClarification(work, id);
    refusePaused(locked.stage, locked.at);
    requireOpenClarification(locked.standing, toInstant(locked.at));
    const before = await em.findOneOrFail(EntryVersion, { entryId: entry.id, version: entry.currentVersion });
    const forms = await formsOf(em, this.definitions, entry);
    return { locked, entry, before, content: before.content, forms, form: forms.inForce };
  }
}

interface Answered {
  locked: LockedClarification;
  entry: Entry;
  before: EntryVersion;
  forms: EntryForms;
  answered: JsonObject;
}

/** The draft takes over what was answered, so that a later submit does not bring back what was asked about. */
async function syncDraft(work: Work, { locked, entry, forms, answered }: Answered, version: number): Promise<void> {
  const { em } = work;
  const { standing, at: savedAt } = locked;
  const saved = await savedSections(em, entry.id);
  const values = standing.fields.map((pointer) => [pointer, memberAt(answered, pointer) ?? null] as const);
  const content = withAnswers(contentOf(saved.values()), Object.fromEntries(values));
  const contents = new Map([...saved].map(([key, section]) => [key, section.content]));
  for (const [key, part] of redistributeSections(forms.inForce, content, contents)) {
    const before = saved.get(key)?.version ?? 0;
    await writeSection(work, { entryId: entry.id, key }, { version: before + 1, content: part, savedAt });
  }
  if (standing.fields.includes('/title')) entry.title = givenTitle(answered);
  entry.formRevision = forms.revision;
  entry.currentVersion = version;
  entry.version += 1;
  await em.flush();
}

function refuseAnswers(errors: FieldFault[], failed: Said, at?: string): void {
  if (errors.length === 0) return;
  throw formProblem(
    failed,
    errors.map((error) => ({ ...error, pointer: `/answers${pointerOf([error.pointer])}` })),
    at === undefined ? {} : { at },
  );
}
