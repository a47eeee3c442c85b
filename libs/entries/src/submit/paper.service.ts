import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { type Stage, keepReason, lockStage, refusePaused, stageDefinitionOf, toInstant } from '#libs/cycles';
import { Problem, type RequestContext, UnitOfWork, type Work, requireVersion } from '#libs/platform';
import { refuseEnd, windowOf } from '../more-time/end-bounds.js';
import { Attachment } from '../attachments/attachment.entities.js';
import type { CallSettings } from '../stage-types/call-for-entries.type.js';
import { CycleDefinitions } from '../stage-types/cycle-definitions.js';
import { mayRead, noSuchEntry, requireStaff } from '../entry/entry-access.js';
import { type ReceiptAnswer, formProblem } from '../entry/entry-answers.js';
import { EntryContact } from '../entry/entry.entities.js';
import { lockEntry, requireNotWithdrawn } from '../entry/entry-lock.js';
import { contentOf, savedSections } from '../entry/entry-sections.js';
import { EntryService, callOf } from '../draft/entry.service.js';
import { ExtensionService } from '../more-time/extension.service.js';
import { isAccepted } from '../stage-types/language.rules.js';
import { latenessOf, requireAttested } from '../draft/paper-access.js';
import { Paper } from '../entry/paper.entities.js';
import { type PaperAnswer, type PaperStanding, paperAnswer, papersWhere } from '../draft/paper.queries.js';
import { type PaperMeans, mayAttest } from '../entry/paper.rules.js';
import { SubmitService, contentErrors } from './submit.service.js';
import { entryPermissions } from '../permissions.js';
import { refusal } from '../refusals.words.js';

/** Something on paper that arrived for a call. */
export interface NewPaper {
  cityId: string;
  /** The call for entries; may be left out while the cycle has one only. */
  stageKey?: string | undefined;
  arrivedAt: Date;
  means: PaperMeans;
  /** Until when it is to be typed, checked and confirmed; beyond the deadline of the call. */
  until: Date;
  reasonCode: string;
  reasonText: string;
}

/** Why a city cannot confirm its entry. */
export interface Declaration {
  reasonCode: string;
  reasonText: string;
  /** The language it is written in (BCP 47); needed where the call takes several. */
  entryLanguage?: string | undefined;
}

/**
 * Entries that arrive on paper: the only content that staff write. One member types it, another
 * checks it against the scans; the city confirms by submitting, or two members say why it cannot.
 * Nobody does both sides of anything alone.
 */
@Injectable()
export class PaperService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly definitions: CycleDefinitions,
    private readonly entries: EntryService,
    private readonly extensions: ExtensionService,
    private readonly submits: SubmitService,
  ) {}

  /**
   * Registers an arrival, with an empty draft for its city, and has the call wait for it. Throws
   * `deadline-passed` for what arrived after the close, `rule-violated` naming when it may end,
   * `conflict` when what follows the call takes nothing more.
   */
  async register(context: RequestContext, cycleId: string, given: NewPaper): Promise<PaperAnswer> {
    return this.unitOfWork.run(context, async (work) => {
      requireStaff(
        context,
        { programme: await this.definitions.programmeOf(cycleId), cycleId },
        entryPermissions.handlePaper,
      );
      const { key: stageKey } = await callOf(work, this.definitions, cycleId, given.stageKey);
      const { stage: call, at } = await lockStage(work, { cycleId, stageKey }, 'shared');
      refusePaused(call, at);
      await this.refuseArrival(work, call, given, at);
      const entry = await this.entries.begin(
        work,
        call,
        { cityId: given.cityId, content: {} },
        { language: context.language },
      );
      const { id: entryId } = entry;
      const { until, reasonCode, reasonText, arrivedAt, means } = given;
      const more = { stageKey, target: { entryId }, until, reasonCode, reasonText };
      const { id: extensionId } = await this.extensions.give(work, call, more, at);
      const id = uuidv7();
      const registered = { registeredBy: context.actor.id, registeredAt: at };
      const arrival = { id, entryId, extensionId, arrivedAt, means, ...registered };
      await work.em.insert(Paper, { ...arrival, attestation: 0, originals: {} });
      entry.paperId = id;
      await work.em.flush();
      const data = { cycleId, stageKey, paperId: id, entryId, arrivedAt: toInstant(arrivedAt), means, reasonCode };
      work.emit({ type: 'laureate.paper.registered.v1', subject: entryId, data });
      return this.answer(work, id);
    });
  }

  /**
   * Checks what was typed against the scans, of the version of the draft that was read, as somebody
   * who has typed none of it. The city is told, and can confirm. Throws `forbidden` for whoever
   * typed, `conflict` without a scan that is ready, `stale-version`, and `rule-violated` naming
   * everything that is missing.
   */
  async attest(context: RequestContext, id: string, draftVersion: number): Promise<PaperAnswer> {
    return this.unitOfWork.run(context, async (work) => {
      const { em } = work;
      const { paper, entry, call, at } = await this.take(work, context, id);
      if (!mayAttest(context.actor.id, paper)) throw new Problem('forbidden', refusal('paper.typedYourself'));
      const content = contentOf((await savedSections(em, entry.id)).values());
      requireVersion(draftVersion, entry.version, { theirs: content });
      if (paper.attestedBy !== null) throw new Problem('conflict', refusal('paper.checkedAlready'));
      const originals = await em.find(Attachment, { entryId: entry.id, purpose: 'original', removedAt: null });
      if (originals.some(({ state }) => state === 'staged' || state === 'checking'))
        throw new Problem('conflict', refusal('paper.scanComing'));
      const ready = originals.filter(({ state }) => state === 'ready');
      if (ready.length === 0) throw new Problem('conflict', refusal('paper.noScan'));
      const definition = await this.definitions.of(em, call);
      const contacts = await em.count(EntryContact, { entryId: entry.id });
      const errors = contentErrors(definition, entry, { content, contacts }, context.language);
      if (errors.length > 0) throw formProblem(refusal('failed.attestation'), errors);
      const attestation = paper.attestation + 1;
      const digests = Object.fromEntries(ready.map((file) => [file.id, file.digest!]));
      const attested = { attestation, attestedBy: context.actor.id, attestedAt: at, originals: digests };
      await em.nativeUpdate(Paper, { id }, attested);
      work.emit({
        type: 'laureate.paper.attested.v1',
        subject: entry.id,
        data: { ...refOf(paper), attestation, at: toInstant(at) },
      });
      return this.answer(work, id);
    });
  }

  /**
   * Says why the city cannot confirm it, as the first of two. Throws `conflict` before it was
   * checked or when somebody has said so already, `rule-violated` for a language the call does not
   * take.
   */
  async declare(context: RequestContext, id: string, given: Declaration): Promise<PaperAnswer> {
    return this.unitOfWork.run(context, async (work) => {
      const { paper, call, at } = await this.take(work, context, id);
      requireAttested(paper);
      if (paper.declared) throw new Problem('conflict', refusal('paper.declaredAlready'));
      const { reasonCode, reasonText, entryLanguage: language } = given;
      const definition = await this.definitions.of(work.em, call);
      const { languages } = stageDefinitionOf(definition, call.key).settings as CallSettings;
      if (languages && !(language && isAccepted(language, languages))) {
        const message = language ? refusal('paper.languageNotTaken') : refusal('paper.languageMissing');
        throw formProblem(refusal('failed.declaration'), [{ pointer: '/entryLanguage', message }]);
      }
      const declared = { declaredBy: context.actor.id, declaredAt: at, declaredLanguage: language ?? null };
      await work.em.nativeUpdate(Paper, { id }, { ...declared, declaredCode: reasonCode, declaredText: reasonText });
      work.emit({
        type: 'laureate.paper.declared.v1',
        subject: paper.entryId,
        data: { ...refOf(paper), at: toInstant(at), reasonCode },
      });
      return this.answer(work, id);
    });
  }

  /** Agrees, as the second: it counts. Throws what `SubmitService.second` throws. */
  async second(context: RequestContext, id: string): Promise<ReceiptAnswer> {
    const { entryId } = await this.get(context, id);
    return this.submits.second(context, entryId);
  }

  /**
   * Takes back an arrival that was registered by mistake, before anybody has checked it: the call
   * waits for it no more. Throws `conflict` afterwards, when it is its city's to withdraw.
   */
  async discard(context: RequestContext, id: string, reason: { reasonCode: string; reasonText: string }) {
    return this.unitOfWork.run(context, async (work) => {
      const { paper, entry } = await this.take(work, context, id);
      if (paper.attestation > 0) throw new Problem('conflict', refusal('paper.checked'));
      keepReason(work, entry.cycleId, { code: reason.reasonCode, text: reason.reasonText });
      await this.entries.takeBack(work, entry, reason.reasonCode);
      await work.em.flush();
      return this.answer(work, id);
    });
  }

  /** One of them, for its city and the staff. Throws `not-found`. */
  async get({ principal }: RequestContext, id: string): Promise<PaperAnswer> {
    const [paper] = await this.unitOfWork.read((em) => papersWhere(em, 'p.id = ?', [id]));
    if (!paper) throw noSuchEntry();
    const { cycleId, cityId } = paper;
    if (!mayRead(principal, { programme: await this.definitions.programmeOf(cycleId), cycleId, cityId }))
      throw noSuchEntry();
    return paperAnswer(paper);
  }

  /** One page of those of a cycle, by id; for the staff. */
  async list(cycleId: string, page: { after: string | undefined; limit: number }): Promise<PaperAnswer[]> {
    const after = page.after ?? '00000000-0000-0000-0000-000000000000';
    const rows = await this.unitOfWork.read((em) =>
      papersWhere(em, 'e.cycle_id = ? and p.id > ?', [cycleId, after], page.limit),
    );
    return rows.map(paperAnswer);
  }

  /**
   * For a write of the secretariat: entry and call locked, and what stands now. Throws `conflict`
   * when it counts, was withdrawn or is over.
   */
  private async take(work: Work, context: RequestContext, id: string) {
    const known = await work.em.findOne(Paper, { id });
    if (!known) throw noSuchEntry();
    const entry = await lockEntry(work, this.definitions, known.entryId, (scope) =>
      requireStaff(context, scope, entryPermissions.handlePaper),
    );
    requireNotWithdrawn(entry);
    if (!entry.paperId) throw new Problem('conflict', refusal('paper.countsAsOthers'));
    const ref = { cycleId: entry.cycleId, stageKey: entry.stageKey };
    const { stage: call, at } = await lockStage(work, ref, 'shared');
    refusePaused(call, at);
    const [paper] = await papersWhere(work.em, 'p.id = ?', [id]);
    if (paper!.state === 'lapsed')
      throw new Problem('conflict', refusal('paper.lapsed', { until: paper!.until }), {
        until: paper!.until,
      });
    return { paper: paper!, entry, call, at };
  }

  private async refuseArrival(work: Work, call: Stage, { arrivedAt, until }: NewPaper, at: Date): Promise<void> {
    if (arrivedAt > at)
      throw formProblem(refusal('failed.arrival'), [
        { pointer: '/arrivedAt', message: refusal('paper.arrivalToCome') },
      ]);
    const followers = await this.extensions.lockedFollowers(work, call);
    const window = this.extensions.stillTake(followers) ? windowOf(call, followers, at) : null;
    if (!window) throw new Problem('conflict', refusal('paper.callTakesNothing', { title: call.title }));
    latenessOf(toInstant(arrivedAt), call, at);
    refuseEnd(until, window, call);
  }

  private async answer(work: Work, id: string): Promise<PaperAnswer> {
    const [paper] = await papersWhere(work.em, 'p.id = ?', [id]);
    return paperAnswer(paper!);
  }
}

/** What every event of a paper says. */
const refOf = ({ id, cycleId, stageKey, entryId }: PaperStanding) => ({ cycleId, stageKey, paperId: id, entryId });
